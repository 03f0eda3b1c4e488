"""How rows become values, each in one query. For this tool's own verbs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from .models import Training
from .values import Lesson, Trained

_LINES = Training.objects.order_by("earned_at", "pk").values_list(
    "person_id", "level", "course_key", "earned_at", "until", "covers"
)
_BRIEF = _LINES.values_list("person_id", "level", "course_key", "earned_at", "until")  # what stands beside a name needs no more


def newest(**whose: Any) -> list[Trained]:
    """Return the newest row of each level in each course, what was earned last first. One query."""
    found = {}
    for _person, level, course, earned_at, until, covers in _LINES.filter(**whose):
        found[level, course] = Trained(level, course, earned_at, until, _lessons(covers))
    return sorted(found.values(), key=lambda one: one.earned_at, reverse=True)


def valid(people: Collection[int]) -> dict[int, Trained]:
    """Return, of each of these who has one, the level that counts today. One query, none for nobody."""
    best: dict[int, Trained] = {}
    lines = _BRIEF.filter(person_id__in=sorted(people), until__gte=timezone.localdate()) if people else ()
    for person, level, course_key, earned_at, until in lines:
        one = Trained(level, course_key, earned_at, until)
        if person not in best or best[person].rank < one.rank:
            best[person] = one
    return best


def _lessons(covers: Any) -> tuple[Lesson, ...]:
    return tuple(map(Lesson.of, covers)) if isinstance(covers, list) else ()
