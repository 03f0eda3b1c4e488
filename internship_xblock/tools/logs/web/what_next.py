"""What a log's "What next" stands on: from the tools' answers to the sentences of words.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....core.actor import Actor
from ....core.permissions import Role
from ...placements.api import PartyRow, PlacementView
from ..api import WaitingPage
from .entries import words

if TYPE_CHECKING:
    from ..values import Summary
    from .entries.card import Card


def steps(
    actor: Actor,
    place: PlacementView,
    summary: Summary,
    *,
    may_write: bool,
    cards: Sequence[Card],
    waits: WaitingPage,
) -> list[words.Step]:
    """Return who does what next. What a card calls waiting, and what the list of those who wait names, is never "nothing"."""
    if actor.masquerading:
        return [words.looked_at()]
    heard = [card.entry for card in cards if card.is_heard_of]
    return words.next_steps(
        summary, mentors=_mentors(place, actor), may_write=may_write,
        may_answer=not place.roles.isdisjoint({Role.MENTOR, Role.SUPERVISOR}),
        waiting=waits.to_answer, heard=heard, waiting_for=_waited_for(waits),
        first_theirs=_first_for_mentors(place, summary, waits),
        replies=waits.replies - len(waits.replies_here & {entry.id for entry in heard}),
        writers=_writers(place), has_left=any(_has_left(party) for party in place.parties if party.role == Role.STUDENT),
        asked=[card.entry for card in cards if card.is_to_decide],
        returned=[card.entry for card in cards if card.is_returned],
        answered=[card.entry for card in cards if card.is_my_turn],
    )  # fmt: skip


def has_other_student(place: PlacementView, actor: Actor) -> bool:
    """Return whether the log is somebody else's first of all: then answering comes before writing."""
    return Role.STUDENT not in place.roles and any(_writes_here(party) for party in place.parties)


def is_own_first(place: PlacementView, actor: Actor, summary: Summary) -> bool:
    """Return whether writing comes first here for somebody who may write: they have begun, or it is nobody else's log."""
    return summary.own > 0 or not has_other_student(place, actor)


def is_second(place: PlacementView) -> bool:
    """Return whether the mentor is asked before this person, who may answer as well."""
    return Role.SUPERVISOR in place.roles and Role.MENTOR not in place.roles


def _mentors(place: PlacementView, actor: Actor) -> list[str]:
    """Return the names of the mentors who have joined, save this person."""
    mentors = [party for party in place.parties if party.role == Role.MENTOR and party.has_joined]
    return [party.name or party.role_label for party in mentors if not party.is_of(actor)]


def _writers(place: PlacementView) -> list[str]:
    return [party.name or party.role_label for party in place.parties if _writes_here(party)]


def _waited_for(waits: WaitingPage) -> list[str]:
    """Return the names whom each entry waits for that this person may know of and not read."""
    return [words.listed(row.names) for row in waits.waiting if row.entry_id is None]


def _first_for_mentors(place: PlacementView, summary: Summary, waits: WaitingPage) -> int:
    """Return how many entries here wait for the mentor first, where this person may answer them as the supervisor."""
    return 0 if not is_second(place) else max(0, summary.others_waiting - waits.to_answer_at)


def _writes_here(party: PartyRow) -> bool:
    return party.role == Role.STUDENT and party.has_joined


def _has_left(party: PartyRow) -> bool:
    return party.has_left
