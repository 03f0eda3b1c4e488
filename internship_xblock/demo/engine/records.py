"""The recorders: what blocks report about a person, kept as the LMS keeps it."""

from __future__ import annotations

from typing import Any

from django.db import connection

from ..models import Completion, Grade


def record_completion(user_id: int, usage_key: Any, value: float) -> None:
    """Keep how much is done, 0 to 1. It may go down again, as in the LMS."""
    if not 0.0 <= value <= 1.0:
        raise ValueError("completion is a share between 0 and 1")
    row = Completion(user_id=user_id, usage_key=str(usage_key), value=value)
    target = ["user", "usage_key"] if connection.features.supports_update_conflicts_with_target else None
    Completion.objects.bulk_create([row], update_conflicts=True, unique_fields=target, update_fields=["value", "changed_at"])


def record_grade(user_id: int, usage_key: Any, earned: float, possible: float, only_if_higher: bool = False) -> None:
    """Keep the points; the last ones count, unless only better ones shall."""
    if possible < 0 or not 0 <= earned <= possible:
        raise ValueError("a grade lies between 0 and what is possible")
    if only_if_higher:
        before = Grade.objects.filter(user_id=user_id, usage_key=str(usage_key)).first()
        if before is not None and before.possible and possible and before.earned / before.possible >= earned / possible:
            return
    Grade.objects.update_or_create(user_id=user_id, usage_key=str(usage_key), defaults={"earned": earned, "possible": possible})


def weighted(earned: float, possible: float, weight: float | None) -> tuple[float, float]:
    """The points as the LMS's grade book counts them: out of the block's weight, where it has one."""
    return (earned, possible) if weight is None or not possible else (earned * weight / possible, weight)


def completions(user_id: int | None) -> dict[str, float]:
    """Everything a person has begun or done, by usage key. One query."""
    return dict(Completion.objects.filter(user=user_id).values_list("usage_key", "value"))


def grades(user_id: int | None) -> dict[str, Grade]:
    """All grades of a person, by usage key. One query."""
    return {grade.usage_key: grade for grade in Grade.objects.filter(user=user_id)}
