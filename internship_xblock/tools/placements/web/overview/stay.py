"""When a placement is: its periods, the days on which people talk, and the weeks in which something was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....core.today import Meeting, Part, Period
from .....core.weeks import mondays, written_in_words
from ...api import UNCHANGED, Timing

WEEKS_SHOWN = 160  # three years


@dataclass(frozen=True)
class WrittenWeek:
    """A week of a period, or one in which something was written. `is_over`: nothing more is to come.

    `is_paused`: the placement did not take place in it, so that nobody was expected to write.
    """

    monday: date
    entries: int
    is_over: bool
    is_paused: bool = False

    @property
    def is_silent(self) -> bool:
        return self.is_over and not self.entries and not self.is_paused

    @property
    def words(self) -> str:
        if self.is_paused and not self.entries:
            return _("paused")
        return written_in_words(self.entries, is_over=self.is_over)


@dataclass(frozen=True)
class Stay:
    """The days of one placement, as its plan and its log say them to somebody."""

    part: Part
    today: date
    timing: Timing = UNCHANGED

    @property
    def periods(self) -> Sequence[Period]:
        return self.part.periods

    @property
    def meetings(self) -> Sequence[Meeting]:
        return self.part.meetings

    @property
    def first(self) -> date | None:
        return self.periods[0].first if self.periods else None

    @property
    def last(self) -> date | None:
        return max((one.last for one in self.periods), default=None)

    @property
    def days(self) -> str:
        """From the first day of the first period to the last of the last, in words; "" for none."""
        return formats.days(self.first, self.last) if self.periods else ""

    @property
    def held(self) -> list[Meeting]:
        """The conversations whose day has passed, the last one first."""
        return [one for one in reversed(self.meetings) if one.day < self.today]

    @property
    def coming(self) -> list[Meeting]:
        return [one for one in self.meetings if one.day >= self.today]

    @cached_property
    def weeks(self) -> list[WrittenWeek]:
        """The weeks of the periods and those with entries, of a log in which something stands."""
        if not self.part.weeks:
            return []
        counts: dict[date, int] = {}
        for one in self.part.weeks:
            counts[one.monday] = counts.get(one.monday, 0) + one.entries
        expected = (monday for one in self.periods for monday in islice(mondays(one.first, one.last), WEEKS_SHOWN))
        shown = sorted({*counts, *expected})[:WEEKS_SHOWN]
        return [
            WrittenWeek(
                monday, counts.get(monday, 0), monday + timedelta(days=6) < self.today, self.timing.is_paused_week(monday)
            )
            for monday in shown
        ]  # fmt: skip

    @property
    def silent(self) -> int:
        """How many weeks of the periods are over without an entry."""
        return sum(week.is_silent for week in self.weeks)

    @property
    def sentences(self) -> Iterator[str]:
        """How far the stay is."""
        yield self._where_today_is()
        if self.meetings:
            known = {"held": len(self.held), "count": len(self.meetings)}
            yield _("Conversations whose day has passed: %(held)d of %(count)d.") % known
        over = [week for week in self.weeks if week.is_over and not (week.is_paused and not week.entries)]
        if over:
            known = {"with": sum(bool(week.entries) for week in over), "count": len(over)}
            yield _("Weeks with an entry in the log: %(with)d of %(count)d.") % known

    def _where_today_is(self) -> str:
        if self.timing.has_ended(self.today):
            return _("It is over.")
        if self.first is None or self.last is None:
            return _("No period is planned yet.")
        if self.today < self.first:
            days = (self.first - self.today).days
            return ngettext("It begins in %(n)d day.", "It begins in %(n)d days.", days) % {"n": days}
        if self.today > self.last:
            return _("It is over.")
        here = next((one for one in self.periods if one.first <= self.today <= one.last), None)
        if here is None:
            return _("Today lies between two periods.")
        if self.timing.pause_on(self.today) is not None:
            return _("Today it is paused.")
        left = (here.last - self.today).days
        words = ngettext("%(n)d day of the period is left.", "%(n)d days of the period are left.", left)
        return words % {"n": left} if left else _("The period ends today.")


def name_of(period: Period, number: int) -> str:
    """Return what a period is called, by its number where nobody gave it a name."""
    return period.name or _("Period %(number)d") % {"number": number}
