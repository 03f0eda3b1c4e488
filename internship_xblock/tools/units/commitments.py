"""Commitments come back: from the day that they were for, a later lesson asks whether they were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import BadRequest, Invalid, NotFound
from ...core.language.text import clean, squeezed
from . import storage
from .steps.base import parse_day, written
from .steps.commit import DONE, DROPPED, is_settled, settled, wrong_day
from .unit import StepRecord

LATER = "later"
OUTCOMES = (DONE, LATER, DROPPED)


@dataclass(frozen=True)
class Commitment:
    """What somebody set out to do by a day. `unit` and `title` are what the lesson and its step were called then."""

    usage_key: str
    step_id: str
    unit: str
    title: str
    text: str
    by: date


def due_commitments(actor: Actor, *, course_key: str, but: str = "") -> tuple[Commitment, ...]:
    """Return one's own commitments of a course whose day has come and of which nobody has said how they went.

    Longest due first; none of the unit with the usage key `but`. Staff who look at the course as somebody else have none.
    One query.
    """
    permissions.require(actor, "unit.due_commitments", permissions.course_roles(actor, course_key))
    if not actor.is_known or actor.masquerading:
        return ()
    today = timezone.localdate()
    records = storage.commitments_of_course(actor, course_key)
    due = (due_commitment(record, today) for record in records if record.usage_key != but)
    return tuple(sorted((one for one in due if one is not None), key=lambda one: one.by))


def settle_commitment(actor: Actor, *, course_key: str, usage_key: str, step_id: str, outcome: str, by: str = "") -> None:
    """Note how a commitment went: it is done, dropped, or put off to the day `by`, as YYYY-MM-DD.

    One that is settled already stays as it is: the button was pressed in two windows.

    Raises:
        NotFound: There is no such commitment of one's own in this course.
        Invalid: It is put off, and `by` is no day, or one that has passed.
    """
    permissions.require(actor, "unit.settle_commitment", permissions.course_roles(actor, course_key))
    if outcome not in OUTCOMES:
        raise BadRequest()
    by = clean(by)
    if outcome == LATER and (wrong := wrong_day(by)):
        raise Invalid(fields={"by": wrong})
    with transaction.atomic():
        if not storage.is_there(actor, course_key, usage_key, step_id):
            raise NotFound()
        state = storage.lock(actor, usage_key, 0)
        before = state.answers.get(step_id) or {}
        if parse_day(written(before, "by")) is None:
            raise NotFound()
        if is_settled(before):
            return
        after = {**before, "by": by} if outcome == LATER else settled(before, outcome, timezone.localdate())
        typed = state.with_draft(step_id, state.draft_of(step_id).values)  # what is being typed there stays
        storage.write(
            actor, usage_key, step_id, replace(typed, answers={**state.answers, step_id: after}), is_answer=False
        )  # fmt: skip


def due_commitment(record: StepRecord, today: date) -> Commitment | None:
    """Return what a record says that somebody would do by a day that has come; None where it says none, or it is settled."""
    answer: Mapping[str, Any] = record.answer or {}
    by, text = parse_day(written(answer, "by")), written(answer, "text").strip()
    if by is None or by > today or not text or is_settled(answer):
        return None
    unit, title = (squeezed(str(record.asked.get(name) or "")) for name in ("unit", "title"))
    return Commitment(record.usage_key, record.step_id, unit, title, text, by)
