"""What people are told, and how they want to be told.

A *notice* is for one person: that somebody did something. It is written in the transaction of what was done, so that neither is
there without the other, and goes through the states of every mail (core/outbox.py); it is skipped where it is no longer true,
not theirs to know, too late, or there is no address. `key` is unique, and made of the kind, what it is about and who reads it:
nothing is told twice.

Of a mail nothing is stored but what became of it; what it said is drawn anew when it is sent, from what is true then.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core import outbox
from ...core.authorship import SEAT

KEY_LIMIT = 255  # characters in the platform's course and usage keys
PLACEMENT = "internship_xblock.Placement"


class Choice(models.TextChoices):
    """When somebody is told."""

    AT_ONCE = "at_once", _("As it happens")
    DAILY = "daily", _("Once a day, in one message")
    SIGNATURES = "signatures", _("Only when something waits for my signature, or concerns one")


class Notice(outbox.Outgoing):
    """That one person is to be told of one thing. `reader` or `reader_seat` is who, `doer` or `doer_seat` who did it.

    .. pii: Who was told of what by whom, and when; by account or seat, no names.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    belongs_to = ("reader",)  # core/own_data.py

    State = outbox.State

    key = models.CharField(max_length=64, unique=True, help_text="A hash of the kind, what it is about and who reads it.")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True, help_text="What it is about, where it can be taken back.")
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT, blank=True)
    ids = models.JSONField(default=dict, blank=True)
    placement = models.ForeignKey(PLACEMENT, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    reader_seat = models.ForeignKey(SEAT, null=True, on_delete=models.CASCADE, related_name="+")
    doer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    doer_seat = models.ForeignKey(SEAT, null=True, on_delete=models.SET_NULL, related_name="+")
    is_reminder = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="ix_notice_due"),
            models.Index(fields=["state", "ended_at"], name="ix_notice_ended"),
            models.Index(fields=["placement", "state"], name="ix_notice_placement"),
            models.Index(fields=["reader", "state"], name="ix_notice_reader"),
            models.Index(fields=["claim"], name="ix_notice_claim"),
            models.Index(fields=["kind", "about"], name="ix_notice_about"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class NoticeChoice(models.Model):
    """How one person, by account or by seat, wants to be told. Without a row: as it happens.

    .. pii: A preference of a person, by account or seat.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    belongs_to = ("reader",)

    reader = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    reader_seat = models.OneToOneField(SEAT, null=True, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=12, choices=Choice.choices, default=Choice.AT_ONCE)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"choice {self.pk}"


class DailyMail(models.Model):
    """That somebody had their one mail of a kind on a day of theirs: unique, so that two who sweep at once send one.

    It is deleted a few days later (reminders.py).

    .. pii: On which day a person had a mail, by account or seat.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    belongs_to = ("reader",)

    key = models.CharField(max_length=64, unique=True, help_text="What kind of mail, to whom, on which day.")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    reader_seat = models.ForeignKey(SEAT, null=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    def __str__(self) -> str:
        return f"daily mail {self.pk}"


class NoticeSweep(models.Model):
    """Who sweeps now, and how far a round through the placements has come.

    .. no_pii: times and a number.
    """

    name = models.CharField(max_length=20, unique=True)
    leased_until = models.DateTimeField()
    began_at = models.DateTimeField(null=True, help_text="When the round of now began.")
    reached = models.BigIntegerField(default=0, help_text="The last placement that was looked through in it.")
    is_done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"sweep {self.name}"
