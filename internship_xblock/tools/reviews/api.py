"""What can be done with what is handed in: hand in, look, comment, return, approve.

Not for: the text of what was handed in (plans, logs). Points reach the grade book by an event, see grading.py.
A reviewer acts in one course, the actor's; what belongs to another course is not found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...core import events, formats, permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import BadRequest, Difference, Invalid, NotFound, Stale
from ...core.text import NAME_LIMIT, TEXT_LIMIT, clean
from ..placements import api as placements
from ..placements.api import PlacementView
from . import finding, grading, listing, marking
from .listing import COUNT_LIMIT, PAGE_LIMIT
from .marking import CRITERION_KEY, CRITERION_LIMIT, REMARK_LIMIT, RUBRIC_LIMIT
from .models import ANONYMOUS_ID_LIMIT, KEY_LIMIT, Submission
from .models import Note as NoteRow
from .subject import Item, Part, Subject, SubmissionKind
from .values import Criterion, Mark, MarkValue, Note, Standing, SubmissionPage, SubmissionRow, SubmissionView

__all__ = [
    "COUNT_LIMIT", "CRITERION_KEY", "CRITERION_LIMIT", "PAGE_LIMIT", "REMARK_LIMIT", "RUBRIC_LIMIT",
    "Criterion", "Item", "Mark", "MarkValue",
    "Note", "Part", "Standing", "Subject", "SubmissionKind", "SubmissionPage", "SubmissionRow", "SubmissionView",
    "approve", "approved", "comment", "give_back", "hand_in", "list_submissions", "open_submission", "standing", "withdraw",
]  # fmt: skip

Status, Decision = Submission.Status, NoteRow.Decision
_STORY = NoteRow.objects.select_related("submission").order_by("pk")


def hand_in(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    kind: str,
    subject_id: int,
    subject_version: int,
    title: str,
    possible: float,
    rubric: Sequence[Criterion] = (),
    place: PlacementView | None = None,
) -> Standing:
    """Put a version of a plan or an entry before the reviewers; a returned or approved one is opened again.

    Handing in the same version twice while it waits changes nothing. `possible` are the points one can get, 0 for none;
    earlier points stay until the next approval, as they do in the grade book. `rubric` is what the reviewer looks at: it
    is kept as it is now, whatever its author makes of it later. `place` is the placement where the verb that hands in has
    just looked it up, for this same person: then it is not looked up again.
    """
    placement = _entered(actor, placement_id, place)
    if kind not in Submission.Kind.values or not 0 < len(usage_key) <= KEY_LIMIT or not 0 <= possible < math.inf:
        raise BadRequest()
    now = timezone.now()
    who = {**signed(actor), "anonymous_id": actor.anonymous_id[:ANONYMOUS_ID_LIMIT]}
    what = {
        "subject_version": subject_version, "title": clean(title)[:NAME_LIMIT], "possible": possible,
        "rubric": marking.kept(rubric),
    }  # fmt: skip
    with transaction.atomic():
        row, made = _found_or_made(
            {"usage_key": usage_key, "kind": kind, "subject_id": subject_id},
            {
                **who, **what, "placement_id": placement_id, "course_key": placement.course_key, "submitted_at": now,
                "changed_at": now, "attempts": 1, "revision": 1,
            },
        )  # fmt: skip
        if row.placement_id != placement_id:
            raise NotFound()
        named = (row.title, row.author_name)
        waits_already = not made and row.status == Status.SUBMITTED and row.subject_version == subject_version
        if not made and not waits_already:
            change = {
                **what, **({} if row.author_id else who), "status": Status.SUBMITTED, "submitted_at": now, "changed_at": now,
            }  # fmt: skip
            row = _handed_in_again(row, change)
        if made or (row.title, row.author_name) != named:
            finding.index([row], is_new=made)
        if not waits_already:
            told = NoteRow.objects.create(
                submission=row, decision=Decision.HANDED_IN, attempt=row.attempts, at=now, **signed(actor),
            )  # fmt: skip
            _tell(actor, "review.hand_in", row)
        story = [told] if made else list(row.notes.select_for_update())
    return _standing(row, story)


def _entered(actor: Actor, placement_id: int, place: PlacementView | None) -> PlacementView:
    """The placement in which the actor hands in: `place` where it is that one as this person sees it, else looked up."""
    if place is None or place.id != placement_id or place.seen_by != actor:
        return placements.require(actor, "review.hand_in", placement_id)
    permissions.require(actor, "review.hand_in", place.roles)
    return place


def _handed_in_again(row: Submission, change: Mapping[str, Any]) -> Submission:
    """Store one more attempt, also over what a reviewer has answered this moment. The submission as it is then."""
    here, more = Submission.objects.filter(pk=row.pk), {"attempts": F("attempts") + 1, "revision": F("revision") + 1}
    if not here.filter(revision=row.revision).update(**change, **more):
        row = here.select_for_update().get()
        here.update(**change, **more)
    for name, value in change.items():
        setattr(row, name, value)
    row.attempts, row.revision = row.attempts + 1, row.revision + 1
    return row


def _found_or_made(which: Mapping[str, Any], first: Mapping[str, Any]) -> tuple[Submission, bool]:
    """The submission, and whether it was made just now."""
    row = Submission.objects.filter(**which).first()
    if row is not None:
        return row, False
    try:
        with transaction.atomic():
            return Submission.objects.create(**which, **first), True
    except IntegrityError:  # somebody else's, a moment ago
        return Submission.objects.select_for_update().get(**which), False


def withdraw(actor: Actor, *, placement_id: int, usage_key: str, kind: str, subject_id: int) -> None:
    """Take out of the reviewers' lists what waits there and was taken back. Handing it in again brings it back.

    What was answered already stays as it is. Two queries and the placement's.
    """
    placements.require(actor, "review.withdraw", placement_id)
    here = Submission.objects.filter(placement_id=placement_id, usage_key=usage_key, kind=kind, subject_id=subject_id)
    here.filter(status=Status.SUBMITTED).update(status=Status.WITHDRAWN, changed_at=timezone.now(), revision=F("revision") + 1)


def standing(
    actor: Actor, *, placement: int | PlacementView, usage_key: str, kind: str, subject_ids: Sequence[int]
) -> dict[int, Standing]:
    """Where each of these plans or entries stands; those never handed in are left out. One query and the placement's.

    Its story tells of each: there is at least the note that it was handed in.
    """
    placement_id = placements.require(actor, "review.standing", placement).id
    notes = _STORY.filter(
        submission__placement_id=placement_id, submission__usage_key=usage_key, submission__kind=kind,
        submission__subject_id__in=list(subject_ids),
    )  # fmt: skip
    told: dict[int, list[NoteRow]] = {}
    for note in notes:
        told.setdefault(note.submission.subject_id, []).append(note)
    return {subject_id: _standing(some[0].submission, some) for subject_id, some in told.items()}


def list_submissions(
    actor: Actor,
    *,
    course_key: str,
    status: str = "",
    kind: str = "",
    search: str = "",
    after: str = "",
    before: str = "",
    order: str = "newest",
    limit: int = 50,
) -> SubmissionPage:
    """A page of what was handed in in a course, `order` "newest" or "oldest" first, `after` or `before` a cursor.

    `search` finds in the title and in the name of who handed in. Four queries however many there are,
    and one for each word.
    """
    permissions.require(actor, "review.list", permissions.course_roles(actor, course_key))
    return listing.page(
        course_key=course_key, status=status, kind=kind, search=search, after=after, before=before, order=order, limit=limit
    )


def approved(actor: Actor, *, course_key: str, usage_key: str, kind: str) -> set[int]:
    """Return the ids of the plans, or entries, of one block that are approved as they were handed in last. One query."""
    permissions.require(actor, "review.list", permissions.course_roles(actor, course_key))
    found = Submission.objects.filter(course_key=course_key, usage_key=usage_key, kind=kind, status=Status.APPROVED)
    return set(found.values_list("subject_id", flat=True))


def open_submission(actor: Actor, *, submission_id: int) -> SubmissionView:
    """One submission of the actor's course with its story and its waiting neighbours. Two queries."""
    permissions.require(actor, "review.open", permissions.course_roles(actor, actor.course_key))
    return _view(actor, submission_id)


