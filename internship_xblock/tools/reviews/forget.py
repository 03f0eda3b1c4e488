"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from ...core.retirement import by_leaving
from ...core.tools import Leaving
from . import finding, marking
from .models import Note, Submission

BATCH = 500  # rows in one statement


def forget(person: Leaving) -> None:
    """Erase titles in the person's placements, which may be the student's name, and their words by which something is found.

    Their names and words go as the models say. Decisions, points and marks stay, so that the others' records remain true; they
    stand there without a name.
    """
    own = Submission.objects.filter(by_leaving(person))
    placed = Submission.objects.filter(placement_id__in=list(person.placement_ids))
    placed.update(title="")
    finding.index(placed.exclude(by_leaving(person)))
    finding.remove(own)
    _without_remarks(Note.objects.filter(by_leaving(person)))


def forget_subjects(kind: str, subject_ids: Sequence[int]) -> None:
    """Erase what was said about these, and the submitters' names: their texts are erased too. Decisions and points stay."""
    found = Submission.objects.filter(kind=kind, subject_id__in=list(subject_ids))
    notes = Note.objects.filter(submission__in=found)
    _without_remarks(notes)
    notes.update(author_name="", text="")
    found.update(author_name="", title="")
    finding.index(found)


def _without_remarks(written: QuerySet[Note]) -> None:
    """Take the remarks out of the marks of these notes."""
    marked = [note for note in written.only("pk", "marks").iterator() if note.marks]
    for note in marked:
        note.marks = marking.without_remarks(note.marks)
    Note.objects.bulk_update(marked, ["marks"], batch_size=BATCH)
