"""When placements take place, of many at once and where nobody is asking. No verbs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Made:
    """What one change was, whatever followed: its days, and what held after it."""

    first: date | None
    last: date | None
    timing: Timing

    def still_holds(self, now: Timing) -> bool:
        """Return whether the pauses and the end are what they were after it: a request in between changes neither."""
        return (now.pauses, now.ended_on) == (self.timing.pauses, self.timing.ended_on)


def made(placement_id: int, number: int) -> Made | None:
    """Return the change of a placement with this number; None for none. One query. Nobody is asking."""
    row = PlacementChange.objects.filter(placement_id=placement_id, number=number).first()
    return Made(row.first, row.last, Timing.read(row.standing)) if row is not None else None


def standing_at(placement: str) -> Subquery:
    """Return what was changed in the placement `placement` of an outer query, for `Timing.read`. No query."""
    rows = PlacementChange.objects.filter(placement_id=OuterRef(placement)).order_by("-number")
    return Subquery(rows.values("standing")[:1])
