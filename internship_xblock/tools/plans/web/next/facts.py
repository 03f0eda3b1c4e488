"""All that the sentences about a plan depend on. Nothing else on the screen, or on Today, asks again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from .....core.closing import Closing
from .....core.permissions import Role
from ....placements.api import PartyRow, PlacementView
from ...api import Signature
from .last import Last


class Who(NamedTuple):
    """Whom a sentence is about, with the key of their role, "" for who has none here."""

    name: str = ""
    role: str = ""


NOBODY = Who()


@dataclass(frozen=True)
class Said:
    """Conversations about the draft that are open, and whose last word is another's, or the reader's own.

    `who`, `at`, `section` and `target` are of the one that has waited longest.
    """

    count: int = 0
    who: Who = NOBODY
    at: datetime | None = None
    section: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """Which plan it is, and where: `address` is its page, "" where it is said there; its places begin with `html_id`."""

    place: PlacementView
    address: str = ""
    html_id: str = ""

    @property
    def plan(self) -> str:
        """What the plan is called in a sentence: "the plan for Emil Eira", "your plan"."""
        if self.is_own:
            return _("your plan")
        return _("the plan for %(name)s") % {"name": self.student} if self.student else _("the plan")

    @property
    def student(self) -> str:
        """The name of the student, "" where nobody is named."""
        return next((party.name for party in self.place.parties if party.role == Role.STUDENT and party.name), "")

    @property
    def is_own(self) -> bool:
        """Whether the reader is the student."""
        return Role.STUDENT in self.place.roles

    def at(self, target: str) -> str:
        """Return the address of a place on the plan's page."""
        return f"{self.address}#{self.html_id}-{target}"


@dataclass(frozen=True, kw_only=True)
class Facts(About):
    """How far a plan is, and for whom it is said. `left`: so many things are to be settled before it can be submitted."""

    last: Last
    left: int = 0
    is_unwritten: bool = False
    is_named: bool = True  # there is somebody in each role that signs
    is_over: bool = False  # the last day of the plan has passed
    asks_more: bool = False
    may_edit: bool = False
    may_submit: bool = False
    may_name: bool = False
    is_staff: bool = False
    first_day: date | None = None
    last_day: date | None = None
    to_complete: str = ""  # the place of the first thing that is left
    returned_at: datetime | None = None
    returned_by: str = ""
    unnamed: Sequence[str] = ()
    unjoined: Sequence[PartyRow] = ()
    is_mine_to_sign: bool = False
    must_sign: bool = True  # the reader: a leader may, and nothing waits for it
    awaited: Sequence[Signature] = ()  # the lines that are empty, but for the reader's own
    is_agreed: bool = False
    closing_due: date | None = None
    closing: Closing | None = None  # what is issued at the end, and where: from the day on that it is due

    @property
    def can_be_submitted(self) -> bool:
        """Whether it waits for nothing but being submitted: also one that came back and that nobody changed."""
        return not (self.left or self.is_unwritten or self.last.is_settled)

    @property
    def is_late(self) -> bool:
        """Whether the stay has begun and the plan was never submitted."""
        return not self.last.number and self.first_day is not None
