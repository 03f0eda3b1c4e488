"""What the pictures of a log have in common: how they count and list in words, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....records.drawing.axis import said
from .....records.drawing.shapes import LINE, WIDE, Drawing, Mark, Pen, Stroke, measure, wrap

SMALL = 12  # the size of the words that belong to a mark
BAR = 12  # units high
_NAMED = 4  # things in a sentence before it only counts


@dataclass(frozen=True)
class Bar:
    """Something counted. `amount` of `aim` (None where nothing says one); `words` say both. `note` stands after the name."""

    name: str
    amount: float
    words: str
    aim: float | None = None
    note: str = ""


def listed(things: Sequence[str]) -> str:
    """ "a", "a and b", "a, b, c, d and 5 more"."""
    shown = list(things[:_NAMED])
    if len(things) > _NAMED:
        more = len(things) - _NAMED
        shown.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return get_text_list(shown, _("and"))


def days(first: date, last: date | None = None) -> str:
    """ "Mon 21 Sep 2026", "Mon 21 Sep 2026 – Fri 25 Sep 2026"."""
    return said(first.toordinal(), last.toordinal() if last else None)


def draw_bars(bars: Sequence[Bar], width: int, mirrored: bool) -> Drawing:
    """A row each: its name, the bar on one scale with a tick where the aim is, the words beside it or, where it is narrow,
    below."""
    pen = Pen(width, mirrored)
    most = max([1.0, *(max(bar.amount, bar.aim or 0) for bar in bars)])
    beside = max((measure(bar.words, SMALL) for bar in bars), default=0) + 10
    is_beside = width >= WIDE and beside < width / 2
    room = width - beside if is_beside else width - 2
    y = 0.0
    for bar in bars:
        y = _named(pen, bar, y)
        end = max(room * max(bar.amount, bar.aim or 0) / most, 6 if bar.amount else 12)
        pen.add(Mark(f"{bar.name[:80]}: {bar.words}", tuple(_strokes(pen, bar, y, room / most))))
        if is_beside:
            pen.text("small", end + 8, y + 10, [bar.words], typed=False)
            y += BAR + 16
        else:
            lines = wrap(bar.words, width, 2, SMALL)
            pen.text("small", 0, y + BAR + 15, lines, typed=False)
            y += BAR + 24 + (len(lines) - 1) * 15
    return pen.finish(y - 4)


def _named(pen: Pen, bar: Bar, top: float) -> float:
    """The name and its note; returns where the bar begins."""
    lines = wrap(bar.name, pen.width, 3)
    is_joined = bool(bar.note) and measure(f"{lines[-1]} · {bar.note}") <= pen.width
    y = top + 15
    pen.text("name", 0, y, lines, tail=bar.note if is_joined else "")
    y += (len(lines) - 1) * LINE
    if bar.note and not is_joined:
        y += LINE - 2
        pen.text("quiet", 0, y, wrap(bar.note, pen.width, 1, SMALL), typed=False)
    return y + 8


def _strokes(pen: Pen, bar: Bar, y: float, scale: float) -> list[Stroke]:
    strokes = []
    if bar.aim:
        strokes.append(pen.box("bar-period", 0, y, max(bar.aim * scale, 1), BAR))
    if bar.amount:
        strokes.append(pen.box("bar", 0, y, max(bar.amount * scale, 2), BAR))
    if bar.aim:
        at = max(bar.aim * scale, 1)
        strokes.append(pen.line("edge", (at, y - 4), (at, y + BAR + 4)))
    if not strokes:
        strokes.append(pen.disc("open", 6, y + BAR / 2, 5))
    return strokes
