"""What a log's "What next" stands on: from the tools' answers to the sentences of tools/logs/words.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....core.actor import Actor
from ....core.permissions import Role
from ...placements.api import PlacementView
from ..api import WaitingPage
from . import words

if TYPE_CHECKING:
    from ..values import Summary
    from .screen import Card


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
    others = [party for party in place.parties if party.has_joined and party.user_id != actor.user_id]
    mentors = [party.name or party.role_label for party in others if party.role == Role.MENTOR]
    heard = [card.entry for card in cards if card.entry.has_news and card.entry.may_comment and not card.entry.is_mine]
    is_second = Role.SUPERVISOR in place.roles and Role.MENTOR not in place.roles
    return words.next_steps(
        summary, mentors=mentors, may_write=may_write, may_answer=not place.roles.isdisjoint({Role.MENTOR, Role.SUPERVISOR}),
        waiting=waits.to_answer, heard=heard,
        waiting_for=[words.listed(row.names) for row in waits.waiting if row.entry_id is None],
        first_theirs=max(0, summary.others_waiting - waits.to_answer_at) if is_second else 0,
        replies=waits.replies - len(waits.replies_here & {entry.id for entry in heard}),
        writers=[party.name or party.role_label for party in place.parties if party.role == "student" and party.has_joined],
        has_left=any(party.role == "student" and party.joined_at and not party.has_joined for party in place.parties),
        asked=[card.entry for card in cards if card.entry.is_mine and card.entry.is_withheld],
        returned=[card.entry for card in cards if card.is_returned],
        answered=[card.entry for card in cards if card.is_my_turn],
    )  # fmt: skip


def has_other_student(place: PlacementView, actor: Actor) -> bool:
    """Return whether the log is somebody else's first of all: then answering comes before writing."""
    return "student" not in place.roles and any(party.role == "student" and party.has_joined for party in place.parties)
