"""What the reviews api answers: plain values for reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Note as NoteRow
from .models import Submission


@dataclass(frozen=True)
class Criterion:
    """One thing that a reviewer looks at: its name, and what the reviewer looks for."""

    id: str
    title: str
    text: str = ""


# What became of something that was submitted, in `Standing.status` and in `Note.decision`.
APPROVED, RETURNED = str(Submission.Status.APPROVED), str(Submission.Status.RETURNED)
SUBMITTED, WITHDRAWN = str(Submission.Status.SUBMITTED), str(Submission.Status.WITHDRAWN)
Rewording = Callable[[Criterion], Criterion]  # from what is kept to what this reader reads


class MarkValue(TextChoices):
    NOT_YET = "not_yet", _("Not yet")
    PARTLY = "partly", _("Partly")
    MET = "met", _("Met")


@dataclass(frozen=True)
class Mark:
    """How far a criterion is met, `value` "" where that is left open, and what the reviewer remarks on it."""

    criterion: Criterion
    value: str = ""
    remark: str = ""

    @property
    def label(self) -> str:
        return str(dict(MarkValue.choices).get(self.value, ""))

    def __str__(self) -> str:
        """In words: "Partly: name the days"."""
        return ": ".join(filter(None, (self.label, self.remark)))


@dataclass(frozen=True)
class Note:
    """One event: who decided what, in which words. `decision`: submitted, comment, returned, approved."""

    id: int
    author: str
    decision: str
    text: str
    at: datetime
    points: float | None = None
    attempt: int = 1
    author_id: int | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether a reviewer said it."""
        return self.decision not in (NoteRow.Decision.SUBMITTED, NoteRow.Decision.RESET)

    @property
    def decision_label(self) -> str:
        return str(NoteRow.Decision(self.decision).label)

    @property
    def words(self) -> str:
        """What it says to the parties: the reviewer's words, or ours where the LMS left none."""
        if self.decision != NoteRow.Decision.RESET:
            return self.text
        return gettext(
            "The course team has reset this activity in the course, and with it the points. Nothing that was written here is "
            "lost: it can be submitted again."
        )

    def reworded(self, words: Rewording) -> Self:
        """The same note with the criteria in the reader's words."""
        return replace(self, marks=tuple(replace(mark, criterion=words(mark.criterion)) for mark in self.marks))


@dataclass(frozen=True)
class Standing:
    """Where a thing stands that was submitted, for the parties. `notes` are the answers, oldest first.

    `points` are those of an approval that still stands: what a version got says nothing of the next one.
    """

    status: str
    notes: tuple[Note, ...]
    points: float | None
    possible: float
    submitted_at: datetime
    revision: int
    attempts: int

    @property
    def status_label(self) -> str:
        return gettext("To be submitted again") if self.is_reset else str(Submission.Status(self.status).label)

    @property
    def returned(self) -> Note | None:
        """The note by which a reviewer returned what was submitted last, as long as nothing else became of it."""
        last = self._last_decided
        return last if last is not None and last.decision == NoteRow.Decision.RETURNED else None

    @property
    def is_reset(self) -> bool:
        """Whether it is open to be submitted again because its learner's state was deleted: nobody asks for changes."""
        last = self._last_decided
        return last is not None and last.decision == NoteRow.Decision.RESET

    @property
    def _last_decided(self) -> Note | None:
        """What was decided last, of something that is neither waiting nor approved; a comment decides nothing."""
        if self.status != RETURNED:
            return None
        return next((note for note in reversed(self.answers) if note.decision != NoteRow.Decision.COMMENT), None)

    @property
    def answers(self) -> tuple[Note, ...]:
        """What was said about what was submitted last."""
        return tuple(note for note in self.notes if note.attempt == self.attempts)

    @property
    def earlier(self) -> tuple[Note, ...]:
        """What was said about what was submitted before it."""
        return tuple(note for note in self.notes if note.attempt != self.attempts)

    def reworded(self, words: Rewording) -> Self:
        """The same standing with the criteria in the reader's words."""
        return replace(self, notes=tuple(note.reworded(words) for note in self.notes))


@dataclass(frozen=True)
class OwnInReview:
    """What somebody submitted that is not approved, by the ids of its subjects.

    Attributes:
        waiting: It is with the reviewers.
        returned: A reviewer asks for changes, each with when.
        reset: The course team has deleted its learner's state: it can be submitted again, and nobody asks for it.
        is_cut: There may be more.
    """

    waiting: frozenset[int] = frozenset()
    returned: Mapping[int, datetime] = field(default_factory=dict)
    reset: frozenset[int] = frozenset()
    is_cut: bool = False

    def may_wait(self, subject_id: int) -> bool:
        """Return whether something is with the reviewers, as far as is known."""
        return subject_id in self.waiting or (self.is_cut and subject_id not in self.returned and subject_id not in self.reset)


@dataclass(frozen=True)
class OwnSubmission:
    """What one person submitted in no placement: where, what it is called, and since when it stands so."""

    course_key: str
    usage_key: str
    title: str
    status: str
    since: datetime


def status_of(standing: Standing | None, attempt: int) -> str:
    """Return where a thing stands, as long as what was submitted at this attempt is what stands; "" where it does not."""
    return standing.status if standing is not None and standing.attempts == attempt else ""


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in a list. `submitter_role` is the key of a role, "" where they have no seat in its placement."""

    id: int
    kind: str
    title: str
    submitter_name: str
    submitter_role: str
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
class Queue:
    """What waits for a reviewer: how many, and which has waited longest since when."""

    count: int = 0
    oldest_id: int | None = None
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class SubmissionPage:
    """One page of the list. `after` and `before` are the cursors of the pages around it, "" where there is none.

    `counts` says how many there are of each status under the same kind and search, at most COUNT_LIMIT each;
    empty where a search finds too many to count.
    """

    rows: tuple[SubmissionRow, ...]
    after: str
    before: str
    counts: dict[str, int]


@dataclass(frozen=True)
class SubmissionView(SubmissionRow):
    """A submission opened: also its story, where it came from, and its neighbours among those that wait.

    `rubric` are the criteria it was submitted under. `is_grade_taken` says whether the grade book took the points of the last
    approval, None where it was not asked.
    """

    course_key: str
    usage_key: str
    subject_id: int
    subject_version: int
    placement_id: int | None  # None where the placement was its people's alone and went with them
    submitter_id: int | None
    anonymous_id: str
    revision: int
    changed_at: datetime
    notes: tuple[Note, ...]
    next_id: int | None
    previous_id: int | None
    is_grade_taken: bool | None = None
    rubric: tuple[Criterion, ...] = ()

    @property
    def last_marks(self) -> tuple[Mark, ...]:
        """The marks of the last answer: where the next one starts."""
        answers = [note for note in self.notes if note.is_answer]
        return answers[-1].marks if answers else ()

    @property
    def compared_with(self) -> int:
        """The version that a reviewer answered last before this one, or the one before this one; 0 for the first."""
        last = self.subject_version - 1
        answered = [note.attempt for note in self.notes if note.is_answer and note.attempt <= last]
        return max(answered, default=last)

    def reworded(self, words: Rewording) -> Self:
        """The same submission with the criteria in the reader's words."""
        notes = tuple(note.reworded(words) for note in self.notes)
        return replace(self, rubric=tuple(words(criterion) for criterion in self.rubric), notes=notes)
