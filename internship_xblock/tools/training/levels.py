"""The levels of training: what they are called, and how long they are valid. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

READY, CERTIFIED = "ready", "certified"
LEVELS = ((READY, _("Ready to host")), (CERTIFIED, _("Certified internship mentor")))  # the higher one last
AWARDED_BY_UNITS = (READY,)  # what a lesson can award; the other one follows from the course's certificate
YEARS = 5  # that a level is valid
RENEWAL = timedelta(days=60)  # how long before its last day one is asked to renew it, and can; after it one is asked as long


def level_label(level: str) -> str:
    """What a level is called."""
    return str(dict(LEVELS)[level])


def rank(level: str) -> int:
    """How high a level is among the others."""
    return [name for name, _label in LEVELS].index(level)


def renewable_from(until: date) -> date:
    """Return the first day on which a level with this last day can be renewed, and on which one is asked to."""
    return until - RENEWAL


def asked_until(until: date) -> date:
    """Return the last day on which one is asked to renew it: not for ever once it has lapsed."""
    return until + RENEWAL


def valid_until(first: date) -> date:
    """Return the last day of a level that is valid from a day on: the same day, five years later."""
    year = first.year + YEARS
    is_leap_day = (first.month, first.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else first.replace(year=year)
