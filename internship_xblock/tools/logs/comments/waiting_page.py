"""Who waits for an answer, as a screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .workdays import ANSWER_DAYS


@dataclass(frozen=True)
class WaitingRow:
    """An entry nobody has answered, for somebody who should know. `days` are working days since it was shared.

    With `is_reply` it is one this person has spoken about, and its author has replied since: unread, and nothing waits.
    `entry_id` is None where this person may know that it waits, and not read it: then `names` are whom it waits for.
    """

    entry_id: int | None
    placement_id: int
    usage_key: str
    author_name: str
    day: date | None
    shared_at: datetime
    days: int
    names: tuple[str, ...] = ()
    is_reply: bool = False

    @property
    def is_overdue(self) -> bool:
        return not self.is_reply and self.days >= ANSWER_DAYS


@dataclass(frozen=True)
class WaitingPage:
    """Some of those who wait: `waiting` for an answer, the longest first, and `unread` replies, the oldest first.

    `entries` and `replies` are how many there are from this page on; `to_answer` are those of `entries` that this person may
    read, `to_answer_at` those of them in the log asked about, `replies_here` those of the entries asked about that have an
    unread reply. `after` is the way to more.
    """

    waiting: tuple[WaitingRow, ...] = ()
    unread: tuple[WaitingRow, ...] = ()
    entries: int = 0
    replies: int = 0
    to_answer: int = 0
    to_answer_at: int = 0
    replies_here: frozenset[int] = frozenset()
    after: str = ""

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """What stands on this page of a list of all: first everybody who waits, then the replies."""
        return self.waiting if self.after.startswith("e") else (*self.waiting, *self.unread)

    @property
    def more(self) -> int:
        """How many come after this page of a list of all."""
        return self.entries + self.replies - len(self.rows)
