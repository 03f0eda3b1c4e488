"""What one wrote in an earlier lesson, to read again where a later one builds on it."""

from __future__ import annotations

from ...core import permissions
from ...core.actor import Actor
from . import storage
from .awards.rule import unit_id
from .steps.read import references_of
from .unit import StepRecord


def recalled(actor: Actor, *, course_key: str, references: str) -> tuple[StepRecord, ...]:
    """Return one's own answers to the steps that `references` names, "unit/step unit/step" by their ids, in that order.

    Staff who look at the course as somebody else read none. One query.
    """
    permissions.require(actor, "unit.recalled", permissions.course_roles(actor, course_key))
    named = references_of(references)
    if not named or not actor.is_known or actor.masquerading:
        return ()
    records = storage.of_steps(actor, course_key, {step_id for _unit, step_id in named})
    found = {(unit_id(record.usage_key), record.step_id): record for record in records if record.answer is not None}
    return tuple(found[one] for one in dict.fromkeys(named) if one in found)
