"""How a learner's answers are read and kept: few queries, and one learner's requests one after the other.

For this tool's api only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from ...core.actor import Actor
from ...core.errors import BadRequest, Stale
from ...core.revisions import advance, claim
from ..training import api as training
from .models import ANONYMOUS_ID_LIMIT, KEY_LIMIT, StepAnswer, UnitRecord, UnitVersion
from .unit import Draft, State, StepRecord

# What the queries of every page ask for, put together once.
_RECORDS = UnitRecord.objects.values_list("usage_key", "pk", "finished_at", "passed_at", "pools")
_ANSWERS = StepAnswer.objects.values_list("step", "answer", "asked", "draft", "revision")
_COURSE = StepAnswer.objects.order_by("pk").values_list(
    "usage_key", "step", "answer", "asked", "draft", "revision", "answered_at", "changed_at"
)


def read(actor: Actor, usage_key: str, position: int, *, has_pools: bool = False) -> State:
    """Where a learner is in a unit; somebody without an account has been nowhere. One query, two with pools.

    Whoever looks at the course as the learner reads the unit as nobody has answered it: the answers are the learner's own.
    """
    if not actor.is_known:
        return State()
    if actor.masquerading:
        return State(position=position)
    known = {"pools": _pools(_RECORDS.filter(learner_id=actor.account, usage_key=usage_key).first())} if has_pools else {}
    return _state(_ANSWERS.filter(learner_id=actor.account, usage_key=usage_key), position, **known)


def lock(actor: Actor, usage_key: str, position: int) -> State:
    """The same for writing, in a transaction: until it ends, no other request of this learner writes in this course.

    Their records in all units of the course are locked at once. Whoever completes one may write into others that wait for it;
    if two of these were completed at the same moment, each with its own record locked, they would wait for each other.
    The answers are read by a locking read: on a database with repeatable reads a plain one might be older than the lock.
    """
    if not 0 < len(usage_key) <= KEY_LIMIT:
        raise BadRequest()
    found = _lock_records(actor, usage_key) or _begin(actor, usage_key) or _lock_records(actor, usage_key)
    if found is None:
        raise BadRequest()
    _usage_key, pk, finished_at, passed_at, _drawn = found
    answers = _ANSWERS.filter(learner_id=actor.account, usage_key=usage_key).select_for_update()
    known = {"finished": finished_at is not None, "passed": passed_at is not None, "pools": _pools(found)}
    return _state(answers, position, record_id=pk, **known)


def write(actor: Actor, usage_key: str, step_id: str, after: State, *, is_answer: bool) -> None:
    """Store a step's answer and draft as the next revision. Stale where another request was quicker."""
    draft, now = after.draft_of(step_id), timezone.now()
    values: dict[str, Any] = {"answer": after.answers.get(step_id), "draft": dict(draft.values), "changed_at": now}
    if is_answer:
        values |= {"answered_at": now, "asked": dict(after.asked.get(step_id) or {})}
    if draft.revision > 1:
        mine = StepAnswer.objects.filter(learner_id=actor.account, usage_key=usage_key, step=step_id)
        if not claim(mine, draft.revision - 1, **values):
            raise Stale(revision=draft.revision)
        return
    try:
        with transaction.atomic():
            StepAnswer.objects.create(
                learner_id=actor.account, course_key=actor.course_key, usage_key=usage_key, step=step_id, **values
            )
    except IntegrityError:
        raise Stale(revision=draft.revision) from None


def finish(state: State) -> None:
    """Note that the learner came to the end with every step done."""
    UnitRecord.objects.filter(pk=state.record_id, finished_at=None).update(finished_at=timezone.now())


def complete(state: State, lesson: Mapping[str, Any]) -> None:
    """Note that the learner has done every step and reached the pass mark, and what the unit was then."""
    UnitRecord.objects.filter(pk=state.record_id, passed_at=None).update(passed_at=timezone.now(), lesson=dict(lesson))


