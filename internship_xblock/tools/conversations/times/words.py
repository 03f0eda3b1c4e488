"""Stretches of time in words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.language import formats
from ....core.times import Slot
from .values import MAYBE, NO, YES


def in_words(slot: Slot) -> str:
    """ "Thu 26 Nov, 10:00–10:45", by the clock that is on; where it was proposed by another, with both."""
    here = slot.shown_in(timezone.get_current_timezone_name())
    return f"{here} ({slot.there})" if slot.is_elsewhere else here


def with_zone(slot: Slot) -> str:
    """The same for a letter, which is read who knows where: by the clock that is on, with its name."""
    zone = timezone.get_current_timezone_name()
    return f"{slot.shown_in(zone)} ({zone})"


def times_in_words(count: int) -> str:
    """ "three times", as what somebody proposes."""
    said = [_("one time"), _("two times"), _("three times"), _("four times"), _("five times")]
    return said[count - 1]


def length_in_words(minutes: int) -> str:
    """ "45 minutes", "1 hour", "1.5 hours"."""
    if minutes % 30 == 0 and minutes >= 60:
        return formats.hours(minutes / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def tick_in_words(tick: str) -> str:
    """What somebody says of a time; "" for nothing."""
    return {YES: _("Yes"), MAYBE: _("If need be"), NO: _("No")}.get(tick, "")
