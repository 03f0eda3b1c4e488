"""The calendar of a plan, parsed as a calendar program would."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar

from internship_xblock.exports import calendar
from internship_xblock.tools.plans.documents.calendar import calendar as calendar_of
from tests.exports import world


def events(*chain: dict[str, Any]) -> dict[str, icalendar.Event]:
    content = calendar.render(calendar_of(world.taken(*chain), "lms.example"))
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len({str(event["uid"]) for event in found}) == len(found)
    return {str(event["uid"]): event for event in found}


def checkpoint(uid: str, kind: str, day: str) -> dict[str, str]:
    return {"uid": uid, "kind": kind, "date": day, "about": "All three, after lunch"}


def test_each_checkpoint_is_a_day_with_reminders() -> None:
    (event,) = events(world.plan(checkpoints=[checkpoint("c1", "start", "2026-09-21")])).values()
    assert event["uid"] == "7-c1@lms.example"
    assert event["dtstart"].dt == date(2026, 9, 21)
    assert event["dtend"].dt == date(2026, 9, 22)
    assert "All three, after lunch" in str(event["summary"])
    assert "rrule" not in event
    triggers = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(days=-3, hours=9), timedelta(days=-1, hours=9)]


def test_a_second_import_updates() -> None:
    first = world.plan(checkpoints=[checkpoint("c1", "start", "2026-09-21"), checkpoint("c2", "end", "2026-11-20")])
    second = world.plan(checkpoints=[checkpoint("c1", "start", "2026-09-22"), checkpoint("c3", "midway", "2026-10-02")])
    before, after = events(first), events(first, second)
    assert set(before) < set(after)
    moved = after["7-c1@lms.example"]
    assert moved["dtstart"].dt == date(2026, 9, 22)
    assert (before["7-c1@lms.example"]["sequence"], moved["sequence"]) == (1, 2)
    assert {uid: str(event["status"]) for uid, event in after.items()} == {
        "7-c1@lms.example": "CONFIRMED", "7-c2@lms.example": "CANCELLED", "7-c3@lms.example": "CONFIRMED",
    }  # fmt: skip
    assert after["7-c2@lms.example"].walk("VALARM") == []


def test_one_that_is_cancelled_says_so_in_words_and_not_that_it_is_in_the_plan() -> None:
    """Not every program heeds the status: then the title alone tells."""
    first = world.plan(checkpoints=[checkpoint("c1", "start", "2026-09-21"), checkpoint("c2", "end", "2026-11-20")])
    third = world.plan(checkpoints=[checkpoint("c1", "start", "2026-09-21")])
    there = events(first, first)["7-c2@lms.example"]
    gone = events(first, first, third)["7-c2@lms.example"]
    assert str(gone["summary"]) == f"Cancelled: {there['summary']}"
    assert (there["sequence"], gone["sequence"], str(gone["status"]), gone["dtstart"].dt) == (
        2,
        3,
        "CANCELLED",
        date(2026, 11, 20),
    )
    said = "This checkpoint was in version 2 of the internship plan. It is no longer in version 3."
    assert said in str(gone["description"])
    assert "Checkpoint of the internship plan" not in str(gone["description"])


def test_a_weekly_one_repeats_while_the_student_is_there() -> None:
    (event,) = events(world.plan(checkpoints=[checkpoint("c1", "weekly", "2026-09-25")])).values()
    assert event["rrule"]["freq"] == ["WEEKLY"]
    assert event["rrule"]["until"] == [date(2026, 11, 20)]
    listed = event["exdate"] if isinstance(event["exdate"], list) else [event["exdate"]]
    skipped = {day.dt for one in listed for day in one.dts}
    all_of_them = {date(2026, 9, 25) + timedelta(weeks=week) for week in range(9)}
    assert all_of_them - skipped == {date(2026, 9, 25), date(2026, 10, 2), date(2026, 11, 20)}


def test_a_weekly_one_after_the_last_period_is_there_once() -> None:
    (event,) = events(world.plan(checkpoints=[checkpoint("c1", "weekly", "2026-12-25")])).values()
    assert "rrule" not in event


def test_one_without_a_date_is_left_out() -> None:
    assert events(world.plan(checkpoints=[checkpoint("c1", "end", "")])) == {}


def test_hostile_text_adds_no_line() -> None:
    row = {**checkpoint("c1", "end", "2026-09-25"), "about": "x\r\nATTENDEE:mailto:eve@x.example\x00; \\n, = y"}
    (event,) = events(world.plan(checkpoints=[row])).values()
    assert "attendee" not in event
    assert "ATTENDEE" in str(event["summary"])
