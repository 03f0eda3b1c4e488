"""What the training api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ...core.language import formats
from . import levels
from .levels import CERTIFIED, level_label, rank


@dataclass(frozen=True)
class Lesson:
    """A lesson as it was when somebody completed it."""

    title: str
    outcomes: tuple[str, ...] = ()
    minutes: int = 0
    minutes_at_work: int = 0

    @classmethod
    def of(cls, kept: Any) -> Lesson:
        """Read what a row holds, whatever it is."""
        said: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
        outcomes = said.get("outcomes")
        whole = (said.get(name) for name in ("minutes", "minutes_at_work"))
        return cls(
            str(said.get("title") or ""),
            tuple(str(one) for one in outcomes) if isinstance(outcomes, list) else (),
            *(number if isinstance(number, int) else 0 for number in whole),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """What a row holds of it."""
        return {
            "title": self.title, "outcomes": list(self.outcomes), "minutes": self.minutes,
            "minutes_at_work": self.minutes_at_work,
        }  # fmt: skip


@dataclass(frozen=True)
class Trained:
    """A level that somebody earned in a course. `until` is the last day on which it is valid.

    `covers` are the lessons, where they were asked for: they are a document of their own.
    """

    level: str
    course_key: str
    earned_at: datetime
    until: date
    covers: tuple[Lesson, ...] = ()

    @property
    def label(self) -> str:
        return level_label(self.level)

    @property
    def is_certified(self) -> bool:
        return self.level == CERTIFIED

    @property
    def is_valid(self) -> bool:
        return self.until >= timezone.localdate()

    @property
    def renewable_from(self) -> date:
        """The first day on which it can be renewed, and on which one is asked to."""
        return levels.renewable_from(self.until)

    @property
    def can_be_renewed(self) -> bool:
        return self.renewable_from <= timezone.localdate()

    @property
    def is_to_renew(self) -> bool:
        """Whether one is asked to renew it, unless another one makes up for it (`api.to_renew`)."""
        return self.can_be_renewed and timezone.localdate() <= levels.asked_until(self.until)

    @property
    def rank(self) -> tuple[int, date]:
        """What says which of somebody's levels counts for others: the highest, of these the one that lasts longest."""
        return rank(self.level), self.until

    @property
    def in_words(self) -> str:
        """What stands beside a name: "Ready to host, until Nov 2031"."""
        return _("%(level)s, until %(month)s") % {"level": self.label, "month": formats.month_and_year(self.until)}
