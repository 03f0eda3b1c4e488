"""How far a placement's statement is, for other tools' screens (core/closing.py)."""

from __future__ import annotations

from ....core import permissions
from ....core.actor import Actor
from ....core.closing import Closing
from ...placements.api import PlacementView
from .. import api as statements
from .activity import PAGES


def closing(actor: Actor, placement: int | PlacementView) -> Closing | None:
    """Return where the statement is read or written, and the number of the one that counts. None for an onboarding."""
    found = statements.standing(actor, placement=placement)
    if found is None:
        return None
    entered, number = found
    address = PAGES.address(entered.course_key, "", entered.id)
    may_write = not actor.masquerading and permissions.is_allowed("statement.issue", entered.roles)
    return Closing(address, number, may_write)
