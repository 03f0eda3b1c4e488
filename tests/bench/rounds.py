"""A round of the reminders through many placements, of which nothing is left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from internship_xblock.tools.notices import reminders
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.plans.models import Plan, PlanSection
from tests.crowd import seat_mentor

from .measure import Work, timed
from .story import Visitor

PLACEMENTS = 1_000  # each with a plan whose checkpoint is in three days


def reminded(mentor: Visitor) -> dict[str, Any]:
    """One line of the table: a round in which everybody in all of these placements is to be reminded."""
    now = timezone.now()
    with transaction.atomic():
        places = seat_mentor(mentor.actor(), "none", PLACEMENTS, prefix="reminded-")
        _with_checkpoints(places, now)
        line = timed(Work("notices.round", lambda: _round(now), rounds=5))
        transaction.set_rollback(True)
    return line


def _round(now: datetime) -> None:
    Notice.objects.all().delete()
    seen = reminders.plan(now=now, every=timedelta(0))
    made = Notice.objects.count()
    if seen < PLACEMENTS or made < 2 * PLACEMENTS:  # the student and the mentor of each
        raise AssertionError(f"a round saw {seen} placements and made {made} reminders")


def _with_checkpoints(places: list[int], now: datetime) -> None:
    day = (timezone.localdate(now) + timedelta(days=3)).isoformat()
    rows = {"rows": [{"uid": "c0", "kind": "midway", "date": day, "about": ""}]}
    Plan.objects.bulk_create(Plan(placement_id=place, course_key="none", usage_key="none") for place in places)
    plans = Plan.objects.filter(placement__in=places)
    PlanSection.objects.bulk_create(PlanSection(plan=plan, name="checkpoints", data=rows) for plan in plans)
