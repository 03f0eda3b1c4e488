"""A placement and its parties.

A *placement* is one student at one host in one course. It is made by whoever opens a plan or a log first
(the owner), before the others have an account or are even known: so a *party* is a named place at the table
that a person may take later. Who a party is, is stored once, here; the plan shows and freezes it.

The same table serves the host's own staff: an *onboarding* is one new employee instead of a student (its kind).

Whoever takes a party's place acts from that *seat*: by an account (`user`), or as a *guest*, who has none, by a personal link
(`is_by_link`). A place that was taken and is empty (`joined_at` and neither) was left by somebody who was forgotten.

How people come to their seats stands in `links/models.py`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ...core.authorship import Authored
from ...core.language.text import NAME_LIMIT
from . import words

COURSE_KEY_LIMIT = 255


class Placement(Authored):
    """One student, or one new employee, at one host. `author` is who last changed its parties.

    .. pii: The name of who last changed who is in it.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    belongs_to = ("owner",)  # core/own_data.py

    class Kind(models.TextChoices):
        PLACEMENT = words.PLACEMENT
        ONBOARDING = words.ONBOARDING

    course_key = models.CharField(max_length=COURSE_KEY_LIMIT)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PLACEMENT)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with each change of the parties.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["course_key", "owner"], name="ix_placement_owner")]

    def __str__(self) -> str:
        return f"placement {self.pk}"


class Party(Authored):
    """A person in a placement, whether they have joined or are only named so far. `author` is who last said so.

    .. pii: Names and addresses of the people around a placement.
    .. pii_types: name, email_address
    .. pii_retirement: local_api
    """

    belongs_to = ("user",)  # core/own_data.py

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="parties")
    uid = models.CharField(max_length=16, help_text="Stable id of the row in forms and documents.")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=12, choices=words.ROLES)
    is_substitute = models.BooleanField(default=False, help_text="A mentor who steps in for another.")
    stand_in = models.CharField(
        max_length=NAME_LIMIT, blank=True, help_text="Who steps in for this mentor where no second mentor does."
    )
    name = models.CharField(max_length=NAME_LIMIT, blank=True)
    organisation = models.CharField(max_length=NAME_LIMIT, blank=True)
    email = models.CharField(max_length=NAME_LIMIT, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_by_link = models.BooleanField(default=False, help_text="Taken by a guest, who acts by a personal link.")
    joined_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    read_upto = models.BigIntegerField(default=0, help_text="The newest message of the thread that who sits there was shown.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "uid"], name="ix_party_uid"),
            models.UniqueConstraint(fields=["placement", "user"], name="ix_party_user"),  # one person, one place
        ]
        indexes = [  # somebody's seats, by placement and by when they came
            models.Index(fields=["user", "placement"], name="ix_party_seat"),
            models.Index(fields=["user", "joined_at"], name="ix_party_joined"),
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"
