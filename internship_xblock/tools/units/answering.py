"""Answering a step of a unit, and keeping what is typed into one. Verbs of this tool's api, and what it asks of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import BadRequest, Difference, Invalid, Stale, Words, raise_for_refused
from ...core.language.text import clean, too_long
from . import checking, pools, rules, storage
from .asked import asked
from .screens import Screen, changed
from .steps import kind_of
from .steps.base import Answer, Given, Step, last, written
from .unit import State, Unit


def answer(actor: Actor, *, unit: Unit, usage_key: str, step_id: str, revision: int | None, given: Given) -> Screen:
    """Keep the answer to a step: `given` holds the texts and ids by the names of its fields.

    `revision` is that of the draft from which the texts of a step began; a step without texts has none.

    Raises:
        Stale: It was changed in another window.
        SavedButRefused: Something is missing. What was typed is kept as a draft; PartlySaved where not all of it can be.
        Invalid: Something is missing, and nothing is typed; or answers to this step are no longer checked.
    """
    permissions.require(actor, "unit.answer", permissions.course_roles(actor, actor.course_key))
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
            after = answered(unit, before, step, kept, is_kept_only=checking.KEEP in given)
            storage.write(actor, usage_key, step.id, after, is_answer=True)
            return changed(actor, usage_key, unit, before, after)
    raise_for_refused(wrong, missing=refused.fields, revision=revision)
    raise refused


def keep_draft(actor: Actor, *, unit: Unit, usage_key: str, step_id: str, revision: int | None, given: Given) -> int:
    """Keep what is being typed into a text step, without asking whether it is complete. `revision` and `given` as in `answer`.

    Returns:
        The revision of what is stored now.

    Raises:
        Stale: It was changed in another window.
        PartlySaved: A text is too long; all others are saved.
    """
    permissions.require(actor, "unit.keep_draft", permissions.course_roles(actor, actor.course_key))
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


def texts(step: Step, state: State) -> dict[str, str]:
    """What stands in the fields of a text step: the draft if there is one, else the answer."""
    draft, kept = state.draft(step), state.answer(step)
    return {name: draft.values.get(name, written(kept, name)) for name in kind_of(step).fields(step)}


def all_written(step: Step, state: State) -> Answer | None:
    """The answer, with what was typed in fields that the author has taken away since: nobody's words go with them."""
    fields, kept = kind_of(step).fields(step), state.answer(step)
    loose = {name: text for name, text in state.draft(step).values.items() if fields and name not in fields and text}
    return {**loose, **(kept or {})} if loose else kept


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
    after = before.with_draft(step.id, {**before.draft(step).values, **fits})
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


def answered(unit: Unit, state: State, step: Step, given: Answer, *, is_kept_only: bool = False) -> State:
    """Return the state with the answer stored, what was asked and the most points the step has brought. It ends the draft."""
    before = rules.step_score(step, state.answer(step))
    now = kind_of(step).score(step, given)
    kept: dict[str, Any] = dict(given)
    if now is not None:
        kept[rules.BEST] = max(now.earned, before.earned if before else 0.0)
        if unit.terms.attempts_allowed:
            kept[rules.ATTEMPTS] = checking.attempts_made(step, state.answer(step), given, is_kept_only)
    said = {**state.asked, step.id: asked(unit, step, kept, state.asked.get(step.id) or {})}
    return replace(state.with_draft(step.id, {}), answers={**state.answers, step.id: kept}, asked=said)
