"""Until when answers are checked, in how many attempts, and who is told what is right.

The dates and `show_correctness` are the platform's: the block has them for the learner who asks, with their own extension.
As for the platform's problems, nothing is checked after the due date and its period of grace, and whether an answer was right
is told to all, to nobody, or once that is over. Course staff are told in any case but "never".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

ALWAYS, NEVER, PAST_DUE = "always", "never", "past_due"


@dataclass(frozen=True)
class Terms:
    """`attempts_allowed`: how often a learner may have the answer to a step checked, 0 for as often as they like."""

    due: datetime | None = None
    grace: timedelta = timedelta()
    show_correctness: str = ALWAYS
    attempts_allowed: int = 0

    @property
    def closes_at(self) -> datetime | None:
        """Return when the due date and its period of grace are over; None where nothing ends."""
        return None if self.due is None else self.due + self.grace

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and timezone.now() > self.closes_at

    def hides_correctness(self, *, is_staff: bool) -> bool:
        """Whether this person is not told (yet) what was right."""
        if self.show_correctness == NEVER:
            return True
        return self.show_correctness == PAST_DUE and not is_staff and self.closes_at is not None and not self.is_closed


USUAL = Terms()


def terms_of(block: Any) -> Terms:
    """What the platform's fields say for whoever asks, with their own extension; not every runtime has them on its blocks."""
    due, grace, shows = (getattr(block, name, None) for name in ("due", "graceperiod", "show_correctness"))
    return Terms(
        due=due if isinstance(due, datetime) and due.tzinfo is not None else None,
        grace=grace if isinstance(grace, timedelta) else timedelta(),
        show_correctness=shows if shows in (NEVER, PAST_DUE) else ALWAYS,
        attempts_allowed=max(0, block.attempts_allowed or 0),
    )
