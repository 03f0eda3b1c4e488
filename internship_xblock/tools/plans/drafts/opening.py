"""Opening a plan, and who writes where in it. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.errors import Stale
from ...placements import api as placements
from ...placements.api import PartyRow, PlacementView
from ..schema.layout import USUAL, Layout
from . import rights, storage
from .values import PlanView


def open_plan(
    actor: Actor,
    *,
    placement: int | PlacementView,
    usage_key: str,
    layout: Layout = USUAL,
) -> PlanView:
    """The plan of a placement in one block, empty where nobody wrote anything yet. Nothing is stored. Three queries."""
    return storage.with_versions(storage.load(placements.require(actor, "plan.open", placement), usage_key, layout))


def who_writes(actor: Actor, *, plan: PlanView) -> list[tuple[PartyRow, dict[str, bool]]]:
    """Return the parties about whom the owner decides, each with the sections they can be let write in and whether they are.

    No query.
    """
    placements.require(actor, "plan.allow", plan.placement)
    return [
        (party, {name: rights.writes(party, name, plan.rights) for name in plan.sections if rights.may_be_let(party, name)})
        for party in rights.others(plan.placement)
    ]


def allow(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    revision: int,
    ticked: Mapping[str, Collection[str]],
    layout: Layout = USUAL,
) -> PlanView:
    """Say who writes where: `ticked` holds, for each party shown, the sections they write in. Three queries.

    Parties who are not named there stay as they were. Saving what holds already changes nothing; Stale where another tab saved
    in between, so that no decision is overwritten unseen.
    """
    placement = placements.require_locked(actor, "plan.allow", placement_id)
    view = storage.load(placement, usage_key, layout)
    decided = rights.decide(placement, view.rights, ticked, view.sections)
    if decided == view.rights.decided:
        return view
    if revision != view.rights.revision or not storage.write_rights(view, decided):
        words = _("Who can edit what was changed in the meantime, in another tab. Nothing was saved: open the list again.")
        raise Stale(revision=view.rights.revision, message=words)
    saved = storage.load(placement, usage_key, layout)
    for seat_id in rights.seats_let_in(placement, view.sections, view.rights, saved.rights):
        events.happened(actor, "plan.allow", usage_key, placement_id=placement_id, for_seat=seat_id)
    return saved
