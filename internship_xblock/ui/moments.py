"""A moment as values: what a template says of it, and what moments.js needs to say it by the reader's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.timezone import localtime
from django.utils.translation import get_language

from ..core.language import formats


@dataclass(frozen=True)
class Said:
    """A moment on the site's clock: as a machine reads it, its day in words, hours and minutes."""

    iso: str
    day: str
    day_and_year: str
    clock: str


def said(at: datetime) -> Said:
    """Return what a moment is called in the zone and the language that are on."""
    return _said(localtime(at).isoformat(timespec="seconds"), get_language())


@lru_cache(maxsize=2_000)
def _said(at: str, language: str | None) -> Said:
    """The pages of a placement say the same few moments again and again. As text: two zones' clocks of one moment are equal."""
    when = datetime.fromisoformat(at)
    return Said(at, formats.day(when.date()), formats.day_and_year(when.date()), f"{when:%H:%M}")
