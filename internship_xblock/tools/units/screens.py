"""What is on screen for a learner, and what follows once something is stored. For the verbs of the api only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import events
from ...core.actor import Actor
from ..training.api import Lesson
from . import grading, rules, storage
from .awards import earning
from .rules import Progress
from .steps.base import Score, Step
from .unit import State, Unit


@dataclass(frozen=True)
class Screen:
    """What is on screen: a step with its number (from 1), or the closing screen, where `step` is None.

    `unit` is the unit as this learner has it, with what was drawn for them from its pools.
    """

    unit: Unit
    state: State
    step: Step | None
    number: int
    progress: Progress
    score: Score | None
    has_passed: bool
    hides_correctness: bool = False  # whether this person is not told what was right, nor what it brought

    @property
    def is_first(self) -> bool:
        return self.number == 1


def screen_of(actor: Actor, unit: Unit, state: State) -> Screen:
    position = min(max(state.position, 0), len(unit.steps))
    return Screen(
        unit=unit,
        state=state,
        step=unit.steps[position] if position < len(unit.steps) else None,
        number=position + 1,
        progress=rules.progress(unit, state),
        score=rules.score(unit, state),
        has_passed=rules.has_passed(unit, state),
        hides_correctness=unit.terms.hides_correctness(is_staff=actor.is_staff),
    )


def changed(actor: Actor, usage_key: str, unit: Unit, before: State, after: State) -> Screen:
    """Return the screen after something was stored; completion and grade book are told what is news, under the learner's lock.

    Finished is who has come to the end with every step done; completed, for what a unit awards, who has done all and passed.
    Both stay so.
    """
    screen = screen_of(actor, unit, after)
    is_finished = before.finished or (screen.step is None and screen.progress.is_complete)
    if is_finished and not before.finished:
        storage.finish(after)
    is_other_draw = before.finished and bool(unit.pools)  # what was done once stays done
    if screen.progress.share != rules.progress(unit, before).share and not is_other_draw:
        events.completed(actor, usage_key, screen.progress.share)
    has_other_points = screen.score != rules.score(unit, before)
    if has_other_points:
        grading.store_step_points(unit, after.record_id, screen.score)
    if is_finished and (has_other_points or not before.finished) and screen.score is not None and unit.is_graded:
        grading.send_grade(unit, after.record_id, usage_key, actor.course_key, actor.anonymous_id, screen.score)
    _complete(actor, usage_key, unit, before, screen)
    return screen


def _complete(actor: Actor, usage_key: str, unit: Unit, before: State, screen: Screen) -> None:
    """Note that a unit is completed, and award what follows: when that is news, and when somebody comes to the end again."""
    is_news = not before.passed and screen.progress.is_complete and screen.has_passed
    if is_news:
        storage.complete(screen.state, _lesson(unit))
    if is_news or (before.passed and screen.step is None and unit.award is not None):
        earning.follow(actor, unit, usage_key, screen.state, is_news=is_news)


def _lesson(unit: Unit) -> dict[str, Any]:
    """What a document says of the unit that somebody completed."""
    return Lesson(unit.title, unit.outcomes, unit.minutes, unit.minutes_at_work).kept
