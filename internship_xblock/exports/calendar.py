"""Dated conversations as an iCalendar file (RFC 5545) for any calendar program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from ..core.language.text import clean

REMIND_AT = 9  # o'clock on the day of a reminder


@dataclass(frozen=True)
class Event:
    """A whole day with something to do. `uid` is the same in every version, `sequence` grows with each.

    `weeks` are the days of a weekly one, the first included; () for one that is there once. `reminders` are days before.
    """

    uid: str
    summary: str
    description: str
    day: date
    sequence: int
    stamp: datetime
    weeks: tuple[date, ...] = ()
    reminders: tuple[int, ...] = (1,)
    is_cancelled: bool = False
    url: str = ""


@dataclass(frozen=True)
class Calendar:
    name: str
    language: str
    events: tuple[Event, ...]
    every: timedelta | None = None  # how often a program that has subscribed may ask again


def render(calendar: Calendar) -> bytes:
    """The calendar as text/calendar in UTF-8."""
    whole = icalendar.Calendar()
    whole.add("prodid", f"-//internship-xblock//plan//{calendar.language.upper()}")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", clean(calendar.name))
    if calendar.every is not None:
        whole.add("refresh-interval", calendar.every, parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", f"PT{int(calendar.every.total_seconds() // 3600)}H")
    for event in calendar.events:
        whole.add_component(_event(event))
    return bytes(whole.to_ical())


def _event(event: Event) -> icalendar.Event:
    one = icalendar.Event()
    one.add("uid", clean(event.uid))
    one.add("dtstamp", event.stamp.astimezone(UTC))
    one.add("last-modified", event.stamp.astimezone(UTC))
    one.add("sequence", event.sequence)
    one.add("summary", clean(event.summary))
    if event.description:
        one.add("description", clean(event.description))
    if event.url:
        one.add("url", event.url)
    one.add("dtstart", event.day)
    one.add("dtend", event.day + timedelta(days=1))
    one.add("transp", "TRANSPARENT")  # a whole day that leaves room for other things
    one.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if len(event.weeks) > 1:
        last = event.weeks[-1]
        one.add("rrule", {"freq": "weekly", "until": last})
        meant = set(event.weeks)
        skipped = (event.day + timedelta(weeks=week) for week in range((last - event.day).days // 7))
        for day in skipped:
            if day not in meant:
                one.add("exdate", day, parameters={"VALUE": "DATE"})
    if not event.is_cancelled:
        for days in event.reminders:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", clean(event.summary))
            alarm.add("trigger", timedelta(hours=REMIND_AT) - timedelta(days=days))
            one.add_component(alarm)
    return one