def passed(actor: Actor, usage_keys: Collection[str], *, for_writing: bool = False) -> dict[str, Any]:
    """Return those of these units that the learner has completed, each with what it was then. One query."""
    rows = UnitRecord.objects.filter(learner_id=actor.account, usage_key__in=list(usage_keys), passed_at__isnull=False)
    return dict((rows.select_for_update() if for_writing else rows).order_by("pk").values_list("usage_key", "lesson"))


def answered(
    actor: Actor, usage_key: str, step_ids: Collection[str], *, for_writing: bool = False
) -> dict[str, datetime]:  # fmt: skip
    """Return when the learner gave the answers that stand in these steps. One query, none for no step."""
    mine = StepAnswer.objects.filter(
        learner_id=actor.account, usage_key=usage_key, step__in=list(step_ids), answer__isnull=False
    )  # fmt: skip
    rows = mine.select_for_update() if for_writing else mine
    found = rows.values_list("step", "answered_at") if step_ids else ()
    return {step: at for step, at in found if at is not None}


def await_award(record_id: int, level: str, needs: Sequence[str], missing: Sequence[str]) -> None:
    """Note that a level follows once the units that are still missing are completed too."""
    UnitRecord.objects.filter(pk=record_id).update(awaits=level, needs=list(needs), missing=list(missing))


def awaited(actor: Actor, usage_key: str) -> list[UnitRecord]:
    """Return the records of the units that await this one, locked, as they stand this moment: it is missing there no more.

    They are found by a locking read: a plain one might be older than the note that one of them waits.
    """
    mine = UnitRecord.objects.select_for_update().filter(learner_id=actor.account, course_key=actor.course_key)
    found = [
        one for one in mine.exclude(awaits="").order_by("pk") if isinstance(one.needs, list) and usage_key in one.needs
    ]  # fmt: skip
    for one in found:
        one.missing = [key for key in one.missing if key != usage_key]
        UnitRecord.objects.filter(pk=one.pk).update(missing=one.missing)
    return found


def end_award(actor: Actor, usage_key: str) -> None:
    """Note that nothing is awaited in a unit any more."""
    UnitRecord.objects.filter(learner_id=actor.account, usage_key=usage_key).update(awaits="", needs=[], missing=[])


def retake(actor: Actor, usage_key: str, state: State, steps: Iterable[str]) -> None:
    """Keep which attempt at the pools it is, under the learner's lock, and put the answers of the one before aside."""
    UnitRecord.objects.filter(pk=state.record_id).update(pools=dict(state.pools))
    mine = StepAnswer.objects.filter(learner_id=actor.account, usage_key=usage_key, step__in=list(steps))
    advance(mine, answer=None, changed_at=timezone.now())


def count(record_id: int, earned: float, possible: float) -> None:
    """Note the points of the steps as they were counted under the learner's lock."""
    UnitRecord.objects.filter(pk=record_id).update(earned=earned, possible=possible)


def last_versions(actor: Actor, usage_key: str, *, for_writing: bool = False) -> list[UnitVersion | None]:
    """Return what the learner submitted last from a unit, and behind it the one before: none, one or two."""
    mine = UnitVersion.objects.filter(record__learner_id=actor.account, record__usage_key=usage_key)
    return list((mine.select_for_update() if for_writing else mine).order_by("-number")[:2])


def freeze(record_id: int, number: int, digest: str, answers: list[dict[str, Any]]) -> UnitVersion:
    """Keep answers as they are submitted, under the learner's lock."""
    return UnitVersion.objects.create(record_id=record_id, number=number, digest=digest, answers=answers, at=timezone.now())


def version(course_key: str, record_id: int, number: int) -> UnitVersion | None:
    """What was submitted under a number, in a course."""
    return UnitVersion.objects.filter(record_id=record_id, record__course_key=course_key, number=number).first()


