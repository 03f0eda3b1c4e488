"""When placements take place, of many at once and where nobody is asking. No verbs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from .models import PlacementChange
from .timing import Timing


def timings(placement_ids: Collection[int]) -> dict[int, Timing]:
    """Return when these placements take place, of those in which something was changed. One query at most. Nobody is asking."""
    if not placement_ids:
        return {}
    rows = PlacementChange.objects.filter(placement_id__in=list(placement_ids)).order_by("placement_id", "number")
    return {placement_id: Timing.read(standing) for placement_id, standing in rows.values_list("placement_id", "standing")}


def early_ends(placement_ids: Collection[int]) -> dict[int, tuple[date, date]]:
    """Return of each placement that was ended early its last day, and the day on which that was said. One query at most."""
    if not placement_ids:
        return {}
    rows = PlacementChange.objects.filter(placement_id__in=list(placement_ids)).order_by("placement_id", "number")
    found: dict[int, tuple[date, date]] = {}
    for placement_id, kind, standing, at in rows.values_list("placement_id", "kind", "standing", "at"):
        last = Timing.read(standing).ended_on
        if last is None:
            found.pop(placement_id, None)
        elif kind == PlacementChange.Kind.ENDED:
            found[placement_id] = (last, timezone.localtime(at).date())
    return found


def standing_at(placement: str) -> Subquery:
    """Return what was changed in the placement `placement` of an outer query, for `Timing.read`. No query."""
    rows = PlacementChange.objects.filter(placement_id=OuterRef(placement)).order_by("-number")
    return Subquery(rows.values("standing")[:1])
