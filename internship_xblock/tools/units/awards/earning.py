"""When a learner has completed a unit that awards a level, and all that it needs, in whichever order they did so.

A unit is completed when every step is done and its pass mark is reached; it stays so. All of it happens in the transaction that
stores the last answer, so that whoever is told that they have completed it has it. For this tool's verbs only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ...training import api as training
from ...training import awarding
from .. import rules, storage
from ..steps import kind_of
from ..steps.base import Step
from ..unit import State, Unit

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # before anything that can be renewed was earned


@dataclass(frozen=True)
class AwardProgress:
    """How far a learner is with what a unit awards.

    `missing` are the usage keys of the other units that they have not completed yet. `earned` may have lapsed; `is_due` says
    whether they are asked to renew it, `to_answer` are the steps of this unit that are to be answered again until it is
    renewed, once it can be.
    """

    level: str
    earned: training.Trained | None
    is_due: bool = False
    missing: tuple[str, ...] = ()
    to_answer: tuple[Step, ...] = ()

    @property
    def label(self) -> str:
        return training.level_label(self.level)


def award_progress(actor: Actor, *, unit: Unit, usage_key: str, state: State | None = None) -> AwardProgress | None:
    """Return how far the learner is with what a unit awards; None where that is nothing.

    `state` is what this person's screen holds of the unit: then a renewal does not read it again. Two queries, three for a
    renewal, four without the state.
    """
    permissions.require(actor, "unit.award", permissions.course_roles(actor, actor.course_key))
    if unit.award is None:
        return None
    level, here = unit.award.level, actor.course_key
    held = training.own(actor)
    earned = next((one for one in held if (one.level, one.course_key) == (level, here)), None)
    if earned is not None and not earned.can_be_renewed:
        return AwardProgress(level, earned)
    done = storage.passed(actor, unit.award.usage_keys(usage_key))
    missing = tuple(key for key in unit.award.usage_keys(usage_key) if key not in done)
    if earned is None:
        return AwardProgress(level, None, missing=missing)
    answered = _answered(actor, unit, usage_key, state or storage.read(actor, usage_key, 0))
    to_answer = tuple(step for step, at in answered if timezone.localdate(at) < earned.renewable_from)
    return AwardProgress(level, earned, earned in training.to_renew(held), missing, to_answer)


def follow(actor: Actor, unit: Unit, usage_key: str, state: State, *, is_news: bool) -> None:
    """Award what a learner has earned who has completed a unit, under the lock of their record there.

    Args:
        is_news: Whether they have completed it this moment, and not before: then it may be what another unit waits for.
    """
    if unit.award is not None and awarding.can_be_awarded(
        person_id=actor.account, course_key=actor.course_key, level=unit.award.level
    ):
        answered = [at for _step, at in _answered(actor, unit, usage_key, state, for_writing=True)]
        completed_at = min(answered, default=timezone.now())
        _award(actor, state.record_id, usage_key, unit.award.level, unit.award.usage_keys(usage_key), completed_at)
    if is_news:
        for one in storage.awaited(actor, usage_key):
            if not one.missing:
                # What was missing at a first time renews nothing: for that the steps of that unit are answered once more.
                _award(actor, one.pk, one.usage_key, one.awaits, one.needs, completed_at=_NEVER)


def _award(
    actor: Actor, record_id: int, usage_key: str, level: str, needs: Sequence[str], completed_at: datetime
) -> None:  # fmt: skip
    """Award a level where all it needs is completed, or note what is missing. `completed_at`: when, for a renewal."""
    wanted = (*needs, usage_key)
    done = storage.passed(actor, wanted, for_writing=True)
    missing = [key for key in needs if key not in done]
    if missing:
        storage.await_award(record_id, level, needs, missing)
        return
    awarding.award(
        person_id=actor.account, course_key=actor.course_key, level=level, completed_at=completed_at,
        covers=[training.Lesson.of(done[key]) for key in wanted if key in done],
    )  # fmt: skip
    storage.end_award(actor, usage_key)


def _answered(
    actor: Actor, unit: Unit, usage_key: str, state: State, *, for_writing: bool = False
) -> list[tuple[Step, datetime]]:  # fmt: skip
    """Return the steps that ask something, each with when it was last answered as a whole; _NEVER where it is not."""
    asking = [step for step in unit.steps if kind_of(step).asks]
    found = storage.answered(actor, usage_key, [step.id for step in asking], for_writing=for_writing)
    return [(step, found.get(step.id, _NEVER) if _is_whole(step, state) else _NEVER) for step in asking]


def _is_whole(step: Step, state: State) -> bool:
    """Whether the answer that stands is all that the step asks, and no other one is begun."""
    answer = state.answer(step)
    return rules.is_answered(step, answer) and not kind_of(step).is_open_again(answer or {})
