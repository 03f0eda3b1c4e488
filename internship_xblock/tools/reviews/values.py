"""What the reviews api answers: plain values for reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .models import Note as NoteRow
from .models import Submission


@dataclass(frozen=True)
class Note:
    """One event: who decided what, in which words. `decision`: handed_in, comment, returned, approved."""

    id: int
    author: str
    decision: str
    text: str
    at: datetime
    points: float | None = None
    attempt: int = 1
    author_id: int | None = None

    @property
    def decision_label(self) -> str:
        return str(NoteRow.Decision(self.decision).label)

    @classmethod
    def of(cls, row: NoteRow) -> Note:
        return cls(
            id=row.pk, author=row.author_name, author_id=row.author_id, decision=row.decision, text=row.text, at=row.at,
            points=row.points, attempt=row.attempt,
        )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """Where a thing stands that was handed in, for the parties. `notes` are the answers, oldest first."""

    status: str
    notes: tuple[Note, ...]
    points: float | None
    possible: float
    submitted_at: datetime
    revision: int
    attempts: int

    @property
    def status_label(self) -> str:
        return str(Submission.Status(self.status).label)


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in a list."""

    id: int
    kind: str
    title: str
    submitter_name: str
    status: str
    attempts: int
    submitted_at: datetime
    points: float | None
    possible: float

    @property
    def kind_label(self) -> str:
        return str(Submission.Kind(self.kind).label)

    @property
    def status_label(self) -> str:
        return str(Submission.Status(self.status).label)


@dataclass(frozen=True)
class SubmissionPage:
    """One page of the list. `after` and `before` are the cursors of the pages around it, "" where there is none.

    `counts` says how many there are of each status under the same kind and search, at most COUNT_LIMIT each.
    """

    rows: tuple[SubmissionRow, ...]
    after: str
    before: str
    counts: dict[str, int]


@dataclass(frozen=True)
class SubmissionView(SubmissionRow):
    """A submission opened: also its story, where it came from, and its neighbours among those that wait."""

    course_key: str
    usage_key: str
    subject_id: int
    subject_version: int
    placement_id: int
    submitter_id: int | None
    anonymous_id: str
    revision: int
    changed_at: datetime
    notes: tuple[Note, ...]
    next_id: int | None
    previous_id: int | None


@dataclass(frozen=True)
class Grade:
    """What belongs into the grade book for one person and one block."""

    course_key: str
    usage_key: str
    anonymous_id: str
    earned: float
    possible: float
