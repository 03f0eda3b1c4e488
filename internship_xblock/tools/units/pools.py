"""Pools: each learner gets some of the questions, the same at every visit, and others when they try again. Pure.

Which ones follows from the learner, the unit and the number of the attempt, so that looking writes nothing. What somebody has
answered in this attempt stays theirs, whatever its author adds or takes away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .steps import kind_of
from .steps.base import Step
from .unit import Pool, State, Unit

ATTEMPT, SHARE = "attempt", "best"


def drawn(unit: Unit, state: State, learner: int | None, usage_key: str) -> Unit:
    """Return the unit as this learner has it: of each pool what was drawn, in the order of the author."""
    left_out: set[str] = set()
    for pool in unit.pools:
        steps = unit.in_pool(pool)
        number = attempt_of(state, pool)
        keys = {step.id: _place(f"{usage_key} {learner} {pool.id} {number} {step.id}") for step in steps}
        ranked = sorted(steps, key=lambda step, keys=keys: (state.answer(step) is None, keys[step.id]))  # type: ignore[misc]
        left_out |= {step.id for step in ranked[pool.draw :]}
    return replace(unit, everything=tuple(step for step in unit.everything if step.id not in left_out)) if left_out else unit


def attempt_of(state: State, pool: Pool) -> int:
    """Return which attempt it is, counted from 0."""
    number = (state.pools.get(pool.id) or {}).get(ATTEMPT)
    return number if isinstance(number, int) else 0


def best_of(state: State, pool: Pool) -> float:
    """Return the best share of the points that an earlier attempt brought."""
    share = (state.pools.get(pool.id) or {}).get(SHARE)
    return min(1.0, max(0.0, float(share))) if isinstance(share, (int, float)) else 0.0


def questions(unit: Unit) -> tuple[Step, ...]:
    """Return all that is drawn from the pools; of a unit as a learner has it, what was drawn for them."""
    return tuple(step for pool in unit.pools for step in unit.in_pool(pool))


def is_answered(unit: Unit, state: State) -> bool:
    """Whether all that was drawn is answered: then other questions can be had."""
    asked = questions(unit)
    return bool(asked) and all(kind_of(step).is_done(step, state.answer(step)) for step in asked)


def retaken(unit: Unit, state: State, shares: Mapping[str, float]) -> State:
    """The next attempt at every pool: no question of it is answered yet, and `shares` are the best so far."""
    gone = {step.id for step in questions(unit)}
    begun: dict[str, Any] = {
        pool.id: {ATTEMPT: attempt_of(state, pool) + 1, SHARE: shares.get(pool.id, 0.0)} for pool in unit.pools
    }
    answers = {step: answer for step, answer in state.answers.items() if step not in gone}
    return replace(state, answers=answers, pools={**state.pools, **begun})


def _place(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
