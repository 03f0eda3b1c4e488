"""What people do with a training unit. Every verb asks the permission table first, and says where the learner is then.

All of it is the learner's own, so there is nobody else's to find: a stranger has none. Answers are in our tables; `position`,
the index of the step on screen, is the block's to keep. One learner's requests in one course write one after the other, so that
points, progress and awards are counted from all that is stored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from django.db import transaction

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import BadRequest
from . import checking, pools, rules, storage
from .answering import all_written, answer, answered, keep_draft, texts
from .asked import of_earlier_versions
from .authoring import SETTINGS, drop_step_drafts, keep_step_draft, step_drafts
from .awards.earning import AwardProgress, award_progress
from .commitments import Commitment, due_commitments, settle_commitment
from .grading import KIND
from .lessons_left import LessonsLeft, lessons_left
from .recall import recalled
from .screens import Screen, changed, screen_of
from .steps import kind_of
from .submitting import Review, Submitted, for_review, review, submit, take_back
from .unit import StepRecord, Unit
from .workbook_pages import in_workbook, kind_name

Way = Literal["next", "back", "here"]
WAYS: tuple[Way, ...] = ("next", "back", "here")


def open(actor: Actor, *, unit: Unit, usage_key: str, position: int) -> Screen:
    """The screen where the learner stopped. A stranger is at the beginning."""
    _require(actor, "unit.open")
    state = storage.read(actor, usage_key, position, has_pools=bool(unit.pools))
    return screen_of(actor, pools.drawn(unit, state, actor.user_id, usage_key), state)


def move(actor: Actor, *, unit: Unit, usage_key: str, step_id: str, way: str) -> Screen:
    """Go on from, back from or to the step called `step_id`. Reading on is what does a step that asks nothing.

    Staff who look at the course as somebody else may turn pages; nothing counts as read for it.
    """
    _require(actor, "unit.move")
    if way not in WAYS:
        raise BadRequest()
    if way != "next" or actor.masquerading:
        state = storage.read(actor, usage_key, 0, has_pools=bool(unit.pools))
        unit = pools.drawn(unit, state, actor.user_id, usage_key)
        return screen_of(actor, unit, replace(state, position=_target(unit.index(step_id), way)))
    unit.index(step_id)  # nothing is begun for a step that is not there
    with transaction.atomic():
        before = storage.lock(actor, usage_key, 0)
        unit = pools.drawn(unit, before, actor.user_id, usage_key)
        index = unit.index(step_id)
        step, before = unit.steps[index], replace(before, position=_target(index, way))
        after = before
        if not kind_of(step).asks and before.answer(step) is None:
            after = answered(unit, before, step, kind_of(step).answer(step, {}, None))
            storage.write(actor, usage_key, step.id, after, is_answer=True)
        return changed(actor, usage_key, unit, before, after)


def retake(actor: Actor, *, unit: Unit, usage_key: str) -> Screen:
    """Draw other questions from every pool, at the first of them. What the best attempt brought stays, as points and as done.

    Raises Invalid where one of the present questions is not answered yet, and where nothing is checked any more.
    """
    _require(actor, "unit.retake")
    with transaction.atomic():
        before = storage.lock(actor, usage_key, 0)
        now = pools.drawn(unit, before, actor.user_id, usage_key)
        checking.require_retake(now, before)
        # All questions of the pools, drawn now or not: an author may have left one out that is answered.
        after = pools.retaken(unit, before, rules.shares(now, before))
        storage.retake(actor, usage_key, after, [step.id for step in pools.questions(unit)])
    unit = pools.drawn(unit, after, actor.user_id, usage_key)
    return screen_of(actor, unit, replace(after, position=unit.index(pools.questions(unit)[0].id)))


def workbook(actor: Actor, *, course_key: str) -> tuple[StepRecord, ...]:
    """All that one has answered and is writing in the units of a course. Nobody reads another's here."""
    permissions.require(actor, "unit.workbook", permissions.course_roles(actor, course_key))
    return storage.of_course(actor, course_key)


def _target(index: int, way: str) -> int:
    return {"next": index + 1, "back": max(index - 1, 0), "here": index}[way]


def _require(actor: Actor, verb: str) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))


__all__ = [
    "KIND",
    "SETTINGS",
    "AwardProgress",
    "Commitment",
    "LessonsLeft",
    "Review",
    "Screen",
    "StepRecord",
    "Submitted",
    "all_written",
    "answer",
    "award_progress",
    "drop_step_drafts",
    "due_commitments",
    "for_review",
    "in_workbook",
    "keep_draft",
    "keep_step_draft",
    "kind_name",
    "lessons_left",
    "move",
    "of_earlier_versions",
    "open",
    "recalled",
    "retake",
    "review",
    "settle_commitment",
    "step_drafts",
    "submit",
    "take_back",
    "texts",
    "workbook",
]  # fmt: skip
