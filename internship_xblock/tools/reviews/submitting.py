"""Submitting something for review, and taking it back. Verbs of this tool's api."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from ...core import permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import BadRequest, NotFound
from ...core.language.text import NAME_LIMIT, clean
from ...core.revisions import advance, claim
from ..placements import api as placements
from ..placements.api import PlacementView
from . import finding, marking
from .models import ANONYMOUS_ID_LIMIT, KEY_LIMIT, Submission
from .models import Note as NoteRow
from .telling import standing_of, tell
from .values import Criterion, Standing

Status, Decision = Submission.Status, NoteRow.Decision


def submit(
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

    Submitting the same version twice while it waits changes nothing. `possible` are the points one can get, 0 for none;
    earlier points stay until the next approval, as they do in the grade book. `rubric` is what the reviewer looks at: it
    is kept as it is now, whatever its author makes of it later. `place` is the placement where the verb that submits has
    just looked it up, for this same person: then it is not looked up again.
    """
    placement = _entered(actor, placement_id, place)
    return _put(
        actor, course_key=placement.course_key, placement_id=placement_id, usage_key=usage_key, kind=kind,
        subject_id=subject_id, subject_version=subject_version, title=title, possible=possible, rubric=rubric,
    )  # fmt: skip


def submit_own(
    actor: Actor,
    *,
    usage_key: str,
    kind: str,
    subject_id: int,
    subject_version: int,
    title: str,
    possible: float,
    rubric: Sequence[Criterion] = (),
) -> Standing:
    """Put before the reviewers of the actor's course what is the actor's alone, in no placement. Else as `submit`."""
    permissions.require(actor, "review.submit_own", permissions.course_roles(actor, actor.course_key))
    return _put(
        actor, course_key=actor.course_key, placement_id=None, usage_key=usage_key, kind=kind, subject_id=subject_id,
        subject_version=subject_version, title=title, possible=possible, rubric=rubric,
    )  # fmt: skip


def _put(
    actor: Actor,
    *,
    course_key: str,
    placement_id: int | None,
    usage_key: str,
    kind: str,
    subject_id: int,
    subject_version: int,
    title: str,
    possible: float,
    rubric: Sequence[Criterion],
) -> Standing:
    """Open a submission, or open it again, with a note that it was submitted; nothing where this version waits already."""
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
                **who, **what, "placement_id": placement_id, "course_key": course_key, "submitted_at": now,
                "changed_at": now, "attempts": 1, "revision": 1,
            },
        )  # fmt: skip
        _require_theirs(row, actor, placement_id)
        named = (row.title, row.author_name)
        waits_already = not made and row.status == Status.SUBMITTED and row.subject_version == subject_version
        if not made and not waits_already:
            change = {
                **what, **({} if row.author_id else who), "status": Status.SUBMITTED, "submitted_at": now, "changed_at": now,
            }  # fmt: skip
            row = _submitted_again(row, change)
        if made or (row.title, row.author_name) != named:
            finding.index([row], is_new=made)
        if not waits_already:
            told = NoteRow.objects.create(
                submission=row, decision=Decision.SUBMITTED, attempt=row.attempts, at=now, **signed(actor),
            )  # fmt: skip
            tell(actor, "review.submit", row)
        story = [told] if made else list(row.notes.select_for_update())
    return standing_of(row, story)


def _require_theirs(row: Submission, actor: Actor, placement_id: int | None) -> None:
    """Raise NotFound for what stands in another placement, or in none and is somebody else's."""
    if row.placement_id != placement_id or (placement_id is None and row.author_id != actor.user_id):
        raise NotFound()


def _entered(actor: Actor, placement_id: int, place: PlacementView | None) -> PlacementView:
    """The placement in which the actor submits: `place` where it is that one as this person sees it, else looked up."""
    if place is None or place.id != placement_id or place.seen_by != actor:
        return placements.require(actor, "review.submit", placement_id)
    permissions.require(actor, "review.submit", place.roles)
    return place


def _submitted_again(row: Submission, change: Mapping[str, Any]) -> Submission:
    """Store one more attempt, also over what a reviewer has answered this moment. The submission as it is then."""
    here, more = Submission.objects.filter(pk=row.pk), {**change, "attempts": F("attempts") + 1}
    if not claim(here, row.revision, **more):
        row = here.select_for_update().get()
        advance(here, **more)
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
    """Take out of the reviewers' lists what waits there and was taken back. Submitting it again brings it back.

    What was answered already stays as it is. Two queries and the placement's.
    """
    placements.require(actor, "review.withdraw", placement_id)
    _withdraw(placement_id=placement_id, usage_key=usage_key, kind=kind, subject_id=subject_id)


def withdraw_own(actor: Actor, *, usage_key: str, kind: str, subject_id: int) -> bool:
    """The same for what is the actor's alone. Return whether it still waited: else nothing was changed. Two queries."""
    permissions.require(actor, "review.withdraw_own", permissions.course_roles(actor, actor.course_key))
    return _withdraw(placement=None, author_id=actor.account, usage_key=usage_key, kind=kind, subject_id=subject_id)


def _withdraw(**which: Any) -> bool:
    """Withdraw what waits of these, and return whether anything did."""
    waits = Submission.objects.filter(**which, status=Status.SUBMITTED)
    return bool(advance(waits, status=Status.WITHDRAWN, changed_at=timezone.now()))
