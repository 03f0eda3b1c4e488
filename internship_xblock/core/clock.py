"""The reader's day. A site's clock is often UTC: at the other end of the world it is yesterday there, or tomorrow.

Whoever answers a request does it inside `as_reader`, with the time zone that the browser names, or the platform knows. Then
`timezone.localdate()` is the reader's day everywhere. Where nobody knows the zone, a day's difference is nobody's mistake:
`is_past` and `is_to_come` say no until the day is over, or has not begun, everywhere.
"""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta

from django.utils import timezone

_LONGEST = 64  # characters of the name of a time zone
_is_known = ContextVar("internship_reader_zone_is_known", default=False)


@contextmanager
def as_reader(zone: str) -> Iterator[None]:
    """Go by the clock of a time zone ("Europe/Oslo"); by the site's where it is none that we know."""
    if not is_zone(zone):
        yield
        return
    token = _is_known.set(True)
    try:
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            yield
    finally:
        _is_known.reset(token)


def is_past(day: date) -> bool:
    return day < timezone.localdate() - _slack()


def is_to_come(day: date) -> bool:
    return day > timezone.localdate() + _slack()


def _slack() -> timedelta:
    return timedelta(days=0 if _is_known.get() else 1)


def is_zone(name: str) -> bool:
    """Return whether this is the name of a time zone that this machine knows."""
    return len(name) <= _LONGEST and name in _zones()


@functools.cache
def _zones() -> frozenset[str]:
    """Only these are asked for: a name that somebody made up could be a file's. Python reads hundreds of files to say them."""
    return frozenset(zoneinfo.available_timezones())
