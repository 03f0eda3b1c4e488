"""What people do with a training unit. Every verb asks the permission table first, and says where the learner is then.

All of it is the learner's own, so there is nobody else's to find: a stranger has none. Answers are in our tables; `position`,
the index of the step on screen, is the block's to keep. One learner's requests in one unit write one after the other, so that
points and progress are counted from all that is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import transaction

from ...core import events, permissions
from ...core.actor import Actor
from ...core.errors import BadRequest, Difference, Invalid, Stale, Words, raise_for_refused
from ...core.language.text import clean, too_long
from . import checking, grading, pools, rules, storage
from .asked import asked
from .authoring import drop_step_drafts, keep_step_draft, step_drafts
from .commitments import Commitment, due_commitments, settle_commitment
from .handing_in import HandedIn, Review, for_review, hand_in, review, take_back
from .recall import recalled
from .rules import Progress
from .steps import kind_of
from .steps.base import Answer, Given, Score, Step, last, written
from .unit import Draft, State, StepRecord, Unit
from .workbook_pages import in_workbook, kind_name

Way = Literal["next", "back", "here"]
WAYS: tuple[Way, ...] = ("next", "back", "here")


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


def open(actor: Actor, *, unit: Unit, usage_key: str, position: int) -> Screen:
    """The screen where the learner stopped. A stranger is at the beginning."""
    _require(actor, "unit.open")
    state = storage.read(actor, usage_key, position, has_pools=bool(unit.pools))
    return _screen(actor, pools.drawn(unit, state, actor.user_id, usage_key), state)


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
        return _screen(actor, unit, replace(state, position=_target(unit.index(step_id), way)))
    unit.index(step_id)  # nothing is begun for a step that is not there
    with transaction.atomic():
        before = storage.lock(actor, usage_key, 0)
        unit = pools.drawn(unit, before, actor.user_id, usage_key)
        index = unit.index(step_id)
        step, before = unit.steps[index], replace(before, position=_target(index, way))
        after = before
        if not kind_of(step).asks and before.answer(step) is None:
            after = _answered(unit, before, step, kind_of(step).answer(step, {}, None))
            storage.write(actor, usage_key, step.id, after, is_answer=True)
        return _changed(actor, usage_key, unit, before, after)


def answer(actor: Actor, *, unit: Unit, usage_key: str, step_id: str, revision: int | None, given: Given) -> Screen:
    """Keep the answer to a step: `given` holds the texts and ids by the names of its fields.

    `revision` is that of the draft from which the texts of a step began; a step without texts has none.

    Raises:
        Stale: It was changed in another window.
        SavedButRefused: Something is missing. What was typed is kept as a draft; PartlySaved where not all of it can be.
        Invalid: Something is missing, and nothing is typed; or answers to this step are no longer checked.
    """
    _require(actor, "unit.answer")
    step = unit.step(step_id)
    kind = kind_of(step)
    if not kind.asks or (not kind.takes_parts and (checking.KEEP in given or checking.CHECK in given)):
        raise BadRequest()
    given = _cleaned(given)
    kind.require_known(step, given)
    typed = _typed(step, given)
    with transaction.atomic():
        before = storage.lock(actor, usage_key, 0)
        unit = pools.drawn(unit, before, actor.user_id, usage_key)
        before = replace(before, position=unit.index(step_id))
        checking.require_open(actor, unit, step, before.answer(step), given)
        if kind.fields(step):
            _check_revision(step, before, revision, typed)
        try:
            kept = kind.answer(step, given, all_written(step, before))
        except Invalid as error:
            if not any((*typed.values(), *texts(step, before).values())):
                raise
            refused = error
            revision, wrong = _keep_typed(actor, usage_key, step, before, typed)
        else:
            after = _answered(unit, before, step, kept, is_kept_only=checking.KEEP in given)
            storage.write(actor, usage_key, step.id, after, is_answer=True)
            return _changed(actor, usage_key, unit, before, after)
    raise_for_refused(wrong, missing=refused.fields, revision=revision)
    raise refused


def retake(actor: Actor, *, unit: Unit, usage_key: str) -> Screen:
    """Draw other questions from every pool, at the first of them. What the best draw brought stays, as points and as done.

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
    return _screen(actor, unit, replace(after, position=unit.index(pools.questions(unit)[0].id)))


def keep_draft(actor: Actor, *, unit: Unit, usage_key: str, step_id: str, revision: int | None, given: Given) -> int:
    """Keep what is being typed into a text step, without asking whether it is complete. `revision` and `given` as in `answer`.

    Returns:
        The revision of what is stored now.

    Raises:
        Stale: It was changed in another window.
        PartlySaved: A text is too long; all others are saved.
    """
    _require(actor, "unit.keep_draft")
    step = unit.step(step_id)
    if not kind_of(step).fields(step):
        raise BadRequest()
    given = _cleaned(given)
    kind_of(step).require_known(step, given)
    typed = _typed(step, given)
    with transaction.atomic():
        before = storage.lock(actor, usage_key, 0)
        _check_revision(step, before, revision, typed)
        revision, wrong = _keep_typed(actor, usage_key, step, before, typed)
    raise_for_refused(wrong, revision=revision)
    return revision


