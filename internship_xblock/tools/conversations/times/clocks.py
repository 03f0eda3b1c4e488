"""What a clock on the wall shows, and the moment that it is. Pure."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, time

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class NoSuchTime(ValueError):
    """The clocks are put forward over it: no clock there ever shows it."""


class TwiceThere(ValueError):
    """The clocks are put back over it: they show it twice."""


def moment_of(day: date, clock: time, zone: str) -> datetime:
    """Return the moment, in UTC, at which the clocks of a time zone show this.

    Raises:
        NoSuchTime: They never do on that day.
        TwiceThere: They do twice, an hour apart as a rule, so that two people would come at two times.
    """
    here, shown = zoneinfo.ZoneInfo(zone), datetime.combine(day, clock)
    found = [shown.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1)]
    fitting = {at for at in found if at.astimezone(here).replace(tzinfo=None) == shown}
    if not fitting:
        raise NoSuchTime
    if len(fitting) > 1:
        raise TwiceThere
    return fitting.pop()


def typed_clock(typed: str) -> time | None:
    """Return the time of day that somebody typed, "10:00" or "10.00"; None for what is none."""
    found = _CLOCK.fullmatch(typed.strip())
    return time(int(found[1]), int(found[2])) if found else None
