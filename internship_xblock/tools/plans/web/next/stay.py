"""The days of a plan: when the stay begins and ends, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from .....core.language import formats
from .....core.today import NextDate
from .....records.reading import as_date
from .....records.schema import Row
from ...api import PlanView
from ...schema import frozen_text
from .last import Last

CLOSING_WEEKS = 5  # after the last day: what an Erasmus+ agreement promises


def days_of(plan: PlanView) -> tuple[date | None, date | None]:
    """Return the first day of a plan's first period and the last one of the stay, None where none has one."""
    first, last = frozen_text.first_and_last(rows_of(plan, "periods"))
    return first, plan.placement.timing.last_day(last)


def is_over(plan: PlanView) -> bool:
    """Return whether the last day of a stay has passed."""
    last = days_of(plan)[1]
    return last is not None and last < timezone.localdate()


def closing_due(plan: PlanView, last: Last) -> date | None:
    """Return the day by which the certificate of a stay is due, unless one is issued: None before the last day is over.

    None, too, where none can be issued: the version that it would close is not what was submitted. It may be issued at the end
    of any internship; only Erasmus+ says by when.
    """
    day = days_of(plan)[1]
    if not plan.layout.erasmus or not last.number or not last.is_sound or day is None or not is_over(plan):
        return None
    return day + timedelta(weeks=CLOSING_WEEKS)


def next_dates(plan: PlanView, student: str, address: str) -> Iterator[NextDate]:
    """Return the days of a plan from today on: checkpoints, and where a period begins and ends.

    What falls into a pause, or after an early end, does not take place and is not said; the end is that of the stay.
    """
    today, about = timezone.localdate(), {"name": formats.quoted(student) if student else ""}
    words = {
        "start": _("Checkpoint at the start"), "period": _("Checkpoint in a period"), "midway": _("Checkpoint halfway"),
        "end": _("Checkpoint at the end"), "weekly": _("First weekly checkpoint"), "": _("Checkpoint"),
    }  # fmt: skip
    found = [
        (row.get("date"), words.get(row.get("kind", ""), words[""]), str(row["uid"])) for row in rows_of(plan, "checkpoints")
    ]
    rows = rows_of(plan, "periods")
    begins, ends = _("The placement begins"), _("The placement ends")
    if plan.layout.staff:
        begins, ends = _("The onboarding begins"), _("The onboarding ends")
    for field, one, some in (("start", begins, _("A period begins")), ("end", ends, _("A period ends"))):
        found += [(row.get(field), one if len(rows) == 1 else some, "") for row in rows]
    timing = plan.placement.timing
    if timing.ended_on is not None:
        found = [one for one in found if one[1] not in (ends, _("A period ends"))] + [(timing.ended_on, ends, "")]
    for when, said, key in found:
        day = as_date(when)
        if day is not None and day >= today and timing.takes_place(day):
            sentence = _("%(name)s: %(what)s") % {"what": formats.in_sentence(said), **about} if student else said
            yield NextDate(day=day, sentence=sentence, address=address, placement_id=plan.placement.id, key=key)


def rows_of(plan: PlanView, section: str) -> list[Row]:
    """Return the rows of a section of a draft; none where its course does not ask for it."""
    return list(plan.sections[section].rows) if section in plan.sections else []
