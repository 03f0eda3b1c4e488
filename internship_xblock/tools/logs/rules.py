"""What an author sets for a log, and what follows from dates alone. Pure: no tables, no requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .prompts import DEFAULT

LEVELS_WIDE = ("private", "mentor", "supervisor", "cohort")  # from narrow to wide


@dataclass(frozen=True)
class LogRules:
    """An author's settings. `levels` are the levels that may be shared with; `weight` the points of one entry."""

    model: str = DEFAULT
    ask_hours: bool = True
    levels: tuple[str, ...] = ("mentor", "supervisor", "cohort")
    weight: float = 1.0


@dataclass(frozen=True)
class Span:
    """A period of the plan as the log needs it: both days belong to it. `hours` is None where the plan does not say."""

    label: str
    start: date
    end: date
    hours: float | None = None


def is_wider(level: str, than: str) -> bool:
    return LEVELS_WIDE.index(level) > LEVELS_WIDE.index(than)


def is_narrower(level: str, than: str) -> bool:
    return LEVELS_WIDE.index(level) < LEVELS_WIDE.index(than)


def span_of(day: date, spans: Iterable[Span]) -> Span | None:
    """The period a day lies in, None where it lies in none."""
    return next((span for span in spans if span.start <= day <= span.end), None)


def is_outside(day: date, spans: Sequence[Span]) -> bool:
    """Whether to warn: the plan has periods, and the day lies in none of them."""
    return bool(spans) and span_of(day, spans) is None
