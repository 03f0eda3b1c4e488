"""The signatures under a version, as a screen shows them."""

from __future__ import annotations

from typing import Any

from .....core import permissions
from .....core.actor import Actor
from ....placements import api as placements
from ....placements.api import PlacementView
from ... import api as plans


def signing(actor: Actor, placement: PlacementView, agreement: plans.Agreement) -> dict[str, Any]:
    """What the signatures under a version are shown with, and whether one of them is this person's to give."""
    return {
        "agreement": agreement,
        "may_sign": not actor.masquerading and permissions.is_allowed("plan.sign", placement.roles),
        "sentence": plans.sentence(agreement.number),
        "needs_code": agreement.mine is not None and placements.needs_code(actor),
        "is_unconfirmed": not actor.is_confirmed,
    }
