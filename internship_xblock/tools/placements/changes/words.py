"""How a placement stands that was paused or ended, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ....core.language import formats
from .timing import DAY, Pause, Timing


def state(timing: Timing, today: date) -> str:
    """Return in a few words that a placement is paused or ended, or soon will be; "" where all goes on as planned."""
    if timing.has_ended(today):
        return _("Ended early, on %(day)s") % {"day": formats.day(timing.ended_on)}
    pause = timing.pause_on(today)
    if pause is not None:
        last = min((day for day in (pause.last, timing.ended_on) if day is not None), default=None)
        return _("Paused until %(day)s") % {"day": formats.day(last)} if last else _("Paused until further notice")
    if timing.ended_on is not None:
        return _("Ends early, on %(day)s") % {"day": formats.day(timing.ended_on)}
    coming = timing.next_pause(today)
    return _("Will be paused from %(day)s") % {"day": formats.day(coming.first)} if coming is not None else ""


def pause_in_words(pause: Pause) -> str:
    """Return from when to when it is paused: "Mon 5 Oct – Fri 16 Oct 2026"."""
    if pause.last is None:
        return _("from %(day)s until further notice") % {"day": formats.day_and_year(pause.first)}
    return formats.days(pause.first, pause.last)


def sentences(timing: Timing, today: date) -> Iterator[str]:
    """Say each pause that is not over, and an early end, to somebody who has the placement open.

    A pause over the end lasts until the end, and nothing resumes after it.
    """
    if timing.ended_on is not None:
        words = _("It was ended early: the last day was %(day)s.")
        if not timing.has_ended(today):
            words = _("It ends early: the last day is %(day)s.")
        yield words % {"day": formats.full_day(timing.ended_on)}
    if not timing.has_ended(today):
        coming = (pause for pause in timing.pauses if not pause.is_over(today) and not timing.has_ended(pause.first))
        yield from (_of_pause(pause, timing.ended_on, today) for pause in coming)


def _of_pause(pause: Pause, ended_on: date | None, today: date) -> str:
    """Say one pause; where the placement ends in it, after a sentence that says on which day."""
    has_begun = pause.first <= today
    if ended_on is not None and (pause.last is None or pause.last >= ended_on):
        words = _("It is paused until then.") if has_begun else _("It will be paused from %(first)s until then.")
        return words % {"first": formats.full_day(pause.first)}
    if pause.last is None:
        words = _("It has been paused since %(first)s, until somebody resumes it.")
        if not has_begun:
            words = _("It will be paused from %(first)s, until somebody resumes it.")
        return words % {"first": formats.full_day(pause.first)}
    words = _("It is paused until %(last)s and resumes on %(on)s.")
    if not has_begun:
        words = _("It will be paused from %(first)s until %(last)s.")
    known = {"first": formats.full_day(pause.first), "last": formats.full_day(pause.last)}
    return words % {**known, "on": formats.full_day(pause.last + DAY)}
