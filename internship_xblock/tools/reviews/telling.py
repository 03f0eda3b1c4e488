"""What the verbs return of a submission, and what they tell of it. For this tool's verbs only."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import events
from ...core.actor import Actor
from ...core.errors import NotFound
from . import listing, marking
from .models import Note as NoteRow
from .models import Submission
from .values import Note, Standing, SubmissionView

Status, Decision = Submission.Status, NoteRow.Decision


def tell(actor: Actor, verb: str, row: Submission) -> None:
    where = (
        {} if row.placement_id is None else {"placement_id": row.placement_id}
    )  # None once it was its people's alone and went
    what = {f"{row.kind}_id": row.subject_id}  # plan_id, entry_id, unit_id: the tool it is of tells its people
    events.happened(
        actor, verb, row.usage_key, submission_id=row.pk, attempt=row.attempts, revision=row.revision, **what, **where
    )


def standing_of(row: Submission, notes: Sequence[NoteRow]) -> Standing:
    points = row.points if row.status == Status.APPROVED else None
    return Standing(
        status=row.status, points=points, possible=row.possible, submitted_at=row.submitted_at, revision=row.revision,
        attempts=row.attempts, notes=tuple(note_of(note) for note in notes if note.decision != Decision.SUBMITTED),
    )  # fmt: skip


def view_of(actor: Actor, submission_id: int) -> SubmissionView:
    row = listing.with_neighbours(actor.course_key).filter(pk=submission_id).first()
    if row is None:
        raise NotFound()
    return SubmissionView(
        **listing.row_values(row),
        course_key=row.course_key, usage_key=row.usage_key, subject_id=row.subject_id, subject_version=row.subject_version,
        placement_id=row.placement_id, submitter_id=row.author_id, anonymous_id=row.anonymous_id,
        revision=row.revision, changed_at=row.changed_at, notes=tuple(note_of(note) for note in row.notes.all()),
        next_id=row.next_id, previous_id=row.previous_id, rubric=marking.criteria(row.rubric),
        is_grade_taken=row.is_grade_taken,
    )  # fmt: skip


def note_of(row: NoteRow) -> Note:
    return Note(
        id=row.pk, author=row.author_name, author_id=row.author_id, decision=row.decision, text=row.text, at=row.at,
        points=row.points, attempt=row.attempt, marks=marking.marks(row.marks),
    )  # fmt: skip
