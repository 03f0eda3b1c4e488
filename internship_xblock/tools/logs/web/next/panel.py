"""What a log's own panel says: from its cards, what stands before them and who waits, in the sentences of words.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .....core.actor import Actor, Identity
from .....core.permissions import Role
from .....core.today import Todo, grouped
from ....placements.api import PartyRow, PlacementView
from ....reviews.api import SUBMITTED
from ...api import EntryView, OpenEntry, WaitingPage, WaitingRow
from ...comments import open_entries as asks
from ...readers import rights
from . import words

if TYPE_CHECKING:
    from ...values import Summary
    from ..entries.card import Card


LISTED = (asks.ANSWER, asks.ASK, asks.READ)  # what the list of those who wait says, of all logs of the course


@dataclass(frozen=True)
class Step:
    """A line of the panel; `place` is where it is done, where that stands on the page."""

    words: str
    action: str = ""
    place: str = ""


def steps(
    actor: Actor,
    place: PlacementView,
    summary: Summary,
    *,
    html_id: str,
    may_write: bool,
    cards: Sequence[Card],
    waits: WaitingPage,
    earlier: Sequence[OpenEntry] = (),
    draft: EntryView | None = None,
) -> list[Step]:
    """Return who does what next. What a card calls waiting, and what the list of those who wait names, is never "nothing".

    `earlier` is what the entries ask that have no card on this screen, because the log is longer.
    """
    if actor.masquerading:
        return [Step(words.looked_at())]
    linked = {card.entry.id for card in cards if card.entry.is_shared} | {one.id for one in earlier}
    entries = [*_on_cards(actor, place, cards), *_beyond(place, cards, waits, earlier)]
    if draft is not None:  # the form in which one goes on
        entries.append(OpenEntry(asks.SHARE, place, draft.usage_key, draft.id, draft.date, draft.author_name))
    entries.sort(key=lambda one: words.ORDER.index(one.asks))
    todos = [words.said_of(one, f"#{html_id}-e{one.id}-title" if one.id in linked else "") for one in entries]
    if may_write and not summary.own:
        todos.append(words.first_entry(place, ""))
    found = [
        _step(group.sentence, group.todos) for group in grouped(todos, words.COUNTED, totals=_totals(place, summary, waits))
    ]
    return found or [_otherwise(place, may_write)]


def _otherwise(place: PlacementView, may_write: bool) -> Step:
    """What is said where nothing asks for anybody."""
    has_left = any(_has_left(party) for party in place.parties if party.role == Role.STUDENT)
    writers = words.writers_of(place)
    may_answer = not place.roles.isdisjoint(rights.ANSWERERS) and not (has_left and not writers)
    return Step(words.otherwise(place, may_write, may_answer, writers))


def _step(counted: str, todos: Sequence[Todo]) -> Step:
    first = todos[0]
    place = first.place if first.action else ""
    return Step(counted or first.sentence, first.action if place else "", place)


def _on_cards(actor: Actor, place: PlacementView, cards: Sequence[Card]) -> Iterator[OpenEntry]:
    """What the entries on this screen ask, save who waits for the actor: that is said of all logs."""
    for card in cards:
        entry = card.entry
        known = (place, entry.usage_key, entry.id, entry.date, entry.author_name)
        if card.is_returned:
            yield OpenEntry(asks.CHANGE, *known, since=entry.shared_at)
        if card.is_my_turn:
            yield OpenEntry(asks.REPLY, *known, name=entry.last_turn_name, since=entry.last_turn_at)
        if card.is_to_decide:
            name = entry.request.name if entry.request is not None else ""
            yield OpenEntry(asks.DECIDE, *known, name=name, since=entry.shared_at)
        if card.is_heard_of:
            yield OpenEntry(asks.READ, *known, name=entry.last_turn_name or entry.author_name, since=entry.last_turn_at)
        if entry.is_mine:
            yield from _on_own(actor, place, card)
        elif entry.waits and entry.may_comment:
            author = Identity(entry.author_id)
            if asks.who_is_asked(place, author, entry.waiting_days) == asks.THEIRS:
                yield OpenEntry(asks.THEIRS, *known, names=rights.mentors_of(place, author), since=entry.shared_at)


def _on_own(actor: Actor, place: PlacementView, card: Card) -> Iterator[OpenEntry]:
    """What an entry of the actor's own waits for: to be shared, to be answered, or to be submitted again."""
    entry = card.entry
    known = (place, entry.usage_key, entry.id, entry.date, entry.author_name)
    if not entry.is_shared:
        yield OpenEntry(asks.SHARE, *known)
    if entry.waits:
        what = asks.who_answers(actor, place, entry.sharing)
        if what == asks.REVIEWED and card.standing is not None and card.standing.status != SUBMITTED:
            if not card.is_reset:
                return  # a reviewer has answered
            what = asks.RESET
        yield OpenEntry(what, *known, names=rights.mentors_of(place, actor.identity), since=entry.shared_at)


def _beyond(
    place: PlacementView, cards: Sequence[Card], waits: WaitingPage, earlier: Sequence[OpenEntry]
) -> Iterator[OpenEntry]:
    """What entries ask that have no card here: of this log, and of whom one is told in all logs of the course."""
    yield from (one for one in earlier if one.asks not in LISTED)
    yield from _waiting(place, waits, {card.entry.id for card in cards if card.is_heard_of})


def _waiting(place: PlacementView, waits: WaitingPage, heard: set[int]) -> Iterator[OpenEntry]:
    for row in waits.waiting:
        yield _row(place, row, asks.ANSWER if row.entry_id is not None else asks.ASK)
    for row in waits.unread:
        if row.entry_id not in heard:
            yield _row(place, row, asks.READ)


def _row(place: PlacementView, row: WaitingRow, what: str) -> OpenEntry:
    return OpenEntry(
        what, place, row.usage_key, row.entry_id, row.day, row.author_name, row.author_name, row.names, since=row.shared_at
    )


def _totals(place: PlacementView, summary: Summary, waits: WaitingPage) -> Mapping[str, int]:
    """How many there are of each kind, also of those that are not on this screen."""
    return {
        "log.share": summary.own_drafts, "log.unheard": summary.own_unheard,
        "log.waits": summary.own_waiting - summary.own_unheard - summary.own_reviewed, "log.answer": waits.to_answer,
        "log.theirs": _first_for_mentors(place, summary, waits),
    }  # fmt: skip


def has_other_student(place: PlacementView, actor: Actor) -> bool:
    """Return whether the log is somebody else's first of all: then answering comes before writing."""
    return Role.STUDENT not in place.roles and any(_writes_here(party) for party in place.parties)


def is_own_first(place: PlacementView, actor: Actor, summary: Summary) -> bool:
    """Return whether writing comes first here for somebody who may write: they have begun, or it is nobody else's log."""
    return summary.own > 0 or not has_other_student(place, actor)


def is_second(place: PlacementView) -> bool:
    """Return whether the mentor is asked before this person, who may answer as well."""
    return Role.SUPERVISOR in place.roles and Role.MENTOR not in place.roles


def _first_for_mentors(place: PlacementView, summary: Summary, waits: WaitingPage) -> int:
    """Return how many entries here wait for the mentor first, where this person may answer them as the supervisor."""
    return 0 if not is_second(place) else max(0, summary.others_waiting - waits.to_answer_at)


def _writes_here(party: PartyRow) -> bool:
    return party.role == Role.STUDENT and party.has_joined


def _has_left(party: PartyRow) -> bool:
    return party.has_left