def comment(actor: Actor, *, submission_id: int, revision: int, text: str, marks: Sequence[Mark] = ()) -> SubmissionView:
    """Say something about it; where it stands stays as it is.

    `marks`, here and below: one for each criterion that the reviewer was shown, whether marked or not.
    """
    permissions.require(actor, "review.comment", permissions.course_roles(actor, actor.course_key))
    return _decide(actor, Decision.COMMENT, submission_id, revision, _words(text, _("Write your comment first.")), marks)


def give_back(actor: Actor, *, submission_id: int, revision: int, text: str, marks: Sequence[Mark] = ()) -> SubmissionView:
    """Return it, saying in words what to mend: without them nobody would know what to do next."""
    permissions.require(actor, "review.give_back", permissions.course_roles(actor, actor.course_key))
    words = _words(text, _("Write what should be mended before you return it."))
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
                    _("This is too long: %(count)s characters, at most %(limit)s can be kept.")
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
        raise Invalid(_("Its author has taken this back before anybody read it, so there is nothing to answer."))
    if row.revision != revision:  # before the marks are judged: they may be of criteria that another version had
        raise _stale(row.pk, decision, text, marks, points)
    now, kept = timezone.now(), marking.kept_marks(row.rubric, marks)
    change: dict[str, object] = {"revision": F("revision") + 1, "changed_at": now}
    if decision == Decision.APPROVED:
        points = _checked(points, row.possible)
        change |= {"status": Status.APPROVED, "points": points, "is_grade_taken": None}
        grading.tell_when_committed(row)
    elif decision == Decision.RETURNED:
        change |= {"status": Status.RETURNED}
    Submission.objects.filter(pk=row.pk).update(**change)
    NoteRow.objects.create(
        submission=row, decision=decision, text=text, points=points, marks=kept, attempt=row.attempts, at=now,
        **signed(actor),
    )  # fmt: skip
    _tell(actor, f"review.{decision}", row)
    return _view(actor, submission_id)


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
    last, answer = notes.first(), notes.exclude(decision=Decision.HANDED_IN).first()
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
        message=_("Somebody was faster. Nothing of yours is lost: read what was decided, then decide whether to send yours."),
    )  # fmt: skip


