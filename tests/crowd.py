"""Many placements of one mentor, put straight into the tables: for tests and for the bench."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.placements.models import Party, Placement

FIRST = datetime(2026, 1, 5, 8, tzinfo=UTC)


def seat_mentor(
    mentor: Actor, usage_key: str, seats: int, waiting: int = 0, prefix: str = "crowd", kind: str = "placement"
) -> list[int]:
    """`seats` placements of as many students, in each a seat of the mentor; `waiting` entries shared with them, spread evenly.

    Returns the numbers of the placements.
    """
    people = get_user_model().objects
    people.bulk_create([people.model(username=f"{prefix}{at:05}", first_name=f"{prefix} {at:05}") for at in range(seats)])
    students = list(people.filter(username__startswith=prefix).order_by("username").values_list("pk", flat=True))
    Placement.objects.bulk_create(
        [Placement(course_key=mentor.course_key, kind=kind, owner_id=student) for student in students], batch_size=500
    )
    places = list(Placement.objects.filter(owner_id__in=students).order_by("pk").values_list("pk", flat=True))
    rows = []
    for at, (place, student) in enumerate(zip(places, students, strict=True)):
        name, joined = f"{prefix.capitalize()} {at:05}", FIRST + timedelta(minutes=at)
        rows.append(_seat(place, "s1", "student", name, student, joined))
        rows.append(_seat(place, "m1", "mentor", mentor.name, mentor.user_id, joined, organisation="Tana Fisk"))
        rows.append(Party(placement_id=place, uid="u1", role="supervisor", name="Synne Berg", position=2))
    Party.objects.bulk_create(rows, batch_size=500)
    Entry.objects.bulk_create(
        [_entry(mentor, usage_key, places, students, at, prefix) for at in range(waiting)], batch_size=500
    )
    return places


def _seat(place: int, uid: str, role: str, name: str, user: Any, joined: datetime, **more: Any) -> Party:
    position = 0 if role == "student" else 1
    return Party(
        placement_id=place, uid=uid, role=role, name=name, user_id=user, joined_at=joined, position=position, **more
    )  # fmt: skip


def _entry(mentor: Actor, usage_key: str, places: list[int], students: list[int], at: int, prefix: str) -> Entry:
    where = at % len(places)
    return Entry(
        placement_id=places[where], course_key=mentor.course_key, usage_key=usage_key, author_id=students[where],
        author_name=f"{prefix.capitalize()} {where:05}", draft=at // len(places) + 1, date=date(2026, 1, 5), hours=7,
        model="driscoll", texts={"what": "I rang a customer."}, sharing="mentor", shared_revision=2, revision=2,
        shared_at=FIRST + timedelta(minutes=at),
    )  # fmt: skip
