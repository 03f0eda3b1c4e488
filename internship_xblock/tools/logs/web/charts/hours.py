"""The hours that were written down against those of the plan, period by period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....records.drawing.picture import Picture, drawings
from .....records.drawing.shapes import plain
from ...statistics.figures import Figures
from ...values import Hours
from .frame import Bar, days, draw_bars


def hours_picture(figures: Figures, today: date, mirrored: bool) -> Picture | None:
    """None where the plan has no period with dates: then there is nothing to hold the hours against."""
    if not figures.hours:
        return None
    bars = list(_bars(figures, today))
    rows = []
    for row, bar in zip(figures.hours, bars, strict=False):
        rows.append((bar.name, bar.note, formats.number(row.written), formats.number(row.planned) or "–"))
    if len(bars) > len(rows):
        rows.append((bars[-1].name, "–", formats.number(figures.hours_elsewhere), "–"))
    return Picture(
        key="hours", title=_("Hours compared with the plan"), statement=_statement(figures, today),
        drawings=drawings(lambda width: draw_bars(bars, width, mirrored)),
        columns=(_("Period"), _("Days"), _("Hours logged"), _("Hours in the plan")), rows=tuple(rows),
    )  # fmt: skip


def _bars(figures: Figures, today: date) -> Iterator[Bar]:
    for number, row in enumerate(figures.hours, start=1):
        name = plain(row.label) or _("Period %(number)d") % {"number": number}
        yield Bar(name, float(row.written), _in_words(row, today), row.planned, days(row.start, row.end))
    if figures.hours_elsewhere:
        yield Bar(_("Outside the periods"), float(figures.hours_elsewhere), formats.hours(figures.hours_elsewhere))


def _in_words(row: Hours, today: date) -> str:
    if row.start > today and not row.written:
        if row.planned is None:
            return _("not started yet")
        return _("not started yet: %(planned)s hours planned") % {"planned": formats.number(row.planned)}
    if row.planned is None:
        return formats.hours(row.written)
    return _("%(written)s of %(planned)s hours") % {
        "written": formats.number(row.written),
        "planned": formats.number(row.planned),
    }


def _statement(figures: Figures, today: date) -> str:
    planned = sum(row.planned or 0 for row in figures.hours)
    inside = figures.hours_total - figures.hours_elsewhere
    facts = {"written": formats.number(inside), "planned": formats.number(planned)}
    if planned:
        said_ = [_("%(written)s of %(planned)s planned hours are logged.") % facts]
    else:
        said_ = [_("Logged in the periods: %(written)s hours. The plan does not say how many are planned.") % facts]
    if figures.hours_elsewhere:
        said_.append(_("Outside the periods: %(hours)s.") % {"hours": formats.hours(figures.hours_elsewhere)})
    ahead = sum(row.start > today for row in figures.hours)
    if ahead:
        said_.append(
            ngettext("%(count)d period is still ahead.", "%(count)d periods are still ahead.", ahead) % {"count": ahead}
        )
    return " ".join(said_)
