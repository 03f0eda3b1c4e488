"""What the verbs for concerns return: plain values for reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ....core.actor import Identity
from ...placements.api import PartyRow, PlacementView


@dataclass(frozen=True)
class Contact:
    """Somebody of a placement whom one can turn to. `is_named`: the plan says so."""

    party: PartyRow
    is_named: bool = False


@dataclass(frozen=True)
class Route:
    """Whom to turn to when something is not right: what the plan says, and people with how to reach them.

    `recipients` are those of them to whom a concern can be sent here, `others` all whom it may be about.
    """

    escalation: str = ""
    university: str = ""
    contacts: tuple[Contact, ...] = ()
    recipients: tuple[PartyRow, ...] = ()
    others: tuple[PartyRow, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Who may read a concern beside its author, since when. `is_here`: they still take part in the placement."""

    who: Identity
    name: str
    added_at: datetime
    is_here: bool


@dataclass(frozen=True)
class Turn:
    """What somebody said about a concern; without a text, they were forgotten."""

    id: int
    who: Identity
    name: str
    text: str
    at: datetime
    is_of_author: bool
    is_mine: bool


@dataclass(frozen=True)
class ConcernView:
    """A concern as its author sees it, or one of its readers."""

    id: int
    placement: PlacementView
    author: Identity
    author_name: str
    text: str
    raised_at: datetime
    about: str
    closed_at: datetime | None
    closing: str
    readers: tuple[Reader, ...]
    turns: tuple[Turn, ...]
    is_mine: bool

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def about_party(self) -> PartyRow | None:
        """Whom it is about; None where its author did not say, or the seat is gone."""
        return next((party for party in self.placement.parties if self.about and party.uid == self.about), None)


@dataclass(frozen=True)
class OpenConcern:
    """Of a concern that is not closed, what those who know of it are told without opening it: nothing of its words.

    `waits_for_me`: the last word is not the reader's, and they are to say something; `since` then. `name`: who spoke last.
    """

    id: int
    placement: PlacementView
    is_mine: bool
    author_name: str
    author: Identity
    name: str
    waits_for_me: bool
    since: datetime
