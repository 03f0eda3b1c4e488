"""Personal links, and the browsers in which they were opened.

An *invitation* is a personal link to one seat. Whoever opens it first takes the seat; from then on it is the seat's key, until
it expires, is revoked, or the seat is joined to an account. Only a SHA-256 of its code is kept, so that nobody who reads the
database can come in with it. A *session* is a browser in which a link was opened: it has a key of its own in a cookie, of which
only a hash is kept as well.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

from ....core import outbox
from ....core.authorship import Authored
from ....core.language.text import NAME_LIMIT
from ..models import COURSE_KEY_LIMIT, Party

REASON_LIMIT = 1_000


class Invitation(Authored):
    """A personal link: revocable, expiring. `author` is who invited.

    `address` is where it was to be sent, and where codes go that confirm a browser: nobody but who invites can change it.

    .. pii: The name of who invited, the address of who is invited, and why they declined.
    .. pii_types: name, email_address, other
    .. pii_retirement: local_api
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=NAME_LIMIT, blank=True)
    language = models.CharField(max_length=16, blank=True, help_text="In which it is written, and the guest's pages are.")
    zone = models.CharField(max_length=64, blank=True, help_text="The time zone of the days that it names.")
    usage_key = models.CharField(max_length=COURSE_KEY_LIMIT, blank=True, help_text="The block from which it was made.")
    days = models.PositiveSmallIntegerField(default=60, help_text="How long it opens the seat after the last period.")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the mail server took it, where we send mail.")
    lost_from = models.DateTimeField(
        null=True, blank=True, help_text="From when on our letter with it is lost, unless the mail server took it by then."
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When its holder asked for a new one.")

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def is_lost(self, now: datetime) -> bool:
        """Return whether we were to send it by mail, and the mail server has not taken it."""
        return self.sent_at is None and self.lost_from is not None and self.lost_from <= now


class InvitationLetter(outbox.Outgoing):
    """The letter with a link that we send: how far it has come. What it says is drawn when it is sent (sending.py).

    .. no_pii: times and states; whom it is for stands in the invitation.
    """

    invitation = models.OneToOneField(Invitation, primary_key=True, on_delete=models.CASCADE, related_name="letter")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="ix_letter_due"),
            models.Index(fields=["claim"], name="ix_letter_claim"),
        ]

    def __str__(self) -> str:
        return f"letter of invitation {self.pk}"


class LetterCode(models.Model):
    """A code of a link that one attempt to send its letter carried. It opens what the invitation opens.

    Each attempt has one of its own, for no code is kept. It is stored before the mail server is asked, so that a letter that
    arrived although nobody heard the answer works; where the server refused it, nobody has it and it goes.

    .. no_pii:
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"code of invitation {self.invitation_id}"


class LinkSession(models.Model):
    """A browser in which a link was opened. It is one while `opened_at` is set, `ended_at` is not, and the link lives.

    `opened_at` None: a further browser that must confirm a code first. `confirmed_at`: a code that was sent to the address on
    file was typed here.

    .. no_pii:
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, db_index=True)
    created = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    code_mac = models.CharField(max_length=64, blank=True, help_text="Of the code sent by mail.")
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "key_hash"], name="ix_session_browser")]

    def __str__(self) -> str:
        return f"session {self.pk}"
