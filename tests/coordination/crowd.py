"""Many placements of a course with their states, put straight into the tables: for tests and for the bench."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from internship_xblock.core import standing
from internship_xblock.core.word_index import words_of
from internship_xblock.tools.coordination.api import host_key
from internship_xblock.tools.coordination.models import PlacementState, PlacementWord
from internship_xblock.tools.placements.models import Party, Placement

TODAY = date(2026, 9, 28)
PLANS = (
    standing.NOT_STARTED, standing.DRAFT, standing.UNSIGNED, standing.SUBMITTED, standing.RETURNED, standing.APPROVED,
)  # fmt: skip
HOSTS = 400
STEP = 2_500


def fill(course_key: str, amount: int, today: date = TODAY) -> None:
    """`amount` placements of a student, a mentor and a supervisor each, of which each stands otherwise than the next."""
    for start in range(0, amount, STEP):
        numbers = range(start, min(start + STEP, amount))
        Placement.objects.bulk_create(Placement(course_key=course_key) for _number in numbers)
        places = list(Placement.objects.order_by("-pk").values_list("pk", flat=True)[: len(numbers)])[::-1]
        both = list(zip(places, numbers, strict=True))
        Party.objects.bulk_create((party for place, at in both for party in _parties(place, at)), batch_size=STEP)
        PlacementState.objects.bulk_create(PlacementState(**_state(course_key, place, at, today)) for place, at in both)
        PlacementWord.objects.bulk_create(
            (
                PlacementWord(placement_id=place, course_key=course_key, word=word)
                for place, at in both
                for word in words_of(student(at), host(at), mentor(at), supervisor(at))
            ),
            batch_size=STEP,
        )


def student(at: int) -> str:
    return f"Student{at:06} Nordli{at % 97}"


def host(at: int) -> str:
    return f"Tana Fisk {at % HOSTS}"


def mentor(at: int) -> str:
    return f"Mentor{at % 5_000:04} Dahl"


def supervisor(at: int) -> str:
    return f"Synne Berg {at % 250}"


def _parties(place: int, at: int) -> list[Party]:
    named = (("student", student(at), ""), ("mentor", mentor(at), host(at)), ("supervisor", supervisor(at), ""))
    return [
        Party(placement_id=place, uid=f"u{position}", role=role, name=name, organisation=where, position=position)
        for position, (role, name, where) in enumerate(named)
    ]


def _state(course_key: str, place: int, at: int, today: date) -> dict[str, Any]:
    first = today + timedelta(days=at * 37 % 301 - 200)
    plan = PLANS[at % len(PLANS)]
    is_silent = at % 11 == 3 and first <= today <= first + timedelta(days=99)
    return {
        "placement_id": place, "course_key": course_key, "host": host(at), "host_key": host_key(host(at)),
        "supervisor": supervisor(at), "stale": 0,
        "plan": plan, "plan_since": today - timedelta(days=at % 60),
        "unsigned": ["u1"] if plan == standing.UNSIGNED else [],
        "invited_since": today - timedelta(days=at % 40) if at % 5 == 1 else None,
        "mail_since": today - timedelta(days=at % 20) if at % 17 == 2 else None,
        "first_day": None if at % 13 == 5 else first, "last_day": None if at % 13 == 5 else first + timedelta(days=99),
        "silent_on": today - timedelta(days=at % 30) if is_silent else None,
        "silent_until": first + timedelta(days=99) if is_silent else None,
        "trained_until": (standing.UNTRAINED, today + timedelta(days=at % 900 - 90), None)[at % 3],
    }  # fmt: skip
