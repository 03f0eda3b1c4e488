"""Days along a line, for pictures: where nothing happens for long the line is cut, and says for how long.

Days are ordinals, so that no typed date can fall off the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

from django.utils.translation import ngettext

from ...core.language import formats
from .shapes import WIDE, Pen, measure, wrap

DAY = 22  # units a single day needs at least
SMALL = 12  # the size of the days' names
AXIS = 28  # below the names of the days
BREAK = 9  # days from one thing to the next before the line is cut: more than a week and its week-ends
TITLE, BAR, SIGN, APART = 20, 12, 14, 10  # units: a row's title, a bar, a sign, the room below a row
SIGN_ROOM = 6  # units to both sides of a sign
Span = tuple[int, int]  # first and last day as ordinals


def said(first: int, last: int | None = None, with_year: bool = True) -> str:
    """ "Mon 21 Sep 2026", "Mon 21 Sep 2026 – Fri 25 Sep 2026"."""
    words = [(formats.day_and_year if with_year else formats.day)(date.fromordinal(day)) for day in (first, last) if day]
    return " – ".join(dict.fromkeys(words))


def stretches(spans: Iterable[Span], apart: int) -> list[Span]:
    """The days on a line: what is at most `apart` days from the next, together."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first - found[-1][1] <= apart:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


class Axis:
    """Where a day lies, in units: stretches at one scale, breaks of one width between them."""

    def __init__(self, stretches: Sequence[Span], width: int) -> None:
        self.stretches = stretches
        self.gap = 52 if width >= WIDE else 44
        count = len(stretches)
        least = DAY * count + self.gap * max(count - 1, 0)
        self.width = max(width, least)
        days = sum(last - first + 1 for first, last in stretches)
        self.starts: list[float] = []
        self.scales: list[float] = []
        x = 0.0
        for first, last in stretches:
            length = last - first + 1
            wide = DAY + (self.width - least) * length / days
            self.starts.append(x)
            self.scales.append(wide / length)
            x += wide + self.gap

    def edges(self, at: int) -> tuple[float, float]:
        first, last = self.stretches[at]
        return self.starts[at], self.starts[at] + self.scales[at] * (last - first + 1)

    def span(self, first: int, last: int) -> tuple[float, float]:
        """From the beginning of the first day to the end of the last."""
        at = next(at for at, (begins, ends) in enumerate(self.stretches) if begins <= first <= ends)
        x, scale, begins = self.starts[at], self.scales[at], self.stretches[at][0]
        return x + scale * (first - begins), x + scale * (last - begins + 1)


def has_years(axis: Axis) -> bool:
    """Return whether its days lie in more than one year, so that they are said with their years."""
    return len({date.fromordinal(day).year for span in axis.stretches for day in span}) > 1


def draw_bands(pen: Pen, axis: Axis, end: float) -> None:
    """Tint what lies below each stretch, down to `end`."""
    for at in range(len(axis.stretches)):
        left, right = axis.edges(at)
        pen.below(pen.box("band", left, AXIS, right - left, end - AXIS))


def draw_days(pen: Pen, axis: Axis, with_year: bool) -> int:
    """First and last days of the stretches, Mondays where there is room, how long each break is. Returns where it ends.

    Where stretches are too short for both of their days, each says its days in brief: "17 Aug–21 Aug", or "17 Aug".
    """
    y = AXIS
    taken: list[tuple[float, float]] = []

    def name(x: float, words: str, anchor: str) -> None:
        wide = measure(words, SMALL)
        left = min(x, axis.width - wide) if anchor == "start" else x - wide
        if left < 0 or any(left < end + 6 and start < left + wide + 6 for start, end in taken):
            return
        taken.append((left, left + wide))
        if left < x and anchor == "start":
            x, anchor = axis.width, "end"
        pen.text("small", x, 14, [words], anchor=anchor, typed=False)

    brief = _brief_days(axis, with_year)
    for at, (first, _last) in enumerate(axis.stretches):
        name(axis.edges(at)[0], brief.get(at) or said(first, with_year=with_year), "start")
    for at, (first, last) in enumerate(axis.stretches):
        left, right = axis.edges(at)
        if last > first and at not in brief:
            name(right, said(last, with_year=with_year), "end")
        pen.add(pen.line("edge", (left, y - 8), (left, y), (right, y), (right, y - 8)))
        week = axis.scales[at] * 7
        wide = measure(said(first, with_year=with_year), SMALL) + 8
        step = 7 * max(1, ceil(wide / week))
        for day in range(first + (1 - first) % 7, last, step):
            x = axis.span(day, day)[0]
            if at not in brief:
                name(x, said(day, with_year=with_year), "start")
            pen.add(pen.line("edge", (x, y - 4), (x, y)))
        if at:
            _break(pen, axis, at, y)
    return y + 38 if len(axis.stretches) > 1 else y


def _brief_days(axis: Axis, with_year: bool) -> dict[int, str]:
    """Return what stands over each stretch too short for both days: both in brief if all have room, else the first."""
    if len(axis.stretches) == 1:
        return {}
    ends = [axis.edges(at)[0] for at in range(1, len(axis.stretches))] + [axis.width]
    short: dict[int, list[str]] = {}
    for at, (first, last) in enumerate(axis.stretches):
        left, right = axis.edges(at)
        both = " ".join(said(day, with_year=with_year) for day in dict.fromkeys((first, last)))
        if measure(both, SMALL) + 6 > right - left:
            short[at] = [formats.month_and_day(date.fromordinal(day)) for day in dict.fromkeys((first, last))]
    both_days = {at: "–".join(days) for at, days in short.items()}
    if all(measure(words, SMALL) + 6 <= ends[at] - axis.edges(at)[0] for at, words in both_days.items()):
        return both_days
    return {at: days[0] for at, days in short.items()}


def _break(pen: Pen, axis: Axis, at: int, y: int) -> None:
    """The cut before a stretch: two strokes across the axis, and the weeks that are left out."""
    end, start = axis.edges(at - 1)[1], axis.edges(at)[0]
    middle = (end + start) / 2
    pen.add(pen.line("cut", (end, y), (middle - 5, y)), pen.line("cut", (middle + 5, y), (start, y)))
    for x in (middle - 5, middle + 5):
        pen.add(pen.line("edge", (x - 3, y + 6), (x + 3, y - 6)))
    weeks = max(1, (axis.stretches[at][0] - axis.stretches[at - 1][1]) // 7)
    words = ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks}
    pen.text("small", middle, y + 22, wrap(words, axis.gap - 2, 2, SMALL), anchor="middle", typed=False)


def draw_title(pen: Pen, top: float, words: str) -> float:
    """Name a row; returns where it begins."""
    pen.text("group", 0, top + TITLE - 4, [words], typed=False)
    return top + TITLE + 4


def middle(pen: Pen, axis: Axis, day: int) -> float:
    """Return where a day's sign stands, all of it within the drawing."""
    left, right = (round(edge) for edge in axis.span(day, day))
    return min(max((left + right) / 2, SIGN_ROOM), pen.width - SIGN_ROOM)