def of_course(actor: Actor, course_key: str, **only: Any) -> tuple[StepRecord, ...]:
    """Return all that a learner answered in a course, in the order in which it was begun. One query.

    `only` narrows it, by fields of StepAnswer.
    """
    return tuple(StepRecord(*line) for line in _COURSE.filter(learner_id=actor.account, course_key=course_key, **only))


def of_steps(actor: Actor, course_key: str, step_ids: Collection[str]) -> tuple[StepRecord, ...]:
    """Return what a learner answered in the steps with these ids; two lessons may each have one."""
    return of_course(actor, course_key, step__in=step_ids)


def commitments_of_course(actor: Actor, course_key: str) -> tuple[StepRecord, ...]:
    """Return what a learner has set out to do in the lessons of a course."""
    return of_course(actor, course_key, answer__has_key="by")


def left(actor: Actor, course_key: str | None) -> list[tuple[str, StepRecord, bool, bool]]:
    """Return a learner's commitments and what they answered last, each with its course and whether its unit is finished.

    The same beside each: whether a level that they earned may be due for renewal. One query, of all courses without a
    `course_key`.
    """
    mine = StepAnswer.objects.filter(learner_id=actor.account, answer__isnull=False)
    mine = mine.filter(course_key=course_key) if course_key else mine
    newest = mine.order_by("-changed_at", "-pk").values("pk")[:1]
    done = UnitRecord.objects.filter(learner_id=actor.account, usage_key=OuterRef("usage_key"), finished_at__isnull=False)
    found = mine.filter(Q(answer__has_key="by") | Q(pk=Subquery(newest))).order_by("pk")
    lines = found.values_list(
        "usage_key", "step", "answer", "asked", "draft", "revision", "answered_at", "changed_at", "course_key", Exists(done),
        Exists(training.may_be_due(actor)),
    )  # fmt: skip
    return [(line[8], StepRecord(*line[:8]), bool(line[9]), bool(line[10])) for line in lines]


def is_there(actor: Actor, course_key: str, usage_key: str, step_id: str) -> bool:
    """Whether a learner has answered in a step, or written in it."""
    mine = StepAnswer.objects.filter(learner_id=actor.account, course_key=course_key, usage_key=usage_key, step=step_id)
    return mine.exists()


def _lock_records(actor: Actor, usage_key: str) -> tuple[Any, ...] | None:
    """Lock the learner's records in the course, and return that of one unit; None where nothing was begun there."""
    locked = _RECORDS.filter(learner_id=actor.account, course_key=actor.course_key).select_for_update()
    return next((line for line in locked if line[0] == usage_key), None)


def _begin(actor: Actor, usage_key: str) -> tuple[Any, ...] | None:
    """The first thing a learner does in a unit. None where another request was quicker."""
    try:
        with transaction.atomic():
            made = UnitRecord.objects.create(
                learner_id=actor.account, course_key=actor.course_key, usage_key=usage_key,
                anonymous_id=actor.anonymous_id[:ANONYMOUS_ID_LIMIT],
            )  # fmt: skip
    except IntegrityError:
        return None
    return usage_key, made.pk, None, None, {}


def _pools(record: tuple[Any, ...] | None) -> dict[str, Any]:
    """What a record says of the pools; {} where there is none."""
    return record[-1] if record is not None and isinstance(record[-1], dict) else {}


def _state(lines: Iterable[tuple[Any, ...]], position: int, **known: Any) -> State:
    answers, asked, drafts = {}, {}, {}
    for step, answer, said, draft, revision in lines:
        if isinstance(answer, dict):
            answers[step], asked[step] = answer, said if isinstance(said, dict) else {}
        values = draft if isinstance(draft, dict) else {}
        drafts[step] = Draft(revision, {str(name): str(text) for name, text in values.items()})
    return State(position=position, answers=answers, asked=asked, drafts=drafts, **known)
