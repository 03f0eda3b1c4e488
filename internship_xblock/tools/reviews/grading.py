"""What the grade book is told of submissions. For this tool's verbs only."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django.db.models import Sum

from ...core import events, tools
from .models import Submission
from .subject import SubmissionKind

log = logging.getLogger(__name__)


def tell_when_committed(row: Submission) -> None:
    """Have the grade book told what the person behind a submission has earned, once the decision is committed."""
    if row.possible > 0:
        transaction.on_commit(partial(_tell, row.pk))


def _tell(submission_id: int) -> None:
    """Tell all points that the person got in the block, of all that could be had for those, and note whether they were taken.

    A log is one block with many entries. The sum is made and told under a lock: until this ends nobody else is told this
    person's sum, so the newest is told last. Nothing is told where nothing was graded or the person is gone. Five queries.
    """
    try:
        with transaction.atomic():
            row = Submission.objects.get(pk=submission_id)
            kind: SubmissionKind = tools.submission_kind(row.kind)
            is_taken = kind.tell_grade(row.subject_id) if kind.tell_grade else _summed_and_told(row)
    except Exception as error:  # what was decided stands; whoever decided is told that the points were not taken
        log.error("internship_xblock: no grade for submission %d: %s", submission_id, type(error).__name__)
        is_taken = False
    Submission.objects.filter(pk=submission_id).update(is_grade_taken=is_taken)


def _summed_and_told(row: Submission) -> bool:
    own = Submission.objects.filter(usage_key=row.usage_key, author_id=row.author_id)
    own.select_for_update().order_by("pk").values_list("pk").first()  # the first of them stands for all
    sums = own.filter(points__isnull=False, possible__gt=0).aggregate(earned=Sum("points"), possible=Sum("possible"))
    if row.author_id is None or sums["possible"] is None:
        return False
    return events.deliver(
        events.GradeChanged(
            course_key=row.course_key, usage_key=row.usage_key, anonymous_id=row.anonymous_id,
            earned=min(sums["earned"], sums["possible"]), possible=sums["possible"],
        )
    )  # fmt: skip


def points_of(kind: str, subject_id: int) -> tuple[float, float] | None:
    """Return what a reviewer gave for one thing, and of how much, read with a lock; None where nothing was given. One query.

    For a tool that tells the grade book itself (`SubmissionKind.tell_grade`), under its own lock.
    """
    given = Submission.objects.filter(kind=kind, subject_id=subject_id, points__isnull=False, possible__gt=0)
    row = given.select_for_update().only("points", "possible").first()
    return (row.points, row.possible) if row is not None and row.points is not None else None
