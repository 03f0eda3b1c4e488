"""Moving the days of a placement, for its page, which does not know which tool has them.

A tool that plans days says in its `tool.py` what it would move, and moves it (`Tool.moving`, an object of this protocol). What
was agreed stays agreed: whoever keeps drafts and versions moves the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from .actor import Actor
from .errors import Words
from .tools import every


@dataclass(frozen=True)
class Wanted:
    """How somebody wants to move the days: by weeks, or so that the first or the last one is another. One of them is given."""

    weeks: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Moved:
    """One thing with its days in words, before and after; the same, `why` in words, where it stays."""

    what: Words
    before: str
    after: str
    why: Words = ""


@dataclass(frozen=True)
class Move:
    """What would follow, to be read before it is done. `shown` is the digest of it, by which it is done.

    `notes` say what else is to be known: what stays agreed until when, weekdays that change. `address` is where the days stand.
    """

    moving: Sequence[Moved]
    staying: Sequence[Moved]
    days: int
    shown: str
    notes: Sequence[str] = ()
    address: str = ""


class Moves(Protocol):
    """What a tool answers: both raise Invalid at the fields of `Wanted`, NotAllowed for who may not."""

    def may(self, actor: Actor, placement: Any) -> bool:
        """Return whether this person may move anything at all. No query."""

    def look(self, actor: Actor, placement: Any, wanted: Wanted) -> Move | None:
        """Return what would move; None where this tool has no days in the placement."""

    def move(self, actor: Actor, placement: Any, wanted: Wanted, shown: str) -> Move | None:
        """Move it, if it still is what was shown."""


def moves() -> list[Moves]:
    """Return what the tools have that can be moved."""
    return [tool.load(tool.moving) for tool in every() if tool.moving]
