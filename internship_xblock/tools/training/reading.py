"""How rows become values, each in one query. For this tool's own verbs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from .levels import RENEWAL
from .models import Training
from .values import Lesson, Trained

_ROWS = Training.objects.order_by("earned_at", "pk")
_LINES = _ROWS.values_list("person_id", "level", "course_key", "earned_at", "until")


def newest(**whose: Any) -> list[Trained]:
    """Return the newest row of each level in each course, what was earned last first, without its lessons. One query."""
    found = {}
    for _person, level, course, earned_at, until in _LINES.filter(**whose):
        found[level, course] = Trained(level, course, earned_at, until)
    return sorted(found.values(), key=lambda one: one.earned_at, reverse=True)


def newest_with_lessons(*, person_id: int, course_key: str, level: str) -> Trained | None:
    """Return the newest row of one level in one course, with its lessons; None where it was not earned. One query."""
    row = _ROWS.filter(person_id=person_id, course_key=course_key, level=level).last()
    return Trained(row.level, row.course_key, row.earned_at, row.until, _lessons(row.covers)) if row is not None else None


def lapsing(person_id: int) -> QuerySet[Any, Any]:
    """Select the rows of a person about whose last day they are asked to renew them. No query."""
    today = timezone.localdate()
    return Training.objects.filter(
        person_id=person_id, until__gte=today - RENEWAL, until__lte=today + RENEWAL
    ).order_by()  # fmt: skip


def valid(people: Collection[int]) -> dict[int, Trained]:
    """Return, of each of these who has one, the level that counts today. One query, none for nobody."""
    best: dict[int, Trained] = {}
    lines = _LINES.filter(person_id__in=sorted(people), until__gte=timezone.localdate()) if people else ()
    for person, level, course_key, earned_at, until in lines:
        one = Trained(level, course_key, earned_at, until)
        if person not in best or best[person].rank < one.rank:
            best[person] = one
    return best


def last_days(people: Collection[int]) -> dict[int, date]:
    """Return, of each of these who ever earned one, the last day of what lasts longest. One query, none for nobody."""
    rows = Training.objects.order_by().filter(person_id__in=sorted(people)) if people else Training.objects.none()
    return dict(rows.values("person_id").annotate(last=Max("until")).values_list("person_id", "last"))


def _lessons(covers: Any) -> tuple[Lesson, ...]:
    return tuple(map(Lesson.of, covers)) if isinstance(covers, list) else ()
