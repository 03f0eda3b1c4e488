"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Sequence

from .models import Note, Submission


def forget_user(user_id: int, *, placement_ids: Sequence[int] = ()) -> None:
    """Erase the account's name and words. Titles in its placements go too: they may be the student's name.

    Decisions and points stay, so that the others' records remain true; they stand there without a name.
    """
    Submission.objects.filter(placement_id__in=list(placement_ids)).update(title="")
    Submission.objects.filter(submitter_id=user_id).update(
        submitter=None, submitter_name="", submitter_anonymous_id="", title=""
    )
    Note.objects.filter(author_id=user_id).update(author=None, author_name="", text="")


def forget_subjects(kind: str, subject_ids: Sequence[int]) -> None:
    """Erase what was said about these, and the submitters' names: their texts are erased too. Decisions and points stay."""
    found = Submission.objects.filter(kind=kind, subject_id__in=list(subject_ids))
    Note.objects.filter(submission__in=found).update(author_name="", text="")
    found.update(submitter_name="", title="")
