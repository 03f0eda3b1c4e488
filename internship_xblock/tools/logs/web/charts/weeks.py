"""Weeks with and without entries: a box each, in the periods of the plan or, where it has none, as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....core.weeks import written_in_words
from .....records.drawing.axis import said, stretches
from .....records.drawing.picture import Picture, drawings
from .....records.drawing.shapes import Drawing, Mark, Pen, measure, plain, wrap
from ...statistics.figures import Figures
from .frame import SMALL, days, listed

LIMIT = 160  # weeks in one picture: three years
APART = 57  # days without an entry before they count as a pause, where no plan says when somebody is there: eight weeks
BOX = 28  # units high
LEAST = 44  # units from one box to the next


@dataclass(frozen=True)
class Week:
    """`monday` as an ordinal. `is_over` says that nothing more is to come; `is_expected` that a period has days in it."""

    monday: int
    entries: int
    is_over: bool
    is_expected: bool

    @property
    def is_missing(self) -> bool:
        return not self.entries and self.is_over

    @property
    def is_ahead(self) -> bool:
        """Nobody can say yet whether it will have an entry."""
        return not self.entries and not self.is_over

    @property
    def words(self) -> str:
        return written_in_words(self.entries, is_over=self.is_over)


@dataclass(frozen=True)
class Group:
    """Weeks that stand together. `days` is "" where the name says them."""

    name: str
    days: str
    weeks: tuple[Week, ...]


def weeks_picture(figures: Figures, today: date, mirrored: bool) -> Picture | None:
    groups, left_out = _groups(figures, today.toordinal())
    if not groups:
        return None
    rows = [(said(week.monday), group.name, week.words) for group in groups for week in group.weeks]
    return Picture(
        key="weeks", title=_("Weeks with and without entries"), statement=_statement(figures, groups, left_out),
        drawings=drawings(lambda width: _draw(groups, width, mirrored)),
        columns=(_("Week from"), _("Period"), _("Entries")), rows=tuple(rows),
    )  # fmt: skip


# -- which weeks ------------------------------------------------------------------------------------------------


def _groups(figures: Figures, today: int) -> tuple[list[Group], int]:
    """The weeks under their periods, and how many there was no room for."""
    counts: dict[int, int] = {}
    for one in figures.weeks:
        counts[one.monday.toordinal()] = counts.get(one.monday.toordinal(), 0) + one.entries
    owners = _owners(figures)
    if not owners:
        spread = stretches([(monday, monday + 6) for monday in counts], APART)
        every = {monday for first, last in spread for monday in range(first, last, 7)}
    else:
        spread, every = [], {*owners, *counts}
    kept = sorted(every)
    if len(kept) > LIMIT:  # what says something first, then what is over, the newest before the older
        kept.sort(key=lambda monday: (not counts.get(monday), monday > today, -monday))
        kept = sorted(kept[:LIMIT])
    weeks = [Week(monday, counts.get(monday, 0), monday + 6 < today, monday in owners) for monday in kept]
    found = _by_period(figures, owners, weeks) if owners else _by_stretch(spread, weeks)
    return [group for group in found if group.weeks], len(every) - len(kept)


def _owners(figures: Figures) -> dict[int, int]:
    """For each Monday of a week with days in a period, the number of the first such period. Paused weeks are in none."""
    found: dict[int, int] = {}
    for at, span in enumerate(figures.spans):
        first, last = span.start.toordinal(), span.end.toordinal()
        for monday in range(_monday(first), min(last, _monday(first) + 7 * LIMIT) + 1, 7):
            if not figures.timing.is_paused_week(date.fromordinal(monday)):
                found.setdefault(monday, at)
    return found


def _monday(day: int) -> int:
    return max(1, day - (day - 1) % 7)  # ordinal 1 is a Monday


def _by_period(figures: Figures, owners: dict[int, int], weeks: Sequence[Week]) -> Iterator[Group]:
    for at, span in enumerate(figures.spans):
        name = plain(span.label) or _("Period %(number)d") % {"number": at + 1}
        mine = tuple(week for week in weeks if owners.get(week.monday) == at)
        yield Group(name, days(span.start, span.end), mine)
    yield Group(_("Outside the periods"), "", tuple(week for week in weeks if week.monday not in owners))


def _by_stretch(spread: Sequence[tuple[int, int]], weeks: Sequence[Week]) -> Iterator[Group]:
    for first, last in spread:
        yield Group(said(first, last), "", tuple(week for week in weeks if first <= week.monday <= last))


# -- in words -----------------------------------------------------------------------------------------------------


def _statement(figures: Figures, groups: Sequence[Group], left_out: int) -> str:
    weeks = [week for group in groups for week in group.weeks]
    return " ".join(_sentences(figures, weeks, left_out))


def _sentences(figures: Figures, weeks: Sequence[Week], left_out: int) -> Iterator[str]:
    yield ngettext("%(count)d entry so far.", "%(count)d entries so far.", figures.entries) % {"count": figures.entries}
    if figures.spans:
        expected = [week for week in weeks if week.is_expected and not week.is_ahead]
        yield from _of_periods(expected)
        yield from _of_missing(expected, len(weeks))
    else:
        yield from _of_missing(weeks, len(weeks))
    if figures.timing.pauses:
        yield _("Weeks in which the placement was paused are not counted.")
    if ahead := sum(week.is_ahead for week in weeks):
        yield ngettext("%(count)d week is not over yet.", "%(count)d weeks are not over yet.", ahead) % {"count": ahead}
    if left_out:
        words = ngettext("%(count)d more week is not shown.", "%(count)d more weeks are not shown.", left_out)
        yield words % {"count": left_out}


def _of_periods(expected: Sequence[Week]) -> Iterator[str]:
    """Say how many of the weeks in periods have an entry; nothing where no such week has been."""
    if expected:
        facts = {"with": sum(bool(week.entries) for week in expected), "count": len(expected)}
        yield _("Weeks in the periods with an entry: %(with)d of %(count)d.") % facts


def _of_missing(weeks: Sequence[Week], drawn: int) -> Iterator[str]:
    """Name the weeks without an entry; nothing where that would be all of those that are drawn."""
    missing = [said(week.monday, with_year=False) for week in weeks if week.is_missing]
    if missing and len(missing) < max(drawn, 2):
        words = ngettext("None in the week from %(days)s.", "None in the weeks from %(days)s.", len(missing))
        yield words % {"days": listed(missing)}


# -- the drawing --------------------------------------------------------------------------------------------------


def _draw(groups: Sequence[Group], width: int, mirrored: bool) -> Drawing:
    pen = Pen(width, mirrored)
    mondays = [week.monday for group in groups for week in group.weeks]
    with_year = len({date.fromordinal(monday).year for monday in mondays}) > 1
    names = {monday: _short(monday, with_year) for monday in mondays}
    step = max(LEAST, max(measure(name, SMALL) for name in names.values()) + 6)
    per_line = max(1, int((width + 4) // step))
    y = 0.0
    for group in groups:
        y = _head(pen, group, y)
        for at, week in enumerate(group.weeks):
            line, place = divmod(at, per_line)
            _box(pen, week, names[week.monday], 1 + place * step, y + line * (BOX + 28), step - 6)
        y += (1 + (len(group.weeks) - 1) // per_line) * (BOX + 28) + 6
    return pen.finish(y - 6)


def _short(monday: int, with_year: bool) -> str:
    return (formats.short_date if with_year else formats.month_and_day)(date.fromordinal(monday))


def _head(pen: Pen, group: Group, top: float) -> float:
    """The name of the weeks and their days; returns where the boxes begin."""
    lines = wrap(group.name, pen.width, 2, 14)
    is_joined = bool(group.days) and measure(f"{lines[-1]} · {group.days}") <= pen.width
    pen.text("name", 0, top + 15, lines, tail=group.days if is_joined else "")
    y = top + 15 + (len(lines) - 1) * 18
    if group.days and not is_joined:
        y += 16
        pen.text("quiet", 0, y, wrap(group.days, pen.width, 1, SMALL), typed=False)
    return y + 9


def _box(pen: Pen, week: Week, name: str, x: float, y: float, wide: float) -> None:
    """With the number of its entries; dashed where a week is over without one, empty where it is not over."""
    look = "bar-period" if week.entries else "open" if week.is_over else "rule"
    title = _("Week from %(day)s: %(words)s") % {"day": said(week.monday), "words": week.words}
    pen.add(Mark(title, (pen.box(look, x, y, wide, BOX),)))
    if week.entries or week.is_over:
        pen.text("name", x + wide / 2, y + BOX / 2 + 5, [str(week.entries)], anchor="middle", typed=False)
    pen.text("small", x + wide / 2, y + BOX + 14, [name], anchor="middle", typed=False)
