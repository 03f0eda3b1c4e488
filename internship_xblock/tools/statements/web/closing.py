"""How far a placement's statement is, for other tools' screens (core/closing.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....core import permissions
from ....core.actor import Actor
from ....core.closing import Closing
from ...placements.api import PlacementView
from .. import api as statements
from .activity import PAGES


def closing(actor: Actor, placement: int | PlacementView) -> Closing | None:
    """Return where the statement is read or written, and the number of the one that counts. None for an onboarding."""
    found = statements.standing(actor, placement=placement)
    return _closing(actor, *found) if found is not None else None


def closings(actor: Actor, views: Sequence[PlacementView]) -> Mapping[int, Closing]:
    """Return the same of several placements of the actor's, by their numbers."""
    found = statements.standings(actor, views=views)
    return {view.id: _closing(actor, view, found[view.id]) for view in views if view.id in found}


def _closing(actor: Actor, view: PlacementView, number: int) -> Closing:
    may_write = not actor.masquerading and permissions.is_allowed("statement.issue", view.roles)
    return Closing(PAGES.address(view.course_key, "", view.id), number, may_write)
