"""What a learner saw when answering: kept beside the answer, so that it can be read when its author has changed the step.

Plain JSON: what the unit and the step were called, which kind it was, and what the kind says that its answers need
(`Kind.asked`). `digest` is of the last alone: another title makes no earlier version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .steps import kind_of
from .steps.base import Answer, Step
from .steps.remembered import Asked
from .unit import State, StepRecord, Unit


def asked(unit: Unit, step: Step, answer: Answer, before: Asked) -> Asked:
    """What to keep with an answer. `before` is what was kept with the one that it replaces."""
    said = kind_of(step).asked(step)
    named = {"unit": unit.title, "title": step.title, "kind": step.kind, "digest": _short(said)}
    return {**named, **kind_of(step).with_earlier(said, before, answer)}


def is_earlier(step: Step, state: State) -> bool:
    """Whether the learner answered when the step asked for something else. False where nobody kept what it asked."""
    kept = state.asked.get(step.id) or {}
    return bool(kept) and (kept.get("kind") != step.kind or kept.get("digest") != _short(kind_of(step).asked(step)))


def of_earlier_versions(records: Iterable[StepRecord], units: Mapping[str, Unit | None]) -> frozenset[tuple[str, str]]:
    """Return which answers were given when their step asked for something else, or was there: by usage key and id of the step.

    Args:
        units: The units as they are published now; None for one that is gone. Of one that is not in it nothing is said.
    """
    return frozenset(
        (one.usage_key, one.step_id)
        for one in records
        if one.answer is not None and one.usage_key in units and _is_earlier_in(units[one.usage_key], one)
    )


def _is_earlier_in(unit: Unit | None, record: StepRecord) -> bool:
    step = next((step for step in unit.steps if step.id == record.step_id), None) if unit is not None else None
    return step is None or is_earlier(step, State(asked={step.id: record.asked}))


def digest(said: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of plain JSON, whatever the order of its keys; half a surrogate pair in it is no error."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _short(said: Mapping[str, Any]) -> str:
    return digest(said)[:16]
