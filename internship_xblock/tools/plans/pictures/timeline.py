"""When a plan happens: periods, tasks and checkpoints along one axis of days, as words and as a drawing.

Where nothing happens for longer than a week the axis is cut, and says for how long: three separate weeks in nine are three
thirds of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.errors import Words
from ....records.drawing.axis import BREAK, SMALL, Axis, Span, draw_bands, draw_days, has_years, said, stretches
from ....records.drawing.shapes import LINE, NARROW, WIDE, Drawing, Mark, Pen, Stroke, measure, plain, wrap
from ....records.reading import as_date
from ..schema.layout import Layout
from ..schema.sections import BY_NAME

WEEKLY_LIMIT = 60  # marks of one weekly checkpoint; the words say that it goes on


@dataclass(frozen=True)
class Item:
    """A row. `gap` says what is wrong with its dates, "" where nothing is."""

    kind: str  # period, task, checkpoint
    name: str
    spans: tuple[Span, ...] = ()
    gap: str = ""
    note: str = ""

    @property
    def marks(self) -> list[str]:
        """Each mark's days in words; "" for the one mark of something without a day."""
        return [said(first, last) for first, last in self.spans] or [""]


@dataclass(frozen=True)
class Group:
    title: Words
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Timeline:
    groups: tuple[Group, ...]
    mirrored: bool

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def marks(self) -> int:
        """What the picture says and the table says: so many things."""
        return sum(len(item.marks) for item in self.items)

    @property
    def stretches(self) -> list[Span]:
        """The days on the axis: what is not further apart than a break, together."""
        return stretches((span for item in self.items for span in item.spans), BREAK)

    @property
    def statement(self) -> str:
        """What the picture shows, in words."""
        counts = [BY_NAME[f"{kind}s"].count_in_words(count) for kind, count in self._counts() if count]
        stretches = self.stretches
        if stretches:
            days = {"first": said(stretches[0][0]), "last": said(stretches[-1][1]), "what": ", ".join(counts)}
            words = [_("From %(first)s to %(last)s: %(what)s.") % days]
        else:
            words = [_("Nothing has a date yet: %(what)s.") % {"what": ", ".join(counts)}]
        if len(stretches) > 1:
            breaks = len(stretches) - 1
            words.append(ngettext("%(count)d break is drawn shorter than it is.",
                                  "%(count)d breaks are drawn shorter than they are.", breaks) % {"count": breaks})  # fmt: skip
        gaps = sum(bool(item.gap) for item in self.items)
        if gaps and stretches:
            words.append(ngettext("%(count)d date is missing or does not fit.",
                                  "%(count)d dates are missing or do not fit.", gaps) % {"count": gaps})  # fmt: skip
        return " ".join(words)

    def _counts(self) -> Iterator[tuple[str, int]]:
        for kind in ("period", "task", "checkpoint"):
            yield kind, sum(item.kind == kind for item in self.items)

    @property
    def drawings(self) -> list[tuple[str, Drawing]]:
        """For a wide place and for a narrow one."""
        return [("wide", _draw(self, WIDE)), ("narrow", _draw(self, NARROW))]


def timeline(document: Mapping[str, Any], mirrored: bool = False) -> Timeline | None:
    """The timeline of a document; None where it has neither periods nor tasks nor checkpoints."""
    periods = [_period(number, row) for number, row in enumerate(document.get("periods", []), start=1)]
    times = sorted(item.spans[0] for item in periods if item.spans and not item.gap)
    tasks = [_task(number, row, times) for number, row in enumerate(document.get("tasks", []), start=1)]
    layout = Layout.of(document)
    checkpoints = [
        _checkpoint(number, row, times, layout) for number, row in enumerate(document.get("checkpoints", []), start=1)
    ]
    named = ((_("Periods"), periods), (_("Tasks"), tasks), (_("Checkpoints"), checkpoints))
    groups = tuple(Group(title, tuple(items)) for title, items in named if items)
    return Timeline(groups, mirrored) if groups else None


def _day(value: object) -> int | None:
    day = as_date(value)
    return day.toordinal() if day else None


def _period(number: int, row: Mapping[str, Any]) -> Item:
    name = plain(row.get("label") or "") or _("Period %(number)d") % {"number": number}
    first, last = _day(row.get("start")), _day(row.get("end"))
    if first is None and last is None:
        return Item("period", name, gap=_("no dates yet"))
    if first is None or last is None:
        day = first or last or 1
        return Item("period", name, ((day, day),), _("last day missing") if last is None else _("first day missing"))
    if last < first:
        return Item("period", name, ((last, first),), _("ends before it starts"))
    return Item("period", name, ((first, last),))


