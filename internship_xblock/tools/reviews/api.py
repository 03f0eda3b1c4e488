"""What can be done with what is submitted: submit, look, comment, return, approve.

Not for: the text of what was submitted (plans, logs). Points reach the grade book by an event, see grading.py.
A reviewer acts in one course, the actor's; what belongs to another course is not found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import OuterRef, Subquery

from ...core import permissions
from ...core.actor import Actor
from ...core.authorship import by
from ..placements import api as placements
from ..placements.api import PlacementView
from . import listing
from .deciding import approve, comment, give_back
from .listing import COUNT_LIMIT, PAGE_LIMIT
from .marking import CRITERION_KEY, CRITERION_LIMIT, REMARK_LIMIT, RUBRIC_LIMIT, criteria_of
from .models import Note as NoteRow
from .models import Submission
from .subject import Subject, SubmissionKind
from .submitting import submit, submit_own, withdraw, withdraw_own
from .telling import standing_of, view_of
from .values import (
    APPROVED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Criterion,
    Mark,
    MarkValue,
    Note,
    OwnInReview,
    OwnSubmission,
    Queue,
    Standing,
    SubmissionPage,
    SubmissionRow,
    SubmissionView,
    status_of,
)

__all__ = [
    "APPROVED",
    "COUNT_LIMIT",
    "CRITERION_KEY",
    "CRITERION_LIMIT",
    "PAGE_LIMIT",
    "REMARK_LIMIT",
    "RETURNED",
    "RUBRIC_LIMIT",
    "SUBMITTED",
    "WITHDRAWN",
    "Criterion",
    "Mark",
    "MarkValue",
    "Note",
    "OwnInReview",
    "OwnSubmission",
    "Queue",
    "Standing",
    "Subject",
    "SubmissionKind",
    "SubmissionPage",
    "SubmissionRow",
    "SubmissionView",
    "approve",
    "approved",
    "comment",
    "criteria_of",
    "give_back",
    "list_submissions",
    "open_submission",
    "own_in_review",
    "pending_own",
    "queue",
    "standing",
    "standing_own",
    "standings",
    "status_of",
    "statuses",
    "submit",
    "submit_own",
    "withdraw",
    "withdraw_own",
]  # fmt: skip

_STORY = NoteRow.objects.select_related("submission").order_by("pk")
_PENDING = (Submission.Status.SUBMITTED, Submission.Status.RETURNED)
_DECIDED = NoteRow.objects.filter(submission=OuterRef("pk")).exclude(decision=NoteRow.Decision.COMMENT)
_LAST_DECISION = Subquery(_DECIDED.order_by("-pk").values("decision")[:1])


def standing(
    actor: Actor, *, placement: int | PlacementView, usage_key: str, kind: str, subject_ids: Sequence[int]
) -> dict[int, Standing]:
    """Where each of these plans or entries stands; those never submitted are left out. One query and the placement's.

    Its story tells of each: there is at least the note that it was submitted.
    """
    placement_id = placements.require(actor, "review.standing", placement).id
    notes = _STORY.filter(
        submission__placement_id=placement_id, submission__usage_key=usage_key, submission__kind=kind,
        submission__subject_id__in=list(subject_ids),
    )  # fmt: skip
    return _by_subject(notes)


def standing_own(actor: Actor, *, usage_key: str, kind: str) -> Standing | None:
    """Where that stands which the actor alone submitted from this block, in no placement; None for nothing. One query."""
    permissions.require(actor, "review.standing_own", permissions.course_roles(actor, actor.course_key))
    notes = list(
        _STORY.filter(
            submission__placement=None, submission__author_id=actor.account, submission__usage_key=usage_key,
            submission__kind=kind,
        )
    )  # fmt: skip
    return standing_of(notes[-1].submission, notes) if notes else None


def standings(actor: Actor, *, views: Sequence[PlacementView], kind: str, subject_ids: Sequence[int]) -> dict[int, Standing]:
    """Where each of these plans or entries stands, in whichever of these placements of the actor's. One query.

    What lies in a placement in which the actor may not know it is left out.
    """
    places = [view.id for view in placements.usable(actor, "review.standing", views)]
    if not (places and subject_ids):
        return {}
    submitted = {"submission__kind": kind, "submission__subject_id__in": list(subject_ids)}
    return _by_subject(_STORY.filter(submission__placement_id__in=places, **submitted))


def pending_own(actor: Actor, *, kind: str, course_key: str | None) -> tuple[OwnSubmission, ...]:
    """What the actor alone submitted of this kind, in no placement, that is not settled: it waits, or came back. One query.

    In a course; None: in all courses of the site. The PAGE_LIMIT that wait longest. Staff who look at the course as somebody
    else, guests and strangers have none.
    """
    permissions.require(actor, "review.pending_own", permissions.course_roles(actor, course_key or actor.course_key))
    if actor.account is None or actor.masquerading:
        return ()
    found = Submission.objects.filter(author_id=actor.account, placement=None, kind=kind, status__in=_PENDING)
    if course_key is not None:
        found = found.filter(course_key=course_key)
    columns = ("course_key", "usage_key", "title", "status", "changed_at")
    return tuple(OwnSubmission(*row) for row in found.order_by("changed_at", "pk").values_list(*columns)[:PAGE_LIMIT])


def own_in_review(actor: Actor, *, views: Sequence[PlacementView], kind: str) -> OwnInReview:
    """Where what the actor submitted of this kind in these placements stands, as far as it is not approved. One query.

    The PAGE_LIMIT that wait longest. Its own tool says whether it is still there. Staff who look at the course as somebody else
    have none.
    """
    places = [view.id for view in placements.usable(actor, "review.standing", views)]
    if actor.masquerading or not places:
        return OwnInReview()
    found = Submission.objects.filter(by(actor), kind=kind, status__in=_PENDING, placement_id__in=places)
    lines = found.order_by("changed_at", "pk").values_list("subject_id", "status", "changed_at", _LAST_DECISION)
    waiting, returned, reset = set(), {}, set()
    rows = list(lines[:PAGE_LIMIT])
    for subject_id, status, changed_at, decided in rows:
        if status == Submission.Status.SUBMITTED:
            waiting.add(subject_id)
        elif decided == NoteRow.Decision.RESET:
            reset.add(subject_id)
        else:
            returned[subject_id] = changed_at
    return OwnInReview(frozenset(waiting), returned, frozenset(reset), is_cut=len(rows) == PAGE_LIMIT)


def queue(actor: Actor, *, course_key: str) -> Queue:
    """What waits for a reviewer of a course: how many, at most COUNT_LIMIT and one more, and the oldest. One query."""
    permissions.require(actor, "review.list", permissions.course_roles(actor, course_key))
    waiting = Submission.objects.filter(course_key=course_key, status=Submission.Status.SUBMITTED)
    found = waiting.order_by("submitted_at", "pk").values_list("pk", "submitted_at")[: COUNT_LIMIT + 1]
    lines = list(found)
    return Queue(len(lines), *lines[0]) if lines else Queue()


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
    """A page of what was submitted in a course, `order` "newest" or "oldest" first, `after` or `before` a cursor.

    `search` finds in the title and in the name of who submitted. Four queries however many there are,
    and one for each word.
    """
    permissions.require(actor, "review.list", permissions.course_roles(actor, course_key))
    return listing.page(
        course_key=course_key, status=status, kind=kind, search=search, after=after, before=before, order=order, limit=limit
    )


def statuses(*, kind: str, subject_ids: Collection[int]) -> dict[int, str]:
    """Return where each of these plans or entries stands, for what goes through many (core/standing.py). One query at most.

    No verb: nobody asks.
    """
    found = Submission.objects.filter(kind=kind, subject_id__in=list(subject_ids)) if subject_ids else Submission.objects.none()
    return dict(found.order_by("pk").values_list("subject_id", "status"))


def approved(actor: Actor, *, course_key: str, usage_key: str, kind: str) -> set[int]:
    """Return the ids of the plans, or entries, of one block that are approved as they were submitted last. One query."""
    permissions.require(actor, "review.list", permissions.course_roles(actor, course_key))
    found = Submission.objects.filter(course_key=course_key, usage_key=usage_key, kind=kind, status=Submission.Status.APPROVED)
    return set(found.values_list("subject_id", flat=True))


def open_submission(actor: Actor, *, submission_id: int) -> SubmissionView:
    """One submission of the actor's course with its story and its waiting neighbours. Two queries."""
    permissions.require(actor, "review.open", permissions.course_roles(actor, actor.course_key))
    return view_of(actor, submission_id)


# -- inside ------------------------------------------------------------------------------------------------


def _by_subject(notes: Iterable[NoteRow]) -> dict[int, Standing]:
    """Where each thing stands, by its id, from the notes of their stories in their order."""
    told: dict[int, list[NoteRow]] = {}
    for note in notes:
        told.setdefault(note.submission.subject_id, []).append(note)
    return {subject_id: standing_of(some[0].submission, some) for subject_id, some in told.items()}
