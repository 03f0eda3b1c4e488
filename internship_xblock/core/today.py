"""What somebody is to do, as each tool says it: plain values, made when they are read and never stored.

A tool names in its `tool.py` a function (`Tool.today`) that says for one person and their placements what waits, for whom and
since when; which days come; and how things stand. Nothing of it is kept, so it is true when it is read, and gone when done.
The screen of one placement ("What next") and the page of all of them (Today) are told by the same functions.

Sentences are in the reader's language, whole: they name the person and the thing, for they stand alone in a list. A mail
tells once what happened, in sentences of its own (core/notices.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from .actor import Actor
from .times import Slot
from .tools import every

GOOD, MIND, WRONG, QUIET = "good", "mind", "wrong", "quiet"  # the tones of a state, as the look has them


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One thing that somebody is to do: the reader (`is_mine`), or others, for whom the reader waits.

    `kind` is what is to be done, the same for all of its kind ("plan.sign"); a longer list is grouped by it. `address` is where
    it is done, with the place on the page behind its "#"; "" where nothing can be pressed. `since`: from when on it has waited,
    None where nobody waits for it. `who` is the person whom it is about, with the key of their role.
    """

    kind: str
    sentence: str
    action: str = ""
    address: str = ""
    since: datetime | None = None
    is_mine: bool = True
    who: str = ""
    role: str = ""

    @property
    def place(self) -> str:
        """The place on the page, for a link on that page itself."""
        return self.address.partition("#")[2]


@dataclass(frozen=True, kw_only=True)
class NextDate:
    """A day to come, and what it brings. `key` names a conversation within its placement, together with its day.

    `time`: from when to when, where people chose that.
    """

    day: date
    sentence: str
    address: str = ""
    placement_id: int = 0
    key: str = ""
    time: Slot | None = None


@dataclass(frozen=True, kw_only=True)
class State:
    """How far something in a placement is: "Version 2 · approved". `group` is what all that stand like it are called.

    `title` names what it is that stands so, for a list of unlike things. `sentences` say the same to somebody who has it open,
    with what follows from it. `since`: the day from which it is so, where the tool knows it; `kind` is what stands so, by a key
    of the tool's. `is_stuck`: nothing moves there until somebody asks.
    """

    placement_id: int
    words: str
    title: str = ""
    tone: str = QUIET
    group: str = ""
    address: str = ""
    sentences: tuple[str, ...] = ()
    kind: str = ""
    since: date | None = None
    is_stuck: bool = False


@dataclass(frozen=True, kw_only=True)
class Period:
    """A dated stretch of a placement, under the name that people gave it ("": none)."""

    first: date
    last: date
    name: str = ""
    placement_id: int = 0


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A day on which people planned to talk, past or to come. `about`: what they want to talk about, as they wrote it.

    `key` names it within its placement, together with its day. `state` says what became of it, "" where nobody says.
    `time`: from when to when, where people chose that; `day` is the day of it then.
    """

    day: date
    words: str
    about: str = ""
    address: str = ""
    placement_id: int = 0
    key: str = ""
    state: str = ""
    time: Slot | None = None


@dataclass(frozen=True, kw_only=True)
class Week:
    """How many entries that the reader may read were written of the days of a week."""

    monday: date
    entries: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document to read or to take along. `files` are its formats with their addresses."""

    title: str
    address: str
    files: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where somebody in a placement can go at any time, whatever waits there."""

    placement_id: int
    words: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one tool says. `is_cut`: there are more todos still.

    `periods`, `meetings`, `weeks` and `papers` are what the page of one placement shows besides. `stays` are the first and the
    last day of placements, for what is said after it.

    `counted` says, by the kind of a todo, how many of them there are, in words with %(n)d: lazy ones that are chosen by the
    number, which have no type.
    """

    todos: Sequence[Todo] = ()
    dates: Sequence[NextDate] = ()
    states: Sequence[State] = ()
    periods: Sequence[Period] = ()
    meetings: Sequence[Meeting] = ()
    weeks: Sequence[Week] = ()
    papers: Sequence[Paper] = ()
    ways: Sequence[Way] = ()
    stays: Mapping[int, tuple[date, date]] = field(default_factory=dict)
    counted: Mapping[str, Any] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def mine(self) -> list[Todo]:
        """What the reader is to do, who has waited longest first."""
        return in_order(todo for todo in self.todos if todo.is_mine)

    @property
    def others(self) -> list[Todo]:
        """What others are to do."""
        return in_order(todo for todo in self.todos if not todo.is_mine)


