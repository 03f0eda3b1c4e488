"""Which learning outcomes of the plan the entries touch, and which none does yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.weeks import counted
from .....records.drawing.picture import Picture, drawings
from .....records.drawing.shapes import plain
from ...statistics.figures import Figures
from .frame import Bar, days, draw_bars, listed


def outcomes_picture(figures: Figures, outcomes: Sequence[tuple[str, str]], mirrored: bool) -> Picture | None:
    """`outcomes` are the plan's, as uid and text. None where it has none."""
    if not outcomes:
        return None
    touched = {one.uid: one for one in figures.touched}
    bars, rows, missing = [], [], []
    for number, (uid, text) in enumerate(outcomes, start=1):
        name, one = f"{number}. {plain(text)}", touched.get(uid)
        if one is None:
            missing.append(str(number))
            bars.append(Bar(name, 0, _("in no entry yet")))
            rows.append((name, "0", "–"))
            continue
        last = days(one.last)
        facts = {"entries": counted(one.entries), "day": last}
        bars.append(Bar(name, one.entries, _("%(entries)s, last on %(day)s") % facts))
        rows.append((name, str(one.entries), last))
    return Picture(
        key="outcomes", title=_("Learning outcomes in the entries"),
        statement=_statement(figures, outcomes, missing),
        drawings=drawings(lambda width: draw_bars(bars, width, mirrored)),
        columns=(_("Learning outcome"), _("Entries"), _("Last mentioned")), rows=tuple(rows),
    )  # fmt: skip


def _statement(figures: Figures, outcomes: Sequence[tuple[str, str]], missing: Sequence[str]) -> str:
    count = len(outcomes)
    facts = {"touched": count - len(missing), "count": count}
    words = [ngettext("The entries concern %(touched)d of %(count)d outcome.",
                      "The entries concern %(touched)d of %(count)d outcomes.", count) % facts]  # fmt: skip
    if missing and len(missing) < count:
        words.append(ngettext("Not yet: outcome %(numbers)s.", "Not yet: outcomes %(numbers)s.", len(missing))
                     % {"numbers": listed(missing)})  # fmt: skip
    if figures.without_outcome:
        words.append(ngettext("%(count)d entry names none.", "%(count)d entries name none.", figures.without_outcome)
                     % {"count": figures.without_outcome})  # fmt: skip
    known = {uid for uid, _text in outcomes}
    gone = sum(one.uid not in known for one in figures.touched)
    if gone:
        words.append(ngettext("%(count)d outcome in the entries is no longer in the plan.",
                              "%(count)d outcomes in the entries are no longer in the plan.", gone)
                     % {"count": gone})  # fmt: skip
    return " ".join(words)
