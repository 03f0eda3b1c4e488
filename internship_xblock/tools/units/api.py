"""What people do with a training unit. Every verb asks the permission table first, and hands back a new state.

The state is the learner's own (XBlock user state), so there is nobody else's to find: a stranger has none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from .. import permissions
from ..actor import Actor
from ..errors import BadRequest, Difference, Invalid, Stale
from ..text import whole_number
from . import rules
from .rules import Progress
from .steps import kind_of
from .steps.base import Answer, Form, Score, Step, too_long, written
from .unit import Draft, State, Unit

Way = Literal["next", "back", "here"]
WAYS: tuple[Way, ...] = ("next", "back", "here")


@dataclass(frozen=True)
class Screen:
    """What is on screen: a step with its number (from 1), or the closing screen, where `step` is None."""

    step: Step | None
    number: int
    progress: Progress
    score: Score | None
    has_passed: bool

    @property
    def is_first(self) -> bool:
        return self.number == 1


def open(actor: Actor, *, unit: Unit, state: State) -> Screen:
    """The screen where the learner stopped. A stranger is at the beginning."""
    _require(actor, "unit.open")
    position = min(max(state.position, 0), len(unit.steps))
    return Screen(
        step=unit.steps[position] if position < len(unit.steps) else None,
        number=position + 1,
        progress=rules.progress(unit, state),
        score=rules.score(unit, state),
        has_passed=rules.has_passed(unit, state),
    )


def move(actor: Actor, *, unit: Unit, state: State, step_id: str, way: str) -> State:
    """Go on from, back from or to the step called `step_id`. Reading on is what does a step that asks nothing.

    Staff who look at the course as somebody else may turn pages; nothing counts as read for it.
    """
    _require(actor, "unit.move")
    index = unit.index(step_id)
    if way not in WAYS:
        raise BadRequest()
    step = unit.steps[index]
    if way == "next" and not kind_of(step).asks and not actor.masquerading:
        state = _answered(state, step, kind_of(step).answer(step, Form(), None))
    position = {"next": index + 1, "back": max(index - 1, 0), "here": index}[way]
    return _settled(unit, replace(state, position=position))


def answer(actor: Actor, *, unit: Unit, state: State, step_id: str, data: Form) -> State:
    """Keep the answer to a step. Invalid where something is missing; Stale where it was changed in another window."""
    _require(actor, "unit.answer")
    index = unit.index(step_id)
    step = unit.steps[index]
    kind = kind_of(step)
    if not kind.asks:
        raise BadRequest()
    if kind.drafts:
        _check_revision(step, state, data)
    state = _answered(state, step, kind.answer(step, data, state.answer(step)))
    if kind.drafts:
        state = _drafted(state, step, Draft(state.draft(step).revision + 1))
    return _settled(unit, replace(state, position=index))


def keep_draft(actor: Actor, *, unit: Unit, state: State, step_id: str, data: Form) -> State:
    """Keep what is being typed into a text step, without asking whether it is complete. Stale as in `answer`."""
    _require(actor, "unit.keep_draft")
    step = unit.step(step_id)
    if not kind_of(step).drafts:
        raise BadRequest()
    values = _typed(step, data)
    problems = {f"{step.id}-{name}": too_long(text) for name, text in values.items() if too_long(text)}
    if problems:
        raise Invalid(fields=problems)
    _check_revision(step, state, data)
    return _drafted(state, step, Draft(state.draft(step).revision + 1, values))


def texts(step: Step, state: State) -> dict[str, str]:
    """What stands in the fields of a text step: the draft if there is one, else the answer."""
    draft, kept = state.draft(step), state.answer(step)
    return {name: draft.values.get(name, written(kept, name)) for name in kind_of(step).drafts}


def _require(actor: Actor, verb: str) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))


def _typed(step: Step, data: Form) -> dict[str, str]:
    """The text fields of a form; one that the form does not show is not there."""
    return {name: data.getlist(name)[-1] for name in kind_of(step).drafts if name in data}


def _check_revision(step: Step, state: State, data: Form) -> None:
    """Refuse a save that began from an older text, unless it would change nothing."""
    revision, stored = state.draft(step).revision, texts(step, state)
    typed = _typed(step, data)
    if whole_number(data.get("revision", "")) == revision:
        return
    labels = kind_of(step).drafts
    differences = [
        Difference(label=labels[name], mine=text, theirs=stored[name]) for name, text in typed.items() if text != stored[name]
    ]
    if differences:
        raise Stale(revision=revision, differences=differences)


def _answered(state: State, step: Step, given: Answer) -> State:
    """With the answer stored, and beside it the most points the step has brought so far."""
    before = rules.step_score(step, state.answer(step))
    now = kind_of(step).score(step, given)
    kept: dict[str, Any] = dict(given)
    if now is not None:
        kept[rules.BEST] = max(now.earned, before.earned if before else 0.0)
    return replace(state, answers={**state.answers, step.id: kept})


def _drafted(state: State, step: Step, draft: Draft) -> State:
    stored = {"revision": draft.revision, "values": dict(draft.values)}
    return replace(state, drafts={**state.drafts, step.id: stored})


def _settled(unit: Unit, state: State) -> State:
    """Finished is who has come to the end with every step done; it stays so."""
    at_end = state.position >= len(unit.steps)
    return replace(state, finished=state.finished or (at_end and rules.progress(unit, state).is_complete))


__all__ = ["answer", "keep_draft", "move", "open"]
