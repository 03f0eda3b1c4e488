"""Working days: how long an answer has been waited for.

Monday to Friday; no holidays, which differ from country to country and firm to firm.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

ANSWER_DAYS = 5  # within so many working days an entry is answered (docs/sources.md, Answers to entries)
SUPERVISOR_DAYS = 10  # after so many the university supervisor sees that nobody has answered
_WEEK, _WORKING = 7, 5


def working_days(start: date, end: date) -> int:
    """How many working days have passed: those after `start` up to and with `end`. 0 where `end` is not later."""
    if end <= start:
        return 0
    return _until(end) - _until(start)


def days_since(moment: datetime) -> int:
    """Return how many working days have passed since the day of a moment, where the reader is."""
    return working_days(timezone.localtime(moment).date(), timezone.localdate())


def waiting_since(days: int, today: date) -> date:
    """The latest day from which `days` working days have passed by `today`. `days` is at least 1."""
    weeks, rest = divmod(_until(today) - days, _WORKING)
    # The day on whose evening this many working days had passed, and the weekend after it where there is one.
    day = date.min + timedelta(days=weeks * _WEEK + rest - 1)
    return day + timedelta(days=2) if day.weekday() == _WORKING - 1 else day


def _until(day: date) -> int:
    """Working days from the beginning of the calendar, a Monday, up to and with this day."""
    weeks, weekday = divmod((day - date.min).days, _WEEK)
    return weeks * _WORKING + min(weekday + 1, _WORKING)
