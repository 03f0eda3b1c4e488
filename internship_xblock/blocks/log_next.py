"""What a log's "What next" stands on: from the tools' answers to the sentences of tools/logs/words.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..tools.actor import Actor
from ..tools.logs import words
from ..tools.logs.api import WaitingPage
from ..tools.permissions import Role
from ..tools.placements.api import PlacementView

if TYPE_CHECKING:
    from ..tools.logs.values import Summary
    from .log_screen import Card


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
    others = [party for party in place.parties if party.has_joined and party.user_id != actor.user_id]
    mentors = [party.name or party.role_label for party in others if party.role == Role.MENTOR]
    heard = [card.entry for card in cards if card.entry.has_news and card.entry.may_comment and not card.entry.is_mine]
    return words.next_steps(
        summary, mentors=mentors, may_write=may_write, may_answer=not place.roles.isdisjoint({Role.MENTOR, Role.SUPERVISOR}),
        has_answerers=any(party.role in (Role.MENTOR, Role.SUPERVISOR) for party in others),
        waiting=waits.to_answer, heard=heard,
        waiting_for=[words.listed(row.names) for row in waits.waiting if row.entry_id is None],
        first_theirs=max(0, summary.others_waiting - waits.to_answer_at) if is_second(place) else 0,
        replies=waits.replies - len(waits.replies_here & {entry.id for entry in heard}),
        writers=[party.name or party.role_label for party in place.parties if party.role == "student" and party.has_joined],
        asked=[card.entry for card in cards if card.entry.is_mine and card.entry.is_withheld],
        returned=[card.entry for card in cards if card.is_returned],
        answered=[card.entry for card in cards if card.is_my_turn],
    )  # fmt: skip


def is_second(place: PlacementView) -> bool:
    """Return whether the mentor is asked before this person, who may answer as well."""
    return Role.SUPERVISOR in place.roles and Role.MENTOR not in place.roles


def has_other_student(place: PlacementView, actor: Actor) -> bool:
    """Return whether the log is somebody else's first of all: then answering comes before writing."""
    return "student" not in place.roles and any(party.role == "student" and party.has_joined for party in place.parties)
