"""Forgetting what a learner did: the platform's retirement (GDPR, article 17), and "Delete learner state" in the LMS.

Not api verbs: no person may do this here, only the platform asks for it.
"""

from __future__ import annotations

from ...core.tools import Leaving
from ..reviews.forget import forget_subjects
from ..reviews.resetting import remove_subjects
from .grading import KIND
from .models import StepAnswer, StepDraft, UnitRecord


def forget(person: Leaving) -> None:
    """Erase all answers of a learner, in every course, and what they typed as an author. A guest has none."""
    if person.user_id is not None:
        StepDraft.objects.filter(author_id=person.user_id).delete()
        StepAnswer.objects.filter(learner_id=person.user_id).delete()
        records = UnitRecord.objects.filter(learner_id=person.user_id)
        forget_subjects(KIND, list(records.values_list("pk", flat=True)))
        records.delete()


def forget_state(*, usage_key: str, anonymous_id: str) -> None:
    """Erase all answers of one learner in one unit, and what was submitted of them.

    `anonymous_id` is how the platform names the learner in the course.
    """
    if not anonymous_id:
        return
    records = UnitRecord.objects.filter(usage_key=usage_key, anonymous_id=anonymous_id)
    found = list(records.values_list("pk", "learner_id"))
    learners = [learner for _pk, learner in found]
    remove_subjects(KIND, [pk for pk, _learner in found])
    StepAnswer.objects.filter(usage_key=usage_key, learner_id__in=learners).delete()
    records.delete()