def workbook(actor: Actor, *, course_key: str) -> tuple[StepRecord, ...]:
    """All that one has answered and is writing in the units of a course. Nobody reads another's here."""
    permissions.require(actor, "unit.workbook", permissions.course_roles(actor, course_key))
    return storage.of_course(actor, course_key)


def texts(step: Step, state: State) -> dict[str, str]:
    """What stands in the fields of a text step: the draft if there is one, else the answer."""
    draft, kept = state.draft(step), state.answer(step)
    return {name: draft.values.get(name, written(kept, name)) for name in kind_of(step).fields(step)}


def all_written(step: Step, state: State) -> Answer | None:
    """The answer, with what was typed in fields that the author has taken away since: nobody's words go with them."""
    fields, kept = kind_of(step).fields(step), state.answer(step)
    loose = {name: text for name, text in state.draft(step).values.items() if fields and name not in fields and text}
    return {**loose, **(kept or {})} if loose else kept


def _target(index: int, way: str) -> int:
    return {"next": index + 1, "back": max(index - 1, 0), "here": index}[way]


def _require(actor: Actor, verb: str) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))


def _cleaned(given: Given) -> Given:
    return {name: [clean(value) for value in values] for name, values in given.items()}


def _typed(step: Step, given: Given) -> dict[str, str]:
    """The texts of a step; one that was not given is not there."""
    return {name: last(given, name) for name in kind_of(step).fields(step) if name in given}


def _keep_typed(
    actor: Actor, usage_key: str, step: Step, before: State, typed: Mapping[str, str]
) -> tuple[int, dict[str, Sequence[Words]]]:
    """Store the texts that fit, as the draft; the others, and those that were not given, stay as they are stored.

    Returns the revision that is stored then, and the words for each text that is too long. What is stored is not stored again.
    """
    stored = texts(step, before)
    wrong: dict[str, Sequence[Words]] = {name: words for name, text in typed.items() if (words := too_long(text))}
    fits = {name: text for name, text in typed.items() if name not in wrong}
    if all(text == stored[name] for name, text in fits.items()):
        return before.draft(step).revision, wrong
    after = _drafted(before, step, {**before.draft(step).values, **fits})
    storage.write(actor, usage_key, step.id, after, is_answer=False)
    return after.draft(step).revision, wrong


def _check_revision(step: Step, state: State, began_from: int | None, typed: Mapping[str, str]) -> None:
    """Refuse a save that began from an older text, unless it would change nothing."""
    if began_from is None:
        raise BadRequest()
    revision, stored = state.draft(step).revision, texts(step, state)
    if began_from == revision:
        return
    labels = kind_of(step).fields(step)
    differences = [
        Difference(label=labels[name], mine=text, theirs=stored[name]) for name, text in typed.items() if text != stored[name]
    ]
    if differences:
        raise Stale(revision=revision, differences=differences)


def _answered(unit: Unit, state: State, step: Step, given: Answer, *, is_kept_only: bool = False) -> State:
    """With the answer stored, and beside it what was asked and the most points the step has brought. It ends the draft."""
    before = rules.step_score(step, state.answer(step))
    now = kind_of(step).score(step, given)
    kept: dict[str, Any] = dict(given)
    if now is not None:
        kept[rules.BEST] = max(now.earned, before.earned if before else 0.0)
        if unit.terms.checks:
            kept[rules.TRIES] = checking.tries(step, state.answer(step), given, is_kept_only)
    said = {**state.asked, step.id: asked(unit, step, kept, state.asked.get(step.id) or {})}
    return replace(_drafted(state, step, {}), answers={**state.answers, step.id: kept}, asked=said)


def _drafted(state: State, step: Step, values: Mapping[str, str]) -> State:
    draft = Draft(state.draft(step).revision + 1, values)
    return replace(state, drafts={**state.drafts, step.id: draft})


def _screen(actor: Actor, unit: Unit, state: State) -> Screen:
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


def _changed(actor: Actor, usage_key: str, unit: Unit, before: State, after: State) -> Screen:
    """The screen after something was stored; completion and grade book are told what is news, under the learner's lock.

    Finished is who has come to the end with every step done; it stays so.
    """
    screen = _screen(actor, unit, after)
    is_finished = before.finished or (screen.step is None and screen.progress.is_complete)
    if is_finished and not before.finished:
        storage.finish(after)
    is_other_draw = before.finished and bool(unit.pools)  # what was done once stays done
    if screen.progress.share != rules.progress(unit, before).share and not is_other_draw:
        events.completed(actor, usage_key, screen.progress.share)
    has_other_points = screen.score != rules.score(unit, before)
    if has_other_points:
        grading.keep(unit, after.record_id, screen.score)
    if is_finished and (has_other_points or not before.finished) and screen.score is not None and unit.is_graded:
        grading.tell(unit, after.record_id, usage_key, actor.course_key, actor.anonymous_id, screen.score)
    return screen


__all__ = [
    "Commitment", "HandedIn", "Review", "Screen", "StepRecord",
    "answer", "drop_step_drafts", "due_commitments", "for_review", "hand_in", "in_workbook", "keep_draft", "keep_step_draft",
    "kind_name", "move", "open", "recalled", "retake", "review", "settle_commitment", "step_drafts", "take_back", "workbook",
]  # fmt: skip
