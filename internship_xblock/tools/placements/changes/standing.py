"""When placements take place, of many at once and where nobody is asking. No verbs."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from .models import PlacementChange
from .timing import Timing


def timings(placement_ids: Collection[int]) -> dict[int, Timing]:
    """Return when these placements take place, of those in which something was changed. One query at most. Nobody is asking."""
    if not placement_ids:
        return {}
    rows = PlacementChange.objects.filter(placement_id__in=list(placement_ids)).order_by("placement_id", "number")
    return {placement_id: Timing.read(standing) for placement_id, standing in rows.values_list("placement_id", "standing")}


def standing_at(placement: str) -> Subquery:
    """Return what was changed in the placement `placement` of an outer query, for `Timing.read`. No query."""
    rows = PlacementChange.objects.filter(placement_id=OuterRef(placement)).order_by("-number")
    return Subquery(rows.values("standing")[:1])
