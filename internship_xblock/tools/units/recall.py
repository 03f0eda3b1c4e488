"""What one wrote in an earlier lesson, to read again where a later one builds on it."""

from __future__ import annotations

from ...core import permissions
from ...core.actor import Actor
from . import storage
from .steps.read import reference_of
from .unit import StepRecord


def recalled(actor: Actor, *, course_key: str, reference: str) -> StepRecord | None:
    """Return one's own answer to the step that `reference` names, "unit/step" by their ids; None where there is none yet.

    Staff who look at the course as somebody else read none. One query.
    """
    permissions.require(actor, "unit.recalled", permissions.course_roles(actor, course_key))
    named = reference_of(reference)
    if named is None or not actor.is_known or actor.masquerading:
        return None
    unit_id, step_id = named
    found = (record for record in storage.of_step(actor, course_key, step_id) if _unit_id(record.usage_key) == unit_id)
    return next((record for record in found if record.answer is not None), None)


def _unit_id(usage_key: str) -> str:
    """Return the last part of a usage key: what OLX calls `url_name`."""
    return usage_key.rpartition("@")[2].rpartition("/")[2]
