"""When a learner has completed a unit that awards a level, and all that it needs, in whichever order they did so.

A unit is completed when every step is done and its pass mark is reached; it stays so. All of it happens in the transaction that
stores the last answer, so that whoever is told that they have completed it has it. For this tool's verbs only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ...training import api as training
from ...training import awarding
from .. import storage
from ..steps import kind_of
from ..steps.base import Step
from ..unit import State, Unit


@dataclass(frozen=True)
class AwardProgress:
    """How far a learner is with what a unit awards.

    `missing` are the usage keys of the other units that they have not completed yet. `earned` may have lapsed; `to_answer` are
    the steps of this unit that are to be answered again until it is renewed, once it can be.
    """

    level: str
    earned: training.Trained | None
    missing: tuple[str, ...] = ()
    to_answer: tuple[Step, ...] = ()

    @property
    def label(self) -> str:
        return training.level_label(self.level)


def award_progress(actor: Actor, *, unit: Unit, usage_key: str) -> AwardProgress | None:
    """Return how far the learner is with what a unit awards; None where that is nothing. Two queries, three for a renewal."""
    permissions.require(actor, "unit.award", permissions.course_roles(actor, actor.course_key))
    if unit.award is None:
        return None
    level, here = unit.award.level, actor.course_key
    earned = next((one for one in training.own(actor) if (one.level, one.course_key) == (level, here)), None)
    if earned is not None and not earned.can_be_renewed:
        return AwardProgress(level, earned)
    done = storage.passed(actor, unit.award.usage_keys(usage_key))
    missing = tuple(key for key in unit.award.usage_keys(usage_key) if key not in done)
    return AwardProgress(level, earned, missing, _to_answer(actor, unit, usage_key, earned) if earned else ())


def follow(actor: Actor, unit: Unit, usage_key: str, state: State, *, is_news: bool) -> None:
    """Award what a learner has earned who has completed a unit, under the lock of their record there.

    Args:
        is_news: Whether they have completed it this moment, and not before: then it may be what another unit waits for.
    """
    if unit.award is not None and awarding.can_be_awarded(
        person_id=actor.account, course_key=actor.course_key, level=unit.award.level
    ):
        _award(actor, state.record_id, usage_key, unit.award.level, unit.award.usage_keys(usage_key), again=_asking(unit))
    if is_news:
        for one in storage.awaited(actor, usage_key):
            if not one.missing:
                _award(actor, one.pk, one.usage_key, one.awaits, one.needs)


def _award(actor: Actor, record_id: int, usage_key: str, level: str, needs: Sequence[str], again: Sequence[Step] = ()) -> None:
    """Award a level where all it needs is completed, or note what is missing. `again`: what a renewal answers once more."""
    wanted = (*needs, usage_key)
    done = storage.passed(actor, wanted, for_writing=True)
    missing = [key for key in needs if key not in done]
    if missing:
        storage.await_award(record_id, level, needs, missing)
        return
    answered = storage.answered(actor, usage_key, [step.id for step in again])
    awarding.award(
        person_id=actor.account, course_key=actor.course_key, level=level,
        completed_at=min(answered.values(), default=timezone.now()),
        covers=[training.Lesson.of(done[key]) for key in wanted if key in done],
    )  # fmt: skip
    storage.end_award(actor, usage_key)


def _to_answer(actor: Actor, unit: Unit, usage_key: str, earned: training.Trained) -> tuple[Step, ...]:
    asking = _asking(unit)
    answered = storage.answered(actor, usage_key, [step.id for step in asking])
    fresh = {key for key, at in answered.items() if timezone.localdate(at) >= earned.renewable_from}
    return tuple(step for step in asking if step.id not in fresh)


def _asking(unit: Unit) -> tuple[Step, ...]:
    return tuple(step for step in unit.steps if kind_of(step).asks)
