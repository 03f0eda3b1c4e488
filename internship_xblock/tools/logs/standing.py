"""What this tool knows of how placements stand: from when on a log is silent, if nobody writes. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from ...core.standing import Known, site_today
from ..placements.api import PLACEMENT, PlacementView
from ..plans import api as plans
from .comments.concerned import last_entries, logs_in
from .rules import silence

_LOOK_FOR_A_LOG = timedelta(days=7)


def standings(placements: Collection[PlacementView]) -> Known:
    """Return when the log of each placement counts as silent: two weeks after the last entry, within a period of its plan.

    Where nobody in the course writes a log there is none, and nothing of an onboarding is told. Three queries.
    """
    today = site_today()
    ids = [place.id for place in placements if place.kind == PLACEMENT]
    known, last = plans.dates_of(ids), last_entries(ids)
    written = logs_in({place.course_key for place in placements})
    found: dict[int, Mapping[str, Any]] = {}
    for place in placements:
        dates, entry = known.get(place.id), last.get(place.id)
        said = _silence(dates.periods if dates is not None else (), entry.day if entry is not None else None, today)
        if said and place.course_key not in written:
            said = {"look_again_on": max(said["silent_on"], today + _LOOK_FOR_A_LOG)}
        found[place.id] = said
    return found


def _silence(periods: Collection[plans.Period], last: date | None, today: date) -> dict[str, Any]:
    """The next silence from today on, or the one that is."""
    found = silence([(one.start, one.end) for one in periods if one.start is not None and one.end is not None], last, today)
    if found is None:
        return {}
    begins, end = found
    return {"silent_on": begins, "silent_until": end, "look_again_on": end + timedelta(days=1)}
