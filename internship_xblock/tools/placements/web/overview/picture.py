"""One picture of a stay: periods, conversations and the log's weeks below each other, and where today is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from .....core.language import formats
from .....records.drawing.axis import (
    APART,
    BAR,
    BREAK,
    SIGN,
    SMALL,
    Axis,
    Span,
    draw_bands,
    draw_days,
    draw_title,
    has_years,
    middle,
    said,
    stretches,
)
from .....records.drawing.picture import Picture, drawings
from .....records.drawing.shapes import Drawing, Mark, Pen, measure
from .stay import Stay, WrittenWeek, name_of


def picture_of(stay: Stay, mirrored: bool) -> Picture | None:
    """Return the picture; None where nothing has a day yet."""
    if not (stay.periods or stay.meetings):
        return None
    return Picture(
        key="stay", title=_("Dates at a glance"), statement=" ".join(stay.sentences),
        drawings=drawings(lambda width: _draw(stay, width, mirrored)), columns=(_("What"), _("When"), _("How it stands")),
        rows=tuple(_rows(stay)),
    )  # fmt: skip


def _rows(stay: Stay) -> Iterator[tuple[str, str, str]]:
    for number, one in enumerate(stay.periods, start=1):
        state = _("over") if one.last < stay.today else _("to come") if one.first > stay.today else _("now")
        yield name_of(one, number), formats.days(one.first, one.last), state
    for talk in stay.meetings:
        yield talk.words, formats.day_and_year(talk.day), _("its day has passed") if talk.day < stay.today else _("to come")
    for week in stay.weeks:
        yield _("Week of the log"), said(*_week(week)), week.words


def _draw(stay: Stay, width: int, mirrored: bool) -> Drawing:
    axis = Axis(_stretches(stay), width)
    pen = Pen(axis.width, mirrored)
    y: float = draw_days(pen, axis, has_years(axis))
    for title, draw, is_there in (
        (_("Periods"), _periods, stay.periods),
        (_("Conversations"), _meetings, stay.meetings),
        (_("Weeks of the log"), _weeks, stay.weeks),
    ):
        if is_there:
            y = draw_title(pen, y, title)
            pen.add(*draw(stay, pen, axis, y))
            y += SIGN + APART
    draw_bands(pen, axis, y)
    return pen.finish(_today(stay, pen, axis, y) + 4)


def _periods(stay: Stay, pen: Pen, axis: Axis, y: float) -> Iterator[Mark]:
    for number, one in enumerate(stay.periods, start=1):
        left, right = axis.span(one.first.toordinal(), one.last.toordinal())
        look = "bar" if one.last < stay.today else "bar-period"
        title = f"{name_of(one, number)[:80]}, {formats.days(one.first, one.last)}"
        yield Mark(title, (pen.box(look, left, y, right - left, BAR),))


def _meetings(stay: Stay, pen: Pen, axis: Axis, y: float) -> Iterator[Mark]:
    for one in stay.meetings:
        look = "fill" if one.day < stay.today else "ring"
        sign = pen.diamond(look, middle(pen, axis, one.day.toordinal()), y + SIGN / 2, 6)
        yield Mark(f"{one.words}, {formats.day_and_year(one.day)}", (sign,))


def _weeks(stay: Stay, pen: Pen, axis: Axis, y: float) -> Iterator[Mark]:
    for week in stay.weeks:
        left, right = axis.span(*_within(_week(week), axis.stretches))
        look = "bar" if week.entries else "open" if week.is_silent else "rule"
        title = _("Week from %(day)s: %(words)s") % {"day": said(week.monday.toordinal()), "words": week.words}
        yield Mark(title, (pen.box(look, left + 1, y, max(right - left - 2, 3), BAR),))


def _today(stay: Stay, pen: Pen, axis: Axis, bottom: float) -> float:
    """A line down the picture where today is, named below it; returns where the picture ends."""
    today = stay.today.toordinal()
    if not any(first <= today <= last for first, last in axis.stretches):
        return bottom
    left, right = axis.span(today, today)
    x, words = (left + right) / 2, _("Today")
    pen.add(pen.line("today", (x, 28), (x, bottom)))
    wide = measure(words, SMALL)
    pen.text("small", min(max(x, wide / 2), pen.width - wide / 2), bottom + 14, [words], anchor="middle", typed=False)
    return bottom + 18


def _stretches(stay: Stay) -> list[Span]:
    """The days on the axis: of the periods and conversations, and weeks in which somebody wrote who was not expected to."""
    spans = [(one.first.toordinal(), one.last.toordinal()) for one in stay.periods]
    spans += [(talk.day.toordinal(), talk.day.toordinal()) for talk in stay.meetings]
    planned = stretches(spans, BREAK)
    apart = [week for week in map(_week, stay.weeks) if not any(_meet(week, span) for span in planned)]
    return stretches([*planned, *apart], BREAK)


def _within(week: Span, found: Sequence[Span]) -> Span:
    """As much of a week as its stretch has: Monday to Friday, where nobody is expected at the week-end."""
    first, last = next(span for span in found if _meet(week, span))
    return max(week[0], first), min(week[1], last)


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _week(week: WrittenWeek) -> Span:
    """Monday to Sunday; the calendar's last days have no whole week around them."""
    monday = week.monday.toordinal()
    return monday, min(monday + 6, date.max.toordinal())
