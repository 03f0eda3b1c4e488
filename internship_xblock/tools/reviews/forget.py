"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from ...core.tools import Leaving
from . import finding, marking
from .models import Note, Submission

BATCH = 500  # rows in one statement


def forget_user(user_id: int, *, placement_ids: Sequence[int] = ()) -> None:
    """Erase the account's name and words. Titles in its placements go too: they may be the student's name.

    Decisions, points and marks stay, so that the others' records remain true; they stand there without a name.
    """
    placed = Submission.objects.filter(placement_id__in=list(placement_ids))
    placed.update(title="")
    own = list(Submission.objects.filter(submitter_id=user_id).values_list("pk", flat=True))
    Submission.objects.filter(pk__in=own).update(submitter=None, submitter_name="", submitter_anonymous_id="", title="")
    finding.index(placed)
    finding.index(Submission.objects.filter(pk__in=own))
    _silence(Note.objects.filter(author_id=user_id), author=None)


def forget_subjects(kind: str, subject_ids: Sequence[int]) -> None:
    """Erase what was said about these, and the submitters' names: their texts are erased too. Decisions and points stay."""
    found = Submission.objects.filter(kind=kind, subject_id__in=list(subject_ids))
    _silence(Note.objects.filter(submission__in=found))
    found.update(submitter_name="", title="")
    finding.index(found)


def _silence(written: QuerySet[Note], **more: Any) -> None:
    """Take the words and the name out of these notes, and the remarks out of their marks."""
    marked = [note for note in written.only("pk", "marks").iterator() if note.marks]
    for note in marked:
        note.marks = marking.without_remarks(note.marks)
    Note.objects.bulk_update(marked, ["marks"], batch_size=BATCH)
    written.update(author_name="", text="", **more)


def forget_leaving(person: Leaving) -> None:
    """Erase a person whose account is retired from this tool."""
    forget_user(person.user_id, placement_ids=person.placement_ids)
