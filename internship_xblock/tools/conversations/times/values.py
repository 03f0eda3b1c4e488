"""Times that were proposed, what people say of them, and what was chosen: plain values for reading. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ....core.actor import NOBODY, Actor, Identity
from ....core.times import Slot
from ...placements.api import PartyRow, PlacementView

YES, MAYBE, NO = "yes", "maybe", "no"
TICKS = (YES, MAYBE, NO)


@dataclass(frozen=True)
class Answer:
    """When one person can: what they ticked, by the key of each time."""

    who: Identity
    name: str
    ticks: Mapping[str, str]
    revision: int
    answered_at: datetime


@dataclass(frozen=True)
class Tally:
    """How many can at a time, of those who are to be there. `people` counts those who have not joined, too."""

    people: int
    yes: int
    maybe: int
    no: int

    @property
    def can_all(self) -> bool:
        return self.yes + self.maybe == self.people


@dataclass(frozen=True)
class Proposal:
    """Some times of which one is to be chosen, the earliest first, and what people say of them.

    `asked` are the uids of the parties who are to be there; empty for everybody.
    """

    slots: Sequence[Slot]
    place: str = ""
    link: str = ""
    asked: Sequence[str] = ()
    proposed_at: datetime | None = None
    who: Identity = NOBODY
    name: str = ""
    answers: Sequence[Answer] = ()

    @property
    def minutes(self) -> int:
        return self.slots[0].minutes

    @property
    def zone(self) -> str:
        return self.slots[0].zone

    def slot(self, key: str) -> Slot | None:
        return next((one for one in self.slots if one.key == key), None)

    def to_come(self, now: datetime) -> list[Slot]:
        """Return the times that can still be chosen."""
        return [one for one in self.slots if not one.has_begun(now)]

    def people(self, placement: PlacementView) -> list[PartyRow]:
        """Return the parties who are to be there: those who have joined, and those who are expected to."""
        return to_be_there(placement, self.asked)

    def answer_of(self, who: Identity) -> Answer | None:
        return next((one for one in self.answers if one.who.is_same(who)), None)

    def tick_of(self, party: PartyRow, slot: Slot) -> str:
        """Return what a party says of a time, "" for nothing. Whoever proposed it can, unless they say otherwise."""
        answer = self.answer_of(party.identity)
        said = answer.ticks.get(slot.key, "") if answer is not None else ""
        return said or (YES if party.identity.is_same(self.who) else "")

    def tally(self, placement: PlacementView, slot: Slot) -> Tally:
        people = self.people(placement)
        ticks = [self.tick_of(party, slot) for party in people]
        return Tally(len(people), ticks.count(YES), ticks.count(MAYBE), ticks.count(NO))

    def missing(self, placement: PlacementView, now: datetime) -> list[PartyRow]:
        """Return those who have joined and have not said of each time to come whether they can."""
        slots = self.to_come(now)
        joined = [party for party in self.people(placement) if party.has_joined]
        return [party for party in joined if not all(self.tick_of(party, slot) for slot in slots)]

    def is_asked(self, placement: PlacementView, actor: Actor) -> bool:
        """Return whether the actor is one of those who are to be there."""
        return any(party.is_of(actor) for party in self.people(placement))


@dataclass(frozen=True)
class Agreed:
    """When a conversation is held, and where. `is_off`: it was chosen once, and withdrawn."""

    slot: Slot
    place: str = ""
    link: str = ""
    attending: Sequence[str] = ()
    changed_at: datetime | None = None
    who: Identity = NOBODY  # whoever had proposed it
    chosen_by: str = ""
    is_off: bool = False


def to_be_there(placement: PlacementView, asked: Sequence[str]) -> list[PartyRow]:
    """Return the parties of a placement who are among `asked`, all of them for nobody in particular."""
    here = [party for party in placement.parties if (party.name or party.has_joined) and not party.has_left]
    return [party for party in here if not asked or party.uid in asked]
