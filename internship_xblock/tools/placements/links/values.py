"""What the verbs for personal links return: plain values for reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ....core.guests import GuestSeat
from ....core.outbox import State
from ..words import PLACEMENT, role_label

NO_SUCH_ADDRESS = ("SMTPRecipientsRefused", "no_address")  # the reasons for which it is the address that is wrong
# How far a letter of ours has come that was not sent.
ON_ITS_WAY, TRIED_AGAIN, REFUSED, LOST = "on_its_way", "tried_again", "refused", "lost"


@dataclass(frozen=True)
class InvitationRow:
    """A link as those see it who invite. `mail`: one of the words above, "" where we sent it, or nobody asked us to.

    `tried_again`: a mail server did not take it yet; `refused`: it does not know the address; `lost`: given up otherwise.
    """

    id: int
    party_uid: str
    party_name: str
    role_label: str
    address: str
    language: str
    created: datetime
    expires: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    declined_at: datetime | None
    reason: str
    revoked_at: datetime | None
    asked_at: datetime | None
    mail: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether it opens its seat now."""
        return self.revoked_at is None and self.declined_at is None and self.expires > timezone.now()

    @property
    def state(self) -> str:
        """open, accepted, declined, revoked or expired."""
        if self.revoked_at is not None:
            return "revoked"
        if self.declined_at is not None:
            return "declined"
        if self.expires <= timezone.now():
            return "expired"
        return "accepted" if self.accepted_at is not None else "open"


@dataclass(frozen=True)
class InvitationView:
    """A link as its holder sees it before taking the seat. `state`: open, accepted (by a guest), mine, taken, ended.

    An open one, the guest's own key, and the one by which this account joined say who invites whom. One that ended, or whose
    seat somebody took with an account, tells nothing: an old link in a forwarded message is in other hands.
    """

    state: str
    course_key: str = ""
    placement_id: int = 0
    kind: str = PLACEMENT
    inviter: str = ""
    role: str = ""
    party_name: str = ""
    title: str = ""
    host: str = ""
    first_day: date | None = None
    last_day: date | None = None
    expires: datetime | None = None
    language: str = ""
    zone: str = ""
    usage_key: str = ""
    is_seated: bool = False  # the account that looks has a seat in the placement already

    @property
    def role_label(self) -> str:
        """What the seat's role is called, in the language that is on: that of the link is known only by looking."""
        return role_label(self.role, self.kind)

    @property
    def is_mine(self) -> bool:
        """Whether the account that looks took this seat."""
        return self.state == "mine"


@dataclass(frozen=True)
class Accepted:
    """What came of opening a link in a browser. `waits`: a code was sent to `sent_to` and must be typed first."""

    key: str
    seat: GuestSeat
    usage_key: str = ""
    is_first: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Letter:
    """A mail, written whole in the language of whom it is for.

    `kind`: "invitation" or "code", of the invitation with this number; another tool's, with a number of its own.
    """

    kind: str
    to: str
    subject: str
    body: str
    language: str
    invitation_id: int


def mail_of(state: str, reason: str, attempts: int) -> str:
    """Return how far a letter has come that was not sent, "" for one that was, or is not needed any more."""
    if state in (State.SENT, State.SKIPPED):
        return ""
    if state == State.UNDELIVERED:
        return REFUSED if reason in NO_SUCH_ADDRESS else LOST
    return TRIED_AGAIN if reason or attempts > 1 else ON_ITS_WAY
