"""Hosts of an organisation (the `org` of a course's key), and the places that they were asked for.

A host lives as long as its university wants, across courses and years. Which placements it has is said by no key, but by the
names that placements give it (`HostName`): people type them, and a coordinator says which are the same.

A *request* asks a host for places. It is answered by who holds its link: of each link only a SHA-256 is kept.
"""

from __future__ import annotations

from datetime import date

from django.db import models

from ...core.authorship import Authored
from ...core.language.text import LINE_LIMIT, NAME_LIMIT
from .rules import ANSWERED, DECLINED, MADE, OVERDUE, WAITING, WITHDRAWN

KEY_LIMIT = 255  # characters in the platform's course keys
HOST_KEY = 24  # see coordination.host_key
PLACEMENT = "internship_xblock.Placement"


class Host(Authored):
    """An organisation that takes students, as its university knows it. `author` is who last changed what is said of it.

    .. pii: The name, the address and the telephone of whom to talk to there.
    .. pii_types: name, email_address, phone_number
    .. pii_retirement: local_api
    """

    org = models.CharField(max_length=KEY_LIMIT)
    name = models.CharField(max_length=NAME_LIMIT)
    key = models.CharField(max_length=HOST_KEY)
    about = models.TextField(blank=True, help_text="What it does, and what students do there.")
    place = models.CharField(max_length=LINE_LIMIT, blank=True, help_text="Its address.")
    website = models.CharField(max_length=LINE_LIMIT, blank=True)
    contact_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    contact_email = models.CharField(max_length=NAME_LIMIT, blank=True)
    contact_phone = models.CharField(max_length=NAME_LIMIT, blank=True)
    agreement_until = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="ix_host_key")]
        indexes = [models.Index(fields=["org", "name"], name="ix_host_name")]

    def __str__(self) -> str:
        return f"host {self.pk}"


class HostName(models.Model):
    """One way in which placements name a host; its own name is one of them.

    .. no_pii:
    """

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="names")
    org = models.CharField(max_length=KEY_LIMIT)
    key = models.CharField(max_length=HOST_KEY)
    name = models.CharField(max_length=NAME_LIMIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="ix_hostname_key")]

    def __str__(self) -> str:
        return f"host name {self.pk}"


class HostNote(Authored):
    """What a coordinator noted of a host on a day, for the other coordinators. It is never changed.

    .. pii: The name of who wrote it; what was written may name somebody.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"host note {self.pk}"


class PlaceRequest(Authored):
    """Places that were asked for, in a period, for placements of one course. `author` is who asked.

    What the host answered stands here as well; `offered` None: nothing yet. `made_at`: placements were made of it.

    .. pii: The name of who asked, the address that it was sent to, what the host answered in words.
    .. pii_types: name, email_address, other
    .. pii_retirement: local_api
    """

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="requests")
    course_key = models.CharField(max_length=KEY_LIMIT)
    first_day = models.DateField()
    last_day = models.DateField()
    places = models.PositiveSmallIntegerField()
    wishes = models.TextField(blank=True)
    answer_by = models.DateField()
    to_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    to_address = models.CharField(max_length=NAME_LIMIT, blank=True)
    language = models.CharField(max_length=16, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the mail server took the letter, where we send mail.")
    lost_from = models.DateTimeField(null=True, blank=True, help_text="From when on the letter is lost, unless it was taken.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with each answer.")
    offered = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.TextField(blank=True, help_text="What the host wrote; of no places, why not.")
    answered_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["course_key", "made_at", "answer_by"], name="ix_request_open"),
            models.Index(fields=["reminded_at", "answer_by"], name="ix_request_remind"),
        ]

    def __str__(self) -> str:
        return f"place request {self.pk}"

    def state_on(self, today: date) -> str:
        """Return how far it is: made, withdrawn, offered, declined, overdue or waiting."""
        if self.made_at is not None:
            return MADE
        if self.revoked_at is not None:
            return WITHDRAWN
        if self.offered is not None:
            return ANSWERED if self.offered else DECLINED
        return OVERDUE if self.answer_by < today else WAITING


class RequestLink(models.Model):
    """A personal link to answer a request by.

    .. no_pii:
    """

    request = models.ForeignKey(PlaceRequest, on_delete=models.CASCADE, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"request link {self.pk}"


class OfferedMentor(models.Model):
    """Whom a host names as a mentor for the places it offers, in its order.

    .. pii: The name and the address of a mentor.
    .. pii_types: name, email_address
    .. pii_retirement: local_api
    """

    request = models.ForeignKey(PlaceRequest, on_delete=models.CASCADE, related_name="mentors")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_LIMIT)
    email = models.CharField(max_length=NAME_LIMIT, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="ix_offered_position")]

    def __str__(self) -> str:
        return f"offered mentor {self.pk}"


class OfferedPlace(models.Model):
    """The placement that was made of one of the places of a request: once.

    .. no_pii:
    """

    request = models.ForeignKey(PlaceRequest, on_delete=models.CASCADE, related_name="made")
    number = models.PositiveSmallIntegerField()
    placement = models.ForeignKey(PLACEMENT, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="ix_place_number")]

    def __str__(self) -> str:
        return f"offered place {self.pk}"
