"""What placements say on Today: who of the people named in one has not joined."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.today import MIND, Part, State
from .. import api as placements
from ..api import PlacementView


def part(actor: Actor, views: Sequence[PlacementView]) -> Part:
    """Return how many are awaited in each of these placements. No query."""
    return Part(states=[_state(view) for view in placements.usable(actor, "placement.open", views) if view.missing])


def _state(view: PlacementView) -> State:
    words = ngettext("%(n)d person has not joined", "%(n)d people have not joined", view.missing) % {"n": view.missing}
    return State(placement_id=view.id, words=words, tone=MIND)
