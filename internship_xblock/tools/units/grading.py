"""What the grade book is told of a unit: the points of its steps, and those of a reviewer. For this tool's verbs only."""

from __future__ import annotations

from django.db import transaction

from ...core import events
from ..reviews.grading import points_of
from . import storage
from .models import UnitRecord
from .steps.base import Score
from .unit import Unit

KIND = "unit"  # how reviews call us


def send_grade(unit: Unit, record_id: int, usage_key: str, course_key: str, anonymous_id: str, score: Score) -> None:
    """Tell all points of a learner, under the lock of their record. One query where something is reviewed."""
    earned, possible = score.earned, score.possible + unit.points_for_review
    if unit.points_for_review and (given := points_of(KIND, record_id)):
        earned, possible = earned + given[0], score.possible + given[1]
    events.deliver(
        events.GradeChanged(
            course_key=course_key, usage_key=usage_key, anonymous_id=anonymous_id, earned=earned, possible=possible
        )
    )  # fmt: skip


def tell_reviewed(record_id: int) -> bool:
    """Tell them once a reviewer has given points, and return whether they were taken.

    The learner's record is locked before the submission is read, as it is where an answer is counted: the newest sum is told
    last. The points of the steps are those that were counted last.
    """
    with transaction.atomic():
        record = UnitRecord.objects.select_for_update().filter(pk=record_id).first()
        given = points_of(KIND, record_id)
        if record is None or given is None:
            return False
        return events.deliver(
            events.GradeChanged(
                course_key=record.course_key, usage_key=record.usage_key, anonymous_id=record.anonymous_id,
                earned=(record.earned or 0) + given[0], possible=(record.possible or 0) + given[1],
            )
        )  # fmt: skip


def store_step_points(unit: Unit, record_id: int, score: Score | None) -> None:
    """Keep the points of the steps for when a reviewer gives theirs. One query where something is reviewed for points."""
    if unit.points_for_review:
        storage.count(record_id, score.earned if score else 0, score.possible if score else 0)
