"""When something is told, and when it is too late to. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

MORNING = time(8)  # when reminders go out
DIGEST = time(7)  # when those who want one message a day get it
EVENING = time(20)  # from here to MORNING no reminder goes out
REMINDER_IS_LATE = timedelta(hours=24)
NOTICE_IS_LATE = timedelta(days=7)


def morning(day: date, zone: tzinfo) -> datetime:
    """When a reminder of that day goes out, on the reader's clock."""
    return datetime.combine(day, MORNING, zone)


def digest_after(made: datetime, zone: tzinfo) -> datetime:
    """When what happened at `made` goes out to somebody who wants one message a day: the next morning of theirs."""
    here = made.astimezone(zone)
    at = datetime.combine(here.date(), DIGEST, zone)
    return at if here <= at else datetime.combine(here.date() + timedelta(days=1), DIGEST, zone)


def after_the_night(now: datetime, zone: tzinfo) -> datetime | None:
    """When a reminder may go out that came up in the quiet hours; None outside them."""
    here = now.astimezone(zone)
    if MORNING <= here.time() < EVENING:
        return None
    day = here.date() + timedelta(days=1) if here.time() >= EVENING else here.date()
    return morning(day, zone)


def is_late(due: datetime, now: datetime, is_reminder: bool) -> bool:
    """Whether nobody is helped any more by what was never tried: a reminder a day after it was first due, all else a week."""
    return now - due > (REMINDER_IS_LATE if is_reminder else NOTICE_IS_LATE)
