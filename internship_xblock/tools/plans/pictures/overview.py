"""A stay at a glance: its periods, its conversations and the days on which tasks begin, in three rows along one axis.

The timeline (timeline.py) has a row for each thing and grows with the plan; this one stands on top of the document and is as
high for thirty tasks as for three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.language import formats
from ....records.drawing.axis import APART, BAR, SIGN, SMALL, Axis, draw_bands, draw_days, draw_title, has_years, middle, said
from ....records.drawing.shapes import NARROW, WIDE, Drawing, Mark, Pen, measure, wrap
from .timeline import Item, Timeline, timeline

_NUMBERS_SHOWN = 5  # of tasks that begin on one day; more are counted


@dataclass(frozen=True)
class Overview:
    """The statement in words, and the drawing for a wide and for a narrow place."""

    statement: str
    wide: Drawing
    narrow: Drawing


def overview(document: Mapping[str, Any], mirrored: bool = False) -> Overview | None:
    """Return a plan at a glance; None where nothing in it has a date."""
    found = timeline(document, mirrored)
    if found is None or not found.stretches:
        return None
    return Overview(found.statement, _draw(found, WIDE), _draw(found, NARROW))


def _draw(found: Timeline, width: int) -> Drawing:
    axis = Axis(found.stretches, width)
    pen = Pen(axis.width, found.mirrored)
    y: float = draw_days(pen, axis, has_years(axis))
    dated = [item for item in found.items if item.spans]
    if periods := [item for item in dated if item.kind == "period"]:
        y = _periods(pen, axis, periods, draw_title(pen, y, _("Periods")))
    if checkpoints := [item for item in dated if item.kind == "checkpoint"]:
        y = _checkpoints(pen, axis, _days_of(checkpoints), draw_title(pen, y, _("Checkpoints")))
    if tasks := [item for item in dated if item.kind == "task"]:
        y = _tasks(pen, axis, _starts(tasks), draw_title(pen, y, _("Tasks begin")))
    draw_bands(pen, axis, y)
    return pen.finish(y + 4)


def _periods(pen: Pen, axis: Axis, items: Sequence[Item], top: float) -> float:
    """A bar for each period, its name below it where there is room."""
    most = 0
    for item in items:
        left, right = axis.span(*item.spans[0])
        look = "bar-gap" if item.gap else "bar-period"
        title = ", ".join(filter(None, (item.name[:80], said(*item.spans[0]), item.gap)))
        pen.add(Mark(title, (pen.box(look, left, top, right - left, BAR),)))
        lines = wrap(item.name, right - left, 2, SMALL) if right - left > 3 * SMALL else []
        if lines and "…" not in lines[-1]:
            pen.text("small", left, top + BAR + 14, lines)
            most = max(most, len(lines))
    return top + BAR + most * 15 + APART


def _days_of(items: Iterable[Item]) -> list[tuple[int, str]]:
    return sorted((first, item.name) for item in items for first, _last in item.spans)


def _starts(items: Iterable[Item]) -> list[tuple[int, list[str]]]:
    """Each day on which tasks begin, with their numbers."""
    found: dict[int, list[str]] = {}
    for item in items:
        found.setdefault(item.spans[0][0], []).append(item.name.partition(".")[0])
    return sorted(found.items())


def _counted(numbers: Sequence[str]) -> str:
    if len(numbers) <= _NUMBERS_SHOWN:
        return ", ".join(numbers)
    return ngettext("%(n)s task", "%(n)s tasks", len(numbers)) % {"n": formats.number(len(numbers))}


def _checkpoints(pen: Pen, axis: Axis, days: Iterable[tuple[int, str]], top: float) -> float:
    """A sign on each day of a conversation."""
    for day, name in days:
        pen.add(Mark(f"{name[:80]}, {said(day)}", (pen.diamond("fill", middle(pen, axis, day), top + SIGN / 2, 6),)))
    return top + SIGN + APART


def _tasks(pen: Pen, axis: Axis, days: Iterable[tuple[int, list[str]]], top: float) -> float:
    """A sign on each day on which tasks begin; below it their numbers, together where they would touch one another."""
    groups: list[_Group] = []
    for day, numbers in days:
        x = middle(pen, axis, day)
        pen.add(Mark(f"{_counted(numbers)[:80]}, {said(day)}", (pen.disc("fill", x, top + SIGN / 2, 4),)))
        groups.append(_Group(x, x, tuple(numbers)))
        while len(groups) > 1 and groups[-2].place(pen)[1] + 4 > groups[-1].place(pen)[0]:
            last = groups.pop()
            before = groups.pop()
            groups.append(_Group(before.first, last.last, before.numbers + last.numbers))
    for group in groups:
        pen.text("small", sum(group.place(pen)) / 2, top + SIGN + 13, [group.words], anchor="middle", typed=False)
    return top + SIGN + 15 + APART


@dataclass(frozen=True)
class _Group:
    """Tasks that are named together: where the first and the last of them begin, and their numbers."""

    first: float
    last: float
    numbers: tuple[str, ...]

    @property
    def words(self) -> str:
        return _counted(sorted(self.numbers, key=int))

    def place(self, pen: Pen) -> tuple[float, float]:
        """Return where the words begin and end: below the middle of the signs, and within the drawing."""
        wide = measure(self.words, SMALL)
        left = max(min((self.first + self.last - wide) / 2, pen.width - wide), 0)
        return left, left + wide
