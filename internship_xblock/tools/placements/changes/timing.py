"""When a placement takes place, whatever its plan says: the days on which it pauses, and the day on which it ended. Pure.

Everything that speaks of a placement's days asks this: `PlacementView.timing`, or `placements.timings` where nobody is asking.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
WORKDAYS = 5


@dataclass(frozen=True)
class Pause:
    """From `first` to `last`, both paused; `last` None: until further notice."""

    first: date
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def is_over(self, day: date) -> bool:
        """Return whether it was over before this day."""
        return self.last is not None and self.last < day

    def meets(self, other: Pause) -> bool:
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


@dataclass(frozen=True)
class Timing:
    """What holds after the change `number`; 0: nothing was changed yet.

    Attributes:
        pauses: In their order, none touching another.
        ended_on: The last day, where it is another than the plan's.
        asked_on: Since when a student has asked those who may for a change, where nobody has answered.
    """

    number: int = 0
    pauses: tuple[Pause, ...] = ()
    ended_on: date | None = None
    asked_on: date | None = None

    def pause_on(self, day: date) -> Pause | None:
        """Return the pause of a day; None where there is none, and after the end, when nothing pauses any more."""
        if self.has_ended(day):
            return None
        return next((one for one in self.pauses if one.holds_on(day)), None)

    def has_ended(self, day: date) -> bool:
        """Return whether the placement was ended before this day."""
        return self.ended_on is not None and self.ended_on < day

    def look_again_on(self, day: date) -> date | None:
        """Return the day from which it has ended, where that is still to come: what is said of it before is so until then."""
        return self.ended_on + DAY if self.ended_on is not None and not self.has_ended(day) else None

    def takes_place(self, day: date) -> bool:
        """Return whether what is planned on a day takes place."""
        return not self.has_ended(day) and self.pause_on(day) is None

    def next_pause(self, day: date) -> Pause | None:
        """Return the pause of a day, or the one that comes next; None for none, and after the end."""
        if self.has_ended(day):
            return None
        return next((one for one in self.pauses if not one.is_over(day) and not self.has_ended(one.first)), None)

    def last_day(self, planned: date | None) -> date | None:
        """Return the last day of a stay of which the plan says another; of one without a plan the day on which it was ended."""
        if planned is None or self.ended_on is None:
            return planned or self.ended_on
        return min(planned, self.ended_on)

    def span(self, first: date, last: date) -> tuple[date, date] | None:
        """Return as much of a period as there is before the end; None for nothing."""
        end = self.last_day(last)
        return (first, end) if end is not None and first <= end else None

    def spans(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """Yield the stretches of a period in which the placement takes place: without pauses, and not after the end."""
        whole = self.span(first, last)
        if whole is None:
            return
        at, end = whole
        for pause in self.pauses:
            if pause.is_over(at) or pause.first > end:
                continue
            if at < pause.first:
                yield at, pause.first - DAY
            if pause.last is None or pause.last >= end:
                return
            at = pause.last + DAY
        yield at, end

    def paused(self, first: date, last: date) -> list[tuple[date, date]]:
        """Return the stretches of a period that are paused."""
        whole = self.span(first, last)
        if whole is None:
            return []
        start, end = whole
        return [
            (max(start, one.first), end if one.last is None else min(end, one.last))
            for one in self.pauses
            if not one.is_over(start) and one.first <= end
        ]

    def is_paused_week(self, monday: date) -> bool:
        """Return whether nothing takes place from Monday to Friday of a week, and that because of a pause."""
        days = [monday + timedelta(days=number) for number in range(WORKDAYS)]
        return any(map(self.pause_on, days)) and not any(map(self.takes_place, days))

    # -- after a change ------------------------------------------------------------------------------------------------

    def with_pause(self, pause: Pause) -> Timing:
        return replace(self, pauses=tuple(sorted((*self.pauses, pause), key=lambda one: one.first)), asked_on=None)

    def resumed(self, pause: Pause, on: date) -> Timing:
        """Return the same with a pause that is over before `on`; gone where it would not have begun by then."""
        others = replace(self, pauses=tuple(one for one in self.pauses if one != pause), asked_on=None)
        return others if on <= pause.first else others.with_pause(replace(pause, last=on - DAY))

    def ended(self, last: date | None) -> Timing:
        """Return the same with another last day; None: as the plan says."""
        return replace(self, ended_on=last, asked_on=None)

    # -- as it is stored -----------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What a change stores of it."""
        pauses = [[one.first.isoformat(), one.last.isoformat() if one.last else ""] for one in self.pauses]
        end = self.ended_on.isoformat() if self.ended_on else ""
        asked = self.asked_on.isoformat() if self.asked_on else ""
        known = {"number": self.number, "pauses": pauses, "end": end, "asked": asked}
        return json.dumps(known, separators=(",", ":"))

    @classmethod
    def read(cls, text: str | None) -> Timing:
        """Return what a change has stored; that of no change where there is none."""
        if not text:
            return UNCHANGED
        known = json.loads(text)
        pauses = tuple(Pause(date.fromisoformat(first), _day(last)) for first, last in known["pauses"])
        return cls(known["number"], pauses, _day(known["end"]), _day(known["asked"]))


UNCHANGED = Timing()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def are_apart(pauses: Sequence[Pause]) -> bool:
    """Return whether no two of these pauses have a day in common."""
    return not any(one.meets(other) for at, one in enumerate(pauses) for other in pauses[at + 1 :])
