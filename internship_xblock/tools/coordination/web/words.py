"""The words of the coordinator's list: what its filters are called, how a placement stands, how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ....core import standing
from ....core.language import formats
from ....core.today import GOOD, MIND, QUIET, WRONG
from ...logs.api import SILENT_DAYS
from ..api import COUNT_LIMIT, Line

Words = str | Promise

STATES: dict[str, Words] = {
    "": pgettext_lazy("placements", "All"),
    "invited": pgettext_lazy("placements", "Not joined"),
    "undelivered": gettext_lazy("Mail undelivered"),
    standing.UNSIGNED: gettext_lazy("Plan not signed"),
    "silent": gettext_lazy("Log silent"),
    "untrained": gettext_lazy("Mentor not trained"),
    standing.NOT_STARTED: gettext_lazy("No plan"),
    standing.DRAFT: gettext_lazy("Plan in draft"),
    standing.SUBMITTED: gettext_lazy("Plan with the reviewer"),
    standing.RETURNED: gettext_lazy("Plan: changes requested"),
    standing.APPROVED: gettext_lazy("Plan approved"),
}
TIMES: dict[str, Words] = {
    "": gettext_lazy("Whenever they are"),
    "running": gettext_lazy("Running now"),
    "coming": gettext_lazy("To come"),
    "ended": gettext_lazy("Ended"),
    "undated": gettext_lazy("Without dates"),
}
_PLANS = {standing.DRAFT: MIND, standing.RETURNED: MIND, standing.APPROVED: GOOD}
NAMES_SHOWN = 2


@dataclass(frozen=True)
class Sign:
    """One thing that is so in a placement, with its tone."""

    words: str
    tone: str = QUIET


def count(number: int) -> str:
    """Return how many, as far as is counted: "12", "1,000+"."""
    shown = str(number_format(min(number, COUNT_LIMIT), use_l10n=True, force_grouping=True))
    return f"{shown}+" if number > COUNT_LIMIT else shown


def signs(line: Line, chosen: str = "", knows_training: bool = False) -> Iterator[Sign]:
    """Say how a placement stands, what is wrong first. `chosen`: the state that all in the list have, which goes unsaid.

    That a mentor is not trained is said where others are, of what has not ended.
    """
    if line.mail_since is not None:
        yield Sign(_("Mail undelivered since %(day)s") % {"day": _short(line.mail_since)}, WRONG)
    if line.silent_since is not None:
        last = line.silent_since - timedelta(days=SILENT_DAYS)
        yield Sign(_("No log entry since %(day)s") % {"day": _short(last)}, WRONG)
    if line.invited_since is not None:
        yield Sign(_not_joined(line), MIND)
    if line.is_unsigned:
        said = _("Not signed: %(names)s") % {"names": _names(line.unsigned)} if line.unsigned else str(STATES[line.plan])
        yield Sign(said, MIND)
    elif line.plan and line.plan != chosen:
        yield Sign(str(STATES[line.plan]), _PLANS.get(line.plan, QUIET))
    if knows_training and chosen != "untrained" and _is_to_be_trained(line):
        yield Sign(str(STATES["untrained"]), QUIET)


def _is_to_be_trained(line: Line) -> bool:
    has_ended = line.last_day is not None and line.last_day < timezone.localdate()
    return line.is_untrained and not has_ended


def _not_joined(line: Line) -> str:
    names = [one.name for one in line.awaited]
    words = {"day": _short(line.invited_since), "n": len(names), "name": formats.quoted(names[0]) if names else ""}
    if len(names) > 1:
        said = ngettext("%(n)d person not joined since %(day)s", "%(n)d not joined since %(day)s", len(names))
    else:
        said = _("%(name)s not joined since %(day)s") if names else _("Not joined since %(day)s")
    return said % words


def _short(day: date | None) -> str:
    """A day of this year without it."""
    is_this_year = day is not None and day.year == timezone.localdate().year
    return formats.month_and_day(day) if is_this_year else formats.short_date(day)


def _names(names: tuple[str, ...] | list[str]) -> str:
    shown, more = names[:NAMES_SHOWN], len(names) - NAMES_SHOWN
    said = ", ".join(formats.quoted(one) for one in shown)
    return (
        ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": said, "n": more}
        if more > 0
        else said
    )


def days(line: Line) -> str:
    """When a placement is, "" where nobody has planned it."""
    first, last = line.first_day, line.last_day
    if first is None or last is None or first == last:
        return formats.short_date(first or last)
    is_one_year = first.year == last.year
    return f"{formats.month_and_day(first) if is_one_year else formats.short_date(first)} – {formats.short_date(last)}"
