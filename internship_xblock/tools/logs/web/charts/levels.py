"""How deep the entries go in their author's own words, week by week. No average, no line: nobody grades it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.weeks import counted
from .....records.drawing.axis import Axis, Span, draw_bands, draw_days, stretches
from .....records.drawing.picture import Picture, drawings
from .....records.drawing.shapes import LINE, Drawing, Mark, Pen, wrap
from ...entries.prompts import LEVELS
from ...statistics.figures import Figures, WeekLevel
from .frame import days

BREAK = 36  # days without an entry before the line of days is cut: five weeks
WEEK = 24  # units a week needs, so that its marks stand apart
PART = 80  # units a further stretch of weeks needs, with the break before it


def levels_picture(figures: Figures, mirrored: bool) -> Picture | None:
    """None where no entry says how deep it goes."""
    names = {level: str(label) for level, label in reversed(LEVELS)}
    said_one = [one for one in figures.weeks if one.level in names]
    if not said_one:
        return None
    names[""] = str(_("not stated"))
    found = [one if one.level in names else WeekLevel(one.monday, "", one.entries) for one in figures.weeks]
    rows = tuple((_week(one), names[one.level], str(one.entries)) for one in found)
    return Picture(
        key="levels", title=_("How deep the entries go, in the author's own view"),
        statement=_statement(figures, said_one, names),
        drawings=drawings(lambda width: _draw(found, names, width, mirrored)),
        columns=(_("Week"), _("Depth (own view)"), _("Entries")), rows=rows,
    )  # fmt: skip


def _week(one: WeekLevel) -> str:
    return days(one.monday)


def _span(one: WeekLevel) -> Span:
    return one.monday.toordinal(), one.monday.toordinal() + 6


def _statement(figures: Figures, found: Sequence[WeekLevel], names: dict[str, str]) -> str:
    count = sum(one.entries for one in found)
    facts = {"count": count, "all": figures.entries}
    words = [ngettext("%(count)d of %(all)d entries has a level of reflection.",
                      "%(count)d of %(all)d entries have a level of reflection.", count) % facts]  # fmt: skip
    weeks = [(monday, list(group)) for monday, group in groupby(found, key=lambda one: one.monday)]
    sentences = [_("In the week of %(day)s: %(levels)s.")]
    if len(weeks) > 1:
        sentences = [_("First, in the week of %(day)s: %(levels)s."), _("Most recently, in the week of %(day)s: %(levels)s.")]
    for sentence, (monday, group) in zip(sentences, (weeks[0], weeks[-1]), strict=False):
        levels = [_("“%(level)s”") % {"level": names[one.level]} for one in sorted(group, key=lambda one: one.level)]
        words.append(sentence % {"day": days(monday), "levels": get_text_list(levels, _("and"))})
    words.append(_("This is the author’s own view, for your conversation: nobody grades it."))
    return " ".join(words)


def _draw(found: Sequence[WeekLevel], names: dict[str, str], width: int, mirrored: bool) -> Drawing:
    parts = stretches((_span(one) for one in found), BREAK)
    count = sum((last - first + 1) // 7 for first, last in parts)
    axis = Axis(parts, max(width, count * WEEK + (len(parts) - 1) * PART))
    pen = Pen(axis.width, mirrored)
    y: float = draw_days(pen, axis, len({one.monday.year for one in found}) > 1)
    for level, name in names.items():
        here = [one for one in found if one.level == level]
        if level == "" and not here:
            continue
        lines = wrap(name, width - 6, 2)
        y += 32
        pen.text("name" if level else "quiet", 6, y, lines, typed=False)
        y += (len(lines) - 1) * LINE + 18
        for first, last in parts:
            pen.add(pen.line("rule", (axis.span(first, first)[0], y), (axis.span(last, last)[1], y)))
        for one in here:
            left, right = axis.span(*_span(one))
            pen.add(_mark(pen, one, name, (left + right) / 2, y))
            if one.entries > 1:
                pen.text("small", (left + right) / 2, y + 4, [str(one.entries)], anchor="middle", typed=False)
    draw_bands(pen, axis, y + 16)
    return pen.finish(y + 20)


def _mark(pen: Pen, one: WeekLevel, name: str, x: float, y: float) -> Mark:
    """A full circle for one entry, a wider open one with the number for several; a dashed one where nothing was said."""
    title = _("Week of %(day)s: %(entries)s, %(level)s") % {"day": _week(one), "entries": counted(one.entries), "level": name}
    look = "open" if one.level == "" else "fill" if one.entries == 1 else "ring"
    return Mark(title, (pen.disc(look, x, y, 6 if one.entries == 1 else 9),))
