"""Facts that a verb tells others of, once what it did is committed.

The tools publish; whoever cares listens (`openedx/listeners.py`: completion, the grade book, the tracking log). So a verb has
the same consequences whoever calls it. Events carry keys and numbers, never a word that a person wrote.

Who must not miss one records it: a recorder is called in the verb's own transaction, so that what it writes is there if and
only if the verb's work is (the notices, docs/adr/0026).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

from .actor import Actor
from .transactions import is_given_up

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that a person did, or that came of it, in one block of a course."""

    course_key: str
    usage_key: str


@dataclass(frozen=True, kw_only=True)
class CompletionChanged(Event):
    """How much of a block a person has done: `share` from 0 to 1."""

    user_id: int
    share: float


@dataclass(frozen=True, kw_only=True)
class GradeChanged(Event):
    """What a person has earned in a block, of `possible` points. `anonymous_id` is whom the grade book knows them as."""

    anonymous_id: str
    earned: float
    possible: float


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    """That a person used a verb that others may want to count. `ids` say on what. A guest has no `user_id`, but a `seat_id`."""

    verb: str
    user_id: int | None
    seat_id: int | None = None
    ids: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NoticesWait(Event):
    """That somebody is to be told of something soon."""


@dataclass(frozen=True, kw_only=True)
class LettersWait(Event):
    """That letters with personal links are to be sent soon."""


@dataclass(frozen=True, kw_only=True)
class MailLost(Event):
    """That somebody was to be told something by mail and was not reached: nobody tries any more.

    `kind` and `ids` say of what: those of the verb that told it.
    """

    kind: str
    ids: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlacementsChanged(Event):
    """That something of how these placements stand may be otherwise now (core/standing.py)."""

    placement_ids: tuple[int, ...]


Kind = TypeVar("Kind", bound=Event)
_listeners: dict[type[Event], list[Callable[[Any], Any]]] = {}
_recorders: dict[type[Event], list[Callable[[Any], Any]]] = {}


def record(kind: type[Kind], recorder: Callable[[Kind], Any]) -> None:
    """Have `recorder` called with each event of a kind that is published, before the commit. Twice is once."""
    known = _recorders.setdefault(kind, [])
    if recorder not in known:
        known.append(recorder)


def listen(kind: type[Kind], receiver: Callable[[Kind], Any]) -> None:
    """Have `receiver` called with each event of a kind. Listening twice is listening once."""
    known = _listeners.setdefault(kind, [])
    if receiver not in known:
        known.append(receiver)


def publish(event: Event) -> None:
    """Tell all who record it now, and all who listen once the transaction at hand is committed; now where there is none."""
    _write_down(event)
    transaction.on_commit(partial(deliver, event))


def completed(actor: Actor, usage_key: str, share: float) -> None:
    """Tell how much of a block somebody with an account has done, under the lock by which it was counted."""
    deliver(CompletionChanged(course_key=actor.course_key, usage_key=usage_key, user_id=actor.account, share=share))


def happened(actor: Actor, verb: str, usage_key: str, **ids: int) -> None:
    """Publish that somebody who is known used a verb, by their account or from a seat."""
    publish(_use_of(verb, actor, usage_key, ids))


def confided(actor: Actor, verb: str, **ids: int) -> None:
    """Tell those alone who record it that somebody used a verb for what stays between few: no tracking log hears of it."""
    _write_down(_use_of(verb, actor, "", ids))


def _use_of(verb: str, actor: Actor, usage_key: str, ids: Mapping[str, int]) -> Happened:
    who = None if actor.is_guest else actor.account
    return Happened(
        course_key=actor.course_key, usage_key=usage_key, verb=verb, user_id=who, seat_id=actor.seat_id, ids=ids
    )  # fmt: skip


def _write_down(event: Event) -> None:
    for recorder in _recorders.get(type(event), []):
        _told(recorder, event)


def changed(course_key: str, *placement_ids: int) -> None:
    """Publish that something of placements of a course is otherwise by what `happened` does not tell: most of it is typed."""
    publish(PlacementsChanged(course_key=course_key, usage_key="", placement_ids=placement_ids))


def deliver(event: Event) -> bool:
    """Tell all who listen now. Return whether each of them took it: what fails there undoes nothing, and is logged.

    For what is counted under a lock: told before that is released, a newer count is never told before an older one. The log
    has the kind of error and not its message, which may quote what a person wrote.
    """
    taken = [_told(receiver, event) for receiver in _listeners.get(type(event), [])]
    return all(taken)


def _told(receiver: Callable[[Any], Any], event: Event) -> bool:
    try:
        with transaction.atomic():
            return receiver(event) is not False
    except Exception as error:
        if is_given_up(error):  # the database has undone all of it: whoever runs the transaction begins again
            raise
        log.error("internship_xblock: %s of %s was not taken: %s", type(event).__name__, event.usage_key, type(error).__name__)
        return False
