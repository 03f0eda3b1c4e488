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
from ....records.drawing.axis import SMALL, Axis, Span, draw_bands, draw_days, has_years, said
from ....records.drawing.shapes import NARROW, WIDE, Drawing, Mark, Pen, measure, wrap
from .timeline import Item, Timeline, timeline

_TITLE, _BAR, _SIGN, _APART = 20, 12, 14, 10  # units: a row's title, a bar, a sign, the room below a row
_SIGN_ROOM = 6  # units to both sides of a sign
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
        y = _periods(pen, axis, periods, _title(pen, y, _("Periods")))
    if checkpoints := [item for item in dated if item.kind == "checkpoint"]:
        y = _signs(pen, axis, _days_of(checkpoints), _title(pen, y, _("Checkpoints")), is_task=False)
    if tasks := [item for item in dated if item.kind == "task"]:
        y = _signs(pen, axis, _starts(tasks), _title(pen, y, _("Tasks begin")), is_task=True)
    draw_bands(pen, axis, y)
    return pen.finish(y + 4)


def _title(pen: Pen, top: float, words: str) -> float:
    pen.text("group", 0, top + _TITLE - 4, [words], typed=False)
    return top + _TITLE + 4


def _periods(pen: Pen, axis: Axis, items: Sequence[Item], top: float) -> float:
    """A bar for each period, its name below it where there is room."""
    most = 0
    for item in items:
        left, right = axis.span(*item.spans[0])
        look = "bar-gap" if item.gap else "bar-period"
        title = ", ".join(filter(None, (item.name[:80], said(*item.spans[0]), item.gap)))
        pen.add(Mark(title, (pen.box(look, left, top, right - left, _BAR),)))
        lines = wrap(item.name, right - left, 2, SMALL) if right - left > 3 * SMALL else []
        if lines and "…" not in lines[-1]:
            pen.text("small", left, top + _BAR + 14, lines)
            most = max(most, len(lines))
    return top + _BAR + most * 15 + _APART


def _days_of(items: Iterable[Item]) -> list[tuple[int, str]]:
    return sorted((first, item.name) for item in items for first, _last in item.spans)


def _starts(items: Iterable[Item]) -> list[tuple[int, str]]:
    """Each day on which tasks begin, with their numbers."""
    found: dict[int, list[str]] = {}
    for item in items:
        found.setdefault(item.spans[0][0], []).append(item.name.partition(".")[0])
    return sorted((day, _counted(numbers)) for day, numbers in found.items())


def _counted(numbers: Sequence[str]) -> str:
    if len(numbers) <= _NUMBERS_SHOWN:
        return ", ".join(numbers)
    return ngettext("%(n)s task", "%(n)s tasks", len(numbers)) % {"n": formats.number(len(numbers))}


def _signs(pen: Pen, axis: Axis, days: Sequence[tuple[int, str]], top: float, *, is_task: bool) -> float:
    """A sign on each day; below the signs of tasks their numbers, where they do not touch one another."""
    taken = -1.0
    has_numbers = False
    for day, words in days:
        x = min(max(sum(_span(axis, day)) / 2, _SIGN_ROOM), pen.width - _SIGN_ROOM)
        y = top + _SIGN / 2
        stroke = pen.disc("fill", x, y, 4) if is_task else pen.diamond("fill", x, y, 6)
        pen.add(Mark(f"{words[:80]}, {said(day)}", (stroke,)))
        wide = measure(words, SMALL)
        if is_task and x - wide / 2 > taken and x + wide / 2 <= pen.width and x >= wide / 2:
            pen.text("small", x, top + _SIGN + 13, [words], anchor="middle", typed=False)
            taken, has_numbers = x + wide / 2 + 4, True
    return top + _SIGN + (15 if has_numbers else 0) + _APART


def _span(axis: Axis, day: int) -> Span:
    left, right = axis.span(day, day)
    return round(left), round(right)
