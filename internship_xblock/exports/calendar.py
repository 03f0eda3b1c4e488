"""Dated conversations as an iCalendar file (RFC 5545) for any calendar program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from ..core.language.text import clean

REMIND_AT = 9  # o'clock on the day of a reminder


@dataclass(frozen=True)
class Event:
    """A whole day with something to do, or a time of it. `uid` is the same in every version, `sequence` grows with each.

    `weeks` are the days of a weekly one, the first included; () for one that is there once. `reminders` are days before.
    `time`: from when to when, for what has a clock time; a whole day without. `location`: where, or the link to it.
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
    time: tuple[datetime, datetime] | None = None  # aware, in the zone in which it was chosen
    location: str = ""


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
    years = [at.year for event in calendar.events if event.time is not None for at in event.time]
    if years:
        whole.add_missing_timezones(first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 1))
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
    if event.location:
        one.add("location", clean(event.location))
    if event.time is not None:
        one.add("dtstart", event.time[0])
        one.add("dtend", event.time[1])
    else:
        one.add("dtstart", event.day)
        one.add("dtend", event.day + timedelta(days=1))
    one.add("transp", "OPAQUE" if event.time is not None else "TRANSPARENT")  # a whole day leaves room for other things
    one.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    _repeat(one, event)
    if not event.is_cancelled:
        for days in event.reminders:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", clean(event.summary))
            at = timedelta(0) if event.time is not None else timedelta(hours=REMIND_AT)
            alarm.add("trigger", at - timedelta(days=days))
            one.add_component(alarm)
    return one


def _repeat(one: icalendar.Event, event: Event) -> None:
    """Say on which days a weekly one is."""
    if len(event.weeks) > 1:
        last = event.weeks[-1]
        one.add("rrule", {"freq": "weekly", "until": last})
        meant = set(event.weeks)
        skipped = (event.day + timedelta(weeks=week) for week in range((last - event.day).days // 7))
        for day in skipped:
            if day not in meant:
                one.add("exdate", day, parameters={"VALUE": "DATE"})
