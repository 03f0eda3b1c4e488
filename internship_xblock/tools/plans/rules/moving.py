"""Moving the days of a plan: what is past stays, all else moves by the same number of days and never into the past. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ....records.reading import as_date
from ....records.schema import Row

# The days of the stay, by section. When something else was agreed, or is to be done, is not for a move to say.
DAYS: Mapping[str, tuple[str, ...]] = {
    "periods": ("start", "end"),
    "tasks": ("start",),
    "checkpoints": ("date",),
    "erasmus_a": ("virtual_start", "virtual_end"),
}


@dataclass(frozen=True)
class Shift:
    """By how many days, seen from `today`: what lies before it has happened, and stays."""

    days: int
    today: date

    def __call__(self, day: date) -> date:
        """Return where a day moves to. The order of days stays. OverflowError: there is no such day."""
        return day if day < self.today else max(self.today, day + timedelta(days=self.days))


@dataclass(frozen=True)
class RowMove:
    """The days of a row (or of single answers), before and after. `number` counts the rows from 1."""

    number: int
    before: Row
    after: Row
    names: tuple[str, ...]

    @property
    def moves(self) -> bool:
        return self.before != self.after

    def days(self, row: Row) -> tuple[date, ...]:
        return tuple(day for name in self.names if (day := as_date(row.get(name))) is not None)


def moved_rows(section: str, rows: Iterable[Row], shift: Shift) -> Iterator[RowMove]:
    """Yield the rows of a section that have a day, each as it would be."""
    names = DAYS[section]
    for number, row in enumerate(rows, start=1):
        days = {name: day for name in names if (day := as_date(row.get(name))) is not None}
        if days:
            yield RowMove(number, row, {**row, **{name: shift(day).isoformat() for name, day in days.items()}}, names)