def _tell(actor: Actor, verb: str, row: Submission) -> None:
    where = (
        {} if row.placement_id is None else {"placement_id": row.placement_id}
    )  # None once it was its people's alone and went
    events.happened(actor, verb, row.usage_key, submission_id=row.pk, attempt=row.attempts, **where)


def _standing(row: Submission, notes: Sequence[NoteRow]) -> Standing:
    points = row.points if row.status == Status.APPROVED else None
    return Standing(
        status=row.status, points=points, possible=row.possible, submitted_at=row.submitted_at, revision=row.revision,
        attempts=row.attempts, notes=tuple(_note(note) for note in notes if note.decision != Decision.HANDED_IN),
    )  # fmt: skip


def _view(actor: Actor, submission_id: int) -> SubmissionView:
    row = listing.with_neighbours(actor.course_key).filter(pk=submission_id).first()
    if row is None:
        raise NotFound()
    return SubmissionView(
        **listing.row_values(row),
        course_key=row.course_key, usage_key=row.usage_key, subject_id=row.subject_id, subject_version=row.subject_version,
        placement_id=row.placement_id, submitter_id=row.author_id, anonymous_id=row.anonymous_id,
        revision=row.revision, changed_at=row.changed_at, notes=tuple(_note(note) for note in row.notes.all()),
        next_id=row.next_id, previous_id=row.previous_id, rubric=marking.criteria(row.rubric),
        is_grade_taken=row.is_grade_taken,
    )  # fmt: skip


def _note(row: NoteRow) -> Note:
    return Note(
        id=row.pk, author=row.author_name, author_id=row.author_id, decision=row.decision, text=row.text, at=row.at,
        points=row.points, attempt=row.attempt, marks=marking.marks(row.marks),
    )  # fmt: skip
