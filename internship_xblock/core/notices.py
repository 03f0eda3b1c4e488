"""What a tool can tell people of: that somebody did something another should know, and that a day is near.

A tool names its kinds in `Tool.notices` ("web.notices:KINDS"). Which of them are sent, when and how, is the business of the
notices tool; this file knows none. A notice says who did what kind of thing, never what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .actor import Actor, Identity
from .errors import Words
from .events import Happened
from .tools import every


@dataclass(frozen=True)
class Recipient:
    """Who is told, by account or by seat; in which placement, None for what is in none.

    `read_upto` is how far they have read what is told once until they read on (`NoticeKind.is_once`).
    """

    placement_id: int | None
    user_id: int | None = None
    seat_id: int | None = None
    read_upto: int = field(default=0, compare=False)

    @property
    def identity(self) -> Identity:
        return Identity(self.user_id, self.seat_id)


@dataclass(frozen=True)
class Said:
    """A notice in the reader's language: a whole sentence, what they can do about it, and the path where they do."""

    sentence: str
    action: str
    address: str


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """Something that one person did and others are told of.

    `told` names them when it happens, in the transaction of the verb; whoever did it is left out, unless `tells_doer`. `say` is
    asked when the notice is sent, as the reader, and through the tool's api: None where it is no longer true, or not theirs to
    know. It marks nothing as read.
    """

    key: str
    verbs: tuple[str, ...]
    label: Words  # what happens: "Somebody comments on the plan"
    to: Words  # who is told: "Everybody in the placement"
    told: Callable[[Happened], Sequence[Recipient]]
    say: Callable[[Actor, Happened], Said | None]
    concerns_signature: bool = False  # sent also to those who want to hear of nothing else
    why: Words = ""  # why one gets it, a sentence, where it is in no placement
    tells_doer: bool = False  # where the reader is to know that it was they: or that somebody else passes for them
    is_confided: bool = False  # that somebody was to be told is not told to others either
    corrects: str = ""  # the kind that this takes back: only those are told who were sent that one
    about: str = ""  # which of the event's ids both are about
    is_once: bool = False  # whoever was told is told again only once they have read on: `Recipient.read_upto` has grown


@dataclass(frozen=True)
class Due:
    """A reminder that somebody is to get on the morning of `on`. `key` names it once and for all; `ids` are for `say`."""

    key: str
    on: date
    recipient: Recipient
    usage_key: str
    ids: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A placement whose days are looked through: who sits in it, and which day it is there."""

    id: int
    course_key: str
    today: date
    people: Sequence[tuple[str, Recipient]]  # the role of each who can be told


@dataclass(frozen=True, kw_only=True)
class ReminderKind:
    """A notice by the calendar. Both functions take many placements at once, with a constant number of queries.

    `find` returns what is due today or tomorrow. `look` is asked again when they are sent and returns what `say` needs to know
    of each placement; what is not there any more is not said.
    """

    key: str
    label: Words
    to: Words
    find: Callable[[Sequence[Place]], Sequence[Due]]
    look: Callable[[Collection[int]], Mapping[int, Any]]
    say: Callable[[Actor, Happened, Any, date], Said | None]
    concerns_signature: bool = False


Kind = NoticeKind | ReminderKind


def kinds() -> Mapping[str, Kind]:
    """Return all that the tools can tell, by their keys, in the order of the tools."""
    return {kind.key: kind for tool in every() if tool.notices for kind in tool.load(tool.notices)}