@dataclass(frozen=True)
class Group:
    """Todos of one kind: one, or several behind what counts them."""

    todos: Sequence[Todo]
    sentence: str = ""

    @property
    def first(self) -> Todo:
        return self.todos[0]

    @property
    def is_several(self) -> bool:
        return bool(self.sentence)


@dataclass
class Agenda:
    """What is said, as a screen shows it: the one thing on top, then all else."""

    part: Part

    @cached_property
    def first(self) -> Todo | None:
        """The one thing: what somebody has waited for longest, that can be pressed."""
        return next((todo for todo in self.part.mine if todo.action), None)

    @cached_property
    def rest(self) -> list[Group]:
        """All else that is mine to do, without the first."""
        return grouped([todo for todo in self.part.mine if todo is not self.first], self.part.counted)

    @cached_property
    def others(self) -> list[Group]:
        return grouped(self.part.others, self.part.counted)


def joined(parts: Iterable[Part]) -> Part:
    """Return what several tools say as one."""
    said = list(parts)

    def every_one(name: str) -> list[Any]:
        return [one for part in said for one in getattr(part, name)]

    alike = {name: every_one(name) for name in ("todos", "states", "weeks", "papers", "ways")}
    return Part(
        **alike,
        dates=sorted(every_one("dates"), key=lambda one: one.day),
        periods=sorted(every_one("periods"), key=lambda one: (one.first, one.last)),
        meetings=sorted(every_one("meetings"), key=lambda one: one.day),
        stays={pk: days for part in said for pk, days in part.stays.items()},
        counted={kind: words for part in said for kind, words in part.counted.items()},
        is_cut=any(part.is_cut for part in said),
    )


def in_order(todos: Iterable[Todo]) -> list[Todo]:
    """Return todos, the one that somebody has waited for longest first; last what nobody waits for."""
    return sorted(todos, key=lambda todo: (todo.since is None, todo.since or _LAST))


def grouped(
    todos: Sequence[Todo], counted: Mapping[str, Any], *, alone: int = 2, totals: Mapping[str, int] | None = None
) -> list[Group]:
    """Return todos in their order, those of one kind together where there are more of it than `alone`.

    A group stands where its first one stood. `totals` say of some kinds how many there are in all, those included that are
    not among the todos: what is more than they are is said by its number. 0 for what is not said.
    """
    kinds: dict[str, list[Todo]] = {}
    for todo in todos:
        kinds.setdefault(todo.kind, []).append(todo)
    groups = []
    for todo in todos:
        same = kinds[todo.kind]
        total = (totals or {}).get(todo.kind, len(same))
        if total and ((total <= alone and total <= len(same)) or todo.kind not in counted):
            groups.append(Group([todo]))
        elif total and todo is same[0]:
            groups.append(Group(same, str(counted[todo.kind] % {"n": total})))
    return groups


def day_as_moment(day: date) -> datetime:
    """Return a day as a moment, for the order of what waits since then."""
    return datetime.combine(day, time(), tzinfo=UTC)


def said_by_all(actor: Actor, placements: Sequence[object]) -> Part:
    """Return what all tools say to somebody of these placements of theirs, which are PlacementViews. Constant queries.

    A tool that says something of what others say (what became of a day that a plan names) has it before it.
    """
    said = joined(tool.load(tool.today)(actor, placements) for tool in every() if tool.today)
    for tool in every():
        if tool.today_after:
            said = tool.load(tool.today_after)(actor, placements, said)
    return said


def said_to_overseers(placements: Sequence[object]) -> Part:
    """Return what all tools say of these placements to who has no part in them, nothing that was written. Constant queries."""
    return joined(tool.load(tool.overseen)(placements) for tool in every() if tool.overseen)


def said_of_own(actor: Actor) -> Part:
    """Return what all tools say to somebody outside any placement, of the actor's course or of all. Constant queries."""
    return joined(tool.load(tool.today_own)(actor) for tool in every() if tool.today_own)


def queued(actor: Actor) -> Part:
    """Return what waits in the actor's course for its staff, by all tools. Constant queries."""
    return joined(tool.load(tool.queue)(actor) for tool in every() if tool.queue)


_LAST = datetime.max.replace(tzinfo=UTC)
