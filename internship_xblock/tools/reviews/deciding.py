"""What a reviewer does with a submission. Verbs of this tool's api."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...core import permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import Difference, Invalid, NotFound, Stale
from ...core.language import formats
from ...core.language.text import TEXT_LIMIT, clean
from ...core.revisions import advance
from . import grading, marking
from .models import Note as NoteRow
from .models import Submission
from .telling import tell, view_of
from .values import Mark, SubmissionView

Status, Decision = Submission.Status, NoteRow.Decision


def comment(actor: Actor, *, submission_id: int, revision: int, text: str, marks: Sequence[Mark] = ()) -> SubmissionView:
    """Say something about it; where it stands stays as it is.

    `marks`, here and below: one for each criterion that the reviewer was shown, whether marked or not.
    """
    permissions.require(actor, "review.comment", permissions.course_roles(actor, actor.course_key))
    return _decide(actor, Decision.COMMENT, submission_id, revision, _words(text, _("Write your comment first.")), marks)


def give_back(actor: Actor, *, submission_id: int, revision: int, text: str, marks: Sequence[Mark] = ()) -> SubmissionView:
    """Return it, saying in words what to mend: without them nobody would know what to do next."""
    permissions.require(actor, "review.give_back", permissions.course_roles(actor, actor.course_key))
    words = _words(text, _("Write what should be changed before you ask for changes."))
    return _decide(actor, Decision.RETURNED, submission_id, revision, words, marks)


def approve(
    actor: Actor, *, submission_id: int, revision: int, text: str, points: float | None, marks: Sequence[Mark] = ()
) -> SubmissionView:
    """Approve it, with points from 0 to `possible` where there are points to get. Words are welcome, not required.

    What was approved can be approved again, with other points: that is how a slip is mended.
    """
    permissions.require(actor, "review.approve", permissions.course_roles(actor, actor.course_key))
    return _decide(actor, Decision.APPROVED, submission_id, revision, _words(text), marks, points)


def _words(text: str, missing: str = "") -> str:
    """The text cleaned and within its limit; where `missing` is given, a text without a letter or digit is refused with it."""
    words = clean(text).strip()
    if len(words) > TEXT_LIMIT:
        raise Invalid(
            fields={
                "text": [
                    _("This is too long: %(count)s characters, and at most %(limit)s fit.")
                    % {"count": len(words), "limit": TEXT_LIMIT}
                ]
            }
        )
    if missing and not any(char.isalnum() for char in words):
        raise Invalid(fields={"text": [missing]})
    return words


def _decide(
    actor: Actor,
    decision: NoteRow.Decision,
    submission_id: int,
    revision: int,
    text: str,
    marks: Sequence[Mark],
    points: float | None = None,
) -> SubmissionView:
    """Write the note and the next revision, or raise Stale with what was decided in between. In a transaction."""
    row = Submission.objects.select_for_update().filter(pk=submission_id, course_key=actor.course_key).first()
    if row is None:
        raise NotFound()
    if row.status == Status.WITHDRAWN:
        raise Invalid(_("The author took this back before anybody had read it, so there is nothing to answer."))
    if row.revision != revision:  # before the marks are judged: they may be of criteria that another version had
        raise _stale(row.pk, decision, text, marks, points)
    now, kept = timezone.now(), marking.kept_marks(row.rubric, marks)
    change: dict[str, Any] = {"changed_at": now}
    if decision == Decision.APPROVED:
        points = _checked(points, row.possible)
        change |= {"status": Status.APPROVED, "points": points, "is_grade_taken": None}
        grading.tell_when_committed(row)
    elif decision == Decision.RETURNED:
        change |= {"status": Status.RETURNED}
    advance(Submission.objects.filter(pk=row.pk), **change)
    NoteRow.objects.create(
        submission=row, decision=decision, text=text, points=points, marks=kept, attempt=row.attempts, at=now,
        **signed(actor),
    )  # fmt: skip
    tell(actor, f"review.{decision}", row)
    return view_of(actor, submission_id)


def _checked(points: float | None, possible: float) -> float | None:
    if possible <= 0:
        return None
    if points is None or not 0 <= points <= possible:  # also refuses NaN
        raise Invalid(
            fields={
                "points": [
                    ngettext("Give from 0 to %(possible)s point.", "Give from 0 to %(possible)s points.", math.ceil(possible))
                    % {"possible": f"{possible:g}"}
                ]
            }
        )
    return points


def _stale(submission_id: int, decision: NoteRow.Decision, text: str, marks: Sequence[Mark], points: float | None) -> Stale:
    current = Submission.objects.select_for_update().get(pk=submission_id)
    notes = NoteRow.objects.select_for_update().filter(submission_id=submission_id).order_by("-pk")
    last, answer = notes.first(), notes.exclude(decision=Decision.SUBMITTED).first()
    if last is None:
        return Stale(revision=current.revision)
    differences = [Difference(_("Decision"), str(decision.label), last.get_decision_display())]
    if text or last.text:
        differences.append(Difference(_("Comment"), text, last.text))
    differences += marking.differences(marks, marking.marks(answer.marks) if answer else ())
    if current.possible > 0 and (points, last.points) != (None, None):
        differences.append(Difference(_("Points"), formats.number(points), formats.number(last.points)))
    return Stale(
        revision=current.revision, differences=differences, changed_by=last.author_name, changed_at=last.at,
        message=_(
            "This was changed while you were writing. Nothing of yours is lost: read what is new, then decide whether to send "
            "yours."
        ),
    )  # fmt: skip
