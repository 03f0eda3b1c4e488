"""The days of a conversation that comes back every week. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ....core.weeks import mondays
from ....records.reading import as_date


def weekly_days(first: date, periods: Iterable[Mapping[str, Any]]) -> tuple[date, ...]:
    """Return the days of a weekly conversation: in each week, from the first day on, in which the student is there."""
    spans = [(as_date(row.get("start")), as_date(row.get("end"))) for row in periods]
    weeks = {
        monday
        for start, end in spans
        if start and end
        for monday in mondays(start, end)
    }  # fmt: skip
    days = [monday + timedelta(days=first.weekday()) for monday in sorted(weeks)]
    return (first, *(day for day in days if day > first))
