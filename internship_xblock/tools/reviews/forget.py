"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import marking
from .models import Note, Submission

BATCH = 500  # rows in one statement


def forget_user(user_id: int, *, placement_ids: Sequence[int] = ()) -> None:
    """Erase the account's name and words. Titles in its placements go too: they may be the student's name.

    Decisions, points and marks stay, so that the others' records remain true; they stand there without a name.
    """
    Submission.objects.filter(placement_id__in=list(placement_ids)).update(title="")
    Submission.objects.filter(submitter_id=user_id).update(
        submitter=None, submitter_name="", submitter_anonymous_id="", title=""
    )
    written = Note.objects.filter(author_id=user_id)
    marked = [note for note in written.only("pk", "marks").iterator() if note.marks]
    for note in marked:
        note.marks = marking.without_remarks(note.marks)
    Note.objects.bulk_update(marked, ["marks"], batch_size=BATCH)
    written.update(author=None, author_name="", text="")
