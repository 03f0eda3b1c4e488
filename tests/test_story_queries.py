"""The story's views and handlers ask the database as often among 1,000 rows as among 10. (`make bench` times them.)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.course.shipped import shipped_course
from internship_xblock.demo import people
from internship_xblock.demo.engine import olx
from internship_xblock.tools.logs.models import Entry, EntryReading
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.reviews.models import Submission

from .bench import story
from .bench.measure import Operation, checked
from .demo.conftest import MIDDLEWARE

COURSE = shipped_course()

# What each asks, who is signed in and the player's own state included, savepoints not.
BUDGET = {
    "unit.first": 4,  # where a lesson begins, commitments of earlier ones whose day has come are asked for, too
    "unit.open": 3,
    "unit.answer": 5,  # the lock on the unit's record, the answers under it, and the one that is written
    "example.open": 10,
    "example.save": 9,  # of a plan that was submitted: what became of it, and who signed, is said after each save too
    "example.people": 11,
    "plan.open": 9,
    "plan.section": 5,
    "plan.read_section": 7,
    "plan.show_version": 8,
    "plan.before_submit": 7,
    "plan.history": 8,
    "plan.save": 9,
    "placement.open": 12,
    "log.open": 9,
    "log.read": 10,
    "log.save": 6,
    "log.share": 10,  # two are those who are told of it, and that they are
    "log.waiting": 5,
    "placements.mine": 5,
    "placements.5000": 5,
    "today.open": 11,
    "today.many": 9,
    "today.staff": 8,
    "review.list": 5,
    "review.open": 6,
}


@pytest.fixture
def operations(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[list[Operation]]:
    """The bench's own operations, in the player's settings, with ten of everything."""
    settings.INTERNSHIP_PAGE_BAR = "internship_xblock.demo.pages.frame.bar"
    settings.ROOT_URLCONF = "internship_xblock.demo.urls"
    settings.INTERNSHIP_PLATFORM = "internship_xblock.demo.platform.DemoPlatform"
    settings.INTERNSHIP_DEMO_COURSE = str(COURSE)
    settings.MIDDLEWARE = MIDDLEWARE
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", True)
    monkeypatch.setattr(story, "ENTRIES", 10)
    monkeypatch.setattr(story, "STUDENTS", 30)
    monkeypatch.setattr(story, "WAITING", 60)
    monkeypatch.setattr(story, "SEATS", (10, 1_000))
    monkeypatch.setattr(story, "SUBMISSIONS", 10)
    olx.forget_courses()
    people.prepare()
    mentor, writer, instructor = story.Visitor("mentor"), story.Visitor("supervisor"), story.Visitor("instructor")
    made = [
        *story.unit_operations(mentor, story.Visitor("leader")),
        *story.example_operations(mentor),
        *story.plan_operations(writer),
        *story.placement_operations(writer),
        *story.log_operations(story.Visitor("student"), story.Visitor("supervisor")),
        *story.review_operations(mentor, instructor),
        *story.crowd_operations(story.Visitor("leader"), story.Visitor("author")),
        *story.today_operations(story.Visitor("student"), story.Visitor("leader"), instructor),
    ]
    yield made
    olx.forget_courses()


def counts(operations: list[Operation]) -> dict[str, int]:
    found = {}
    for operation in operations:
        checked(operation.request())  # what is looked up once in the life of a process is no part of it
        with CaptureQueriesContext(connection) as captured:
            checked(operation.request())
        statements = [query["sql"].split()[0] for query in captured]
        found[operation.name] = sum(1 for verb in statements if verb in ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE"))
    return found


def crowd(amount: int) -> None:
    """More entries in the log, read by all; other people's placements, parties and submissions beside the mentor's own."""
    entry, submission = Entry.objects.exclude(sharing="private").latest("pk"), Submission.objects.latest("pk")
    day, now = date(2024, 1, 1), timezone.now()
    template = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields if not field.primary_key}
    Entry.objects.bulk_create(
        Entry(**{**template, "draft": 5_000 + number, "date": day + timedelta(days=number % 700)}) for number in range(amount)
    )
    reading = EntryReading.objects.filter(entry=entry).exclude(author=entry.author).get()
    template = {
        field.attname: getattr(reading, field.attname) for field in EntryReading._meta.concrete_fields if not field.primary_key
    }
    fresh = (
        Entry.objects.filter(placement_id=entry.placement_id)
        .exclude(readings__author=reading.author)
        .exclude(sharing="private")
    )
    EntryReading.objects.bulk_create(EntryReading(**{**template, "entry_id": one.pk, "revision": 99}) for one in fresh)
    other = get_user_model().objects.create(username="somebody_else")
    Placement.objects.bulk_create(Placement(course_key=entry.course_key, owner=other) for _ in range(amount))
    places = list(Placement.objects.filter(owner=other))
    Party.objects.bulk_create(Party(placement=place, uid="a1", role="mentor", name="Other", user=other) for place in places)
    template = {
        field.attname: getattr(submission, field.attname) for field in Submission._meta.concrete_fields if not field.primary_key
    }
    Submission.objects.bulk_create(
        Submission(**{**template, "placement_id": place.pk, "subject_id": 10_000 + number, "submitted_at": now})
        for number, place in enumerate(places)
    )


@pytest.mark.slow
def test_the_story_asks_as_often_among_a_thousand_rows_as_among_ten(operations: list[Operation]) -> None:
    counts(operations)  # so that both counts find everything done once: a plan that was changed asks for its last version
    few = counts(operations)
    crowd(990)
    many = counts(operations)
    # A log longer than a page asks twice more: what entries on earlier pages ask of the reader.
    assert many == {**few, "log.open": few["log.open"] + 2, "log.read": few["log.read"] + 2}
    assert few == BUDGET
    assert few["placements.mine"] == few["placements.5000"]  # here: of ten and of a thousand
