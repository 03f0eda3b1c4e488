"""Read a version, then sign it: nobody signs what they have not been shown."""

from __future__ import annotations

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans import api as plans


def sign(actor: Actor, *, placement_id: int, usage_key: str, number: int) -> plans.Agreement:
    """Sign a version as this person sees it."""
    version = plans.version(actor, placement_id=placement_id, usage_key=usage_key, number=number)
    return plans.sign(actor, placement_id=placement_id, usage_key=usage_key, number=number, shown=version.sha256)