def _task(number: int, row: Mapping[str, Any], times: Sequence[Span]) -> Item:
    """From its first day to the end of the period that day lies in."""
    name = f"{number}. {plain(row.get('text') or '')}"
    first = _day(row.get("start"))
    if first is None:
        return Item("task", name, gap=_("no date yet"))
    end = max((last for begins, last in times if begins <= first <= last), default=None)
    if end is None:
        return Item("task", name, ((first, first),), _("outside the periods") if times else "")
    return Item("task", name, ((first, end),))


def _checkpoint(number: int, row: Mapping[str, Any], times: Sequence[Span], layout: Layout) -> Item:
    kind = str(row.get("kind") or "")
    name = layout.choice("checkpoints", "kind", kind) or _("Checkpoint %(number)d") % {"number": number}
    about = plain(row.get("about") or "")
    first = _day(row.get("date"))
    if first is None:
        return Item("checkpoint", name, gap=_("no date yet"), note=about)
    if kind != "weekly":
        return Item("checkpoint", name, ((first, first),), note=about)
    days = list(_weekly(first, times))
    gap = _("and so on, every week") if len(days) > WEEKLY_LIMIT else ""
    return Item("checkpoint", name, tuple((day, day) for day in days[:WEEKLY_LIMIT]), gap, about)


def _weekly(first: int, times: Sequence[Span]) -> Iterator[int]:
    """The first day, and that day of each later week in which a period has days; one more than the limit at most."""
    yield first
    found, done = 1, first
    for begins, last in times:
        monday, sunday = begins - (begins - 1) % 7, last - (last - 1) % 7 + 6  # ordinal 1 is a Monday
        day = max(done + 7, monday + (first - monday) % 7)
        while day <= min(sunday, date.max.toordinal()) and found <= WEEKLY_LIMIT:
            yield day
            found, done, day = found + 1, day, day + 7


# -- the drawing --------------------------------------------------------------------------------------------------


def _draw(timeline: Timeline, width: int) -> Drawing:
    axis = Axis(timeline.stretches, width)
    pen = Pen(axis.width, timeline.mirrored)
    with_year = has_years(axis)
    y: float = draw_days(pen, axis, with_year)
    for group in timeline.groups:
        y += 22
        pen.text("group", 0, y, [str(group.title)], typed=False)
        y += 6
        for item in group.items:
            y = _row(pen, axis, item, y, with_year)
    draw_bands(pen, axis, y + 6)
    return pen.finish(y + 8)


def _row(pen: Pen, axis: Axis, item: Item, top: float, with_year: bool) -> float:
    """What it is and when, where all lines begin; below it its bar or its marks. Returns where the row ends."""
    marks = [(axis.span(first, last), said(first, last)) for first, last in item.spans]
    when = said(item.spans[0][0], item.spans[-1][1] if item.kind != "checkpoint" else None, with_year) if marks else ""
    when = _("from %(day)s") % {"day": when} if len(marks) > 1 else when
    tail = " · ".join(filter(None, (when, item.gap)))
    x = 0 if marks else 14
    lines = wrap(item.name, pen.width - x, 3)
    is_joined = bool(tail) and measure(f"{lines[-1]} · {tail}") <= pen.width - x
    y = top + 16
    pen.text("name", x, y, lines, tail=tail if is_joined else "")
    y += (len(lines) - 1) * LINE
    if tail and not is_joined:
        under = wrap(tail, pen.width - x, 2, SMALL)
        pen.text("quiet", x, y + LINE - 1, under, typed=False)
        y += (LINE - 2) * len(under)
    title = f"{item.name[:80]}, {tail}"
    if not marks:
        pen.add(Mark(title, (pen.sign("sign", 6, top + 11),)))
        return y + 12
    y += 8
    for (left, right), _when in marks:
        pen.add(Mark(title, tuple(_strokes(pen, item, left, right, y))))
    return y + 20


def _strokes(pen: Pen, item: Item, left: float, right: float, y: float) -> Iterator[Stroke]:
    if item.kind == "checkpoint":
        yield pen.diamond("fill", min(max((left + right) / 2, 6), pen.width - 6), y + 6, 6)
        return
    look = "bar-gap" if item.gap else "bar-period" if item.kind == "period" else "bar"
    yield pen.box(look, left, y, right - left, 10)
    if item.gap:
        yield pen.sign("sign", (left + right) / 2, y + 5)
