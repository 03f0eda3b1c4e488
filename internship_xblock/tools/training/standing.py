"""Until when the mentors of placements are trained, for the staff of their course (core/standing.py)."""

from __future__ import annotations

from collections.abc import Collection

from ...core.permissions import Role
from ...core.standing import UNTRAINED, Known
from ..placements.api import PartyRow, PlacementView
from . import reading


def standings(placements: Collection[PlacementView]) -> Known:
    """Return until when all the mentors of each placement are trained, whichever level, whichever course. One query.

    Who was named and has not joined by an account is not known to be trained. Who has left counts no more.
    """
    mentors = {view.id: [party for party in view.parties if _is_mentor(party)] for view in placements}
    accounts = {party.user_id for parties in mentors.values() for party in parties if party.user_id is not None}
    days = reading.last_days(accounts)
    return {
        placement_id: {"trained_until": min(days.get(party.user_id or 0, UNTRAINED) for party in parties)}
        for placement_id, parties in mentors.items()
        if parties
    }


def _is_mentor(party: PartyRow) -> bool:
    return party.role == Role.MENTOR and not party.has_left and bool(party.name or party.has_joined)
