"""What a plan may start from: answers by section, in which nothing is trusted; and which of them a plan may take. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ....records import provenance
from ....records.reading import as_date
from ....records.schema import FIRST_YEAR, LAST_YEAR, Section
from ..schema.layout import EVERY, Layout

# What is each placement's own and never filled, from whatever it comes: practical, legal and contact answers; here whole
# sections, and below single answers of a section.
OWN_SECTIONS = frozenset({"practical", "contacts", "erasmus_b", "erasmus_insurance", "erasmus_c"})
OWN_ANSWERS: Mapping[str, tuple[str, ...]] = {"erasmus_host": ("contact", "mentor")}


@dataclass(frozen=True)
class Source:
    """Answers by section, as they come: a list of rows, or the single answers as a mapping (or as the only row).

    A date is an ISO string, or a whole number: a day counted from the first one, which is 1. A task names the outcomes it
    serves by the source's own uids. `headings` are those of the course it was made in, as rows with `id` and `text`. `origin`
    is what the rows are marked with until somebody has made them theirs (origins.py). `has_example`: it was left out of it.
    """

    answers: Mapping[str, Any]
    headings: Any = ()
    origin: str = provenance.FILE
    has_example: bool = False

    @property
    def first_day(self) -> date | None:
        """The earliest date in it; None where it has none, or counts its days."""
        return min((day for day in self._days() if day is not None), default=None)

    def _days(self) -> Iterator[date | None]:
        for section in fillable(EVERY.values()):
            dated = [spec.name for spec in section.fields if spec.kind == "date"]
            for row in rows_in(section, self.answers.get(section.name)) if dated else []:
                if isinstance(row, Mapping):
                    yield from (as_day(row.get(name)) for name in dated)


def sections_of(layout: Layout) -> list[Section]:
    """Return the sections of such a plan that can be filled, without the answers that are each placement's own.

    The people are not among them: they are the placement's.
    """
    return list(fillable(layout.sections))


def fillable(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield those of these sections that can be filled, with the questions that can be."""
    for section in sections:
        own = OWN_ANSWERS.get(section.name, ())
        if section.name != "parties" and section.name not in OWN_SECTIONS:
            yield replace(section, fields=tuple(spec for spec in section.fields if spec.name not in own)) if own else section


def rows_in(section: Section, found: Any) -> list[Any]:
    """What a source holds for a section, as rows that may be anything."""
    if isinstance(found, Mapping):
        return [] if section.has_rows else [found]
    return list(found) if isinstance(found, list | tuple) else []


def as_day(value: object) -> date | None:
    """The day an ISO string stands for, if a plan may have it."""
    day = as_date(value) if isinstance(value, str) and len(value) == 10 else None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None
