"""When the LMS deletes a learner's state, the points go there: here too, so that both say the same.

Not an api verb: the instructor dashboard asks who may, before it asks the block.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ...core.revisions import advance
from .models import Note, Submission


def take_back_points(*, usage_key: str, anonymous_id: str) -> None:
    """Take back what a learner's submissions from one block brought, and open what was decided to be submitted again.

    What was written stays: it is shared with others, and the learner's own. Each story says what happened; what waits for a
    reviewer goes on waiting, and what was asked to be changed is no longer asked. At most five statements.
    """
    if not anonymous_id:
        return
    now = timezone.now()
    with transaction.atomic():
        decided = Submission.objects.filter(usage_key=usage_key, anonymous_id=anonymous_id).filter(
            Q(status__in=(Submission.Status.APPROVED, Submission.Status.RETURNED)) | Q(points__isnull=False)
        )
        rows = list(decided.select_for_update().order_by("pk").only("pk", "attempts"))
        found = Submission.objects.filter(pk__in=[row.pk for row in rows])
        advance(found, points=None, changed_at=now)
        found.filter(status=Submission.Status.APPROVED).update(status=Submission.Status.RETURNED)
        Note.objects.bulk_create(
            Note(submission=row, decision=Note.Decision.RESET, attempt=row.attempts, at=now) for row in rows
        )


def remove_subjects(kind: str, subject_ids: Sequence[int]) -> None:
    """Remove the submissions of things that the LMS deleted with a learner's state, and their stories with them."""
    Submission.objects.filter(kind=kind, subject_id__in=list(subject_ids)).delete()
