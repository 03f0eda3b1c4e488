"""Of several logs at once: when the last entry was written, of what somebody may read. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from ....core.actor import Actor
from ....core.authorship import by
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Entry
from ..readers import rights

RECENT = timedelta(days=14)


@dataclass(frozen=True)
class LogPulse:
    """A log of a placement: the day of the last entry that the reader may read, and how many of them are their own.

    `weeks`: how many entries the reader may read of the days of each week, by its Monday.
    """

    placement_id: int
    usage_key: str
    last_day: date
    own: int
    own_submitted: int
    weeks: Mapping[date, int] = field(default_factory=dict)

    @property
    def is_recent(self) -> bool:
        return self.last_day >= timezone.localdate() - RECENT


def pulses(actor: Actor, *, views: Sequence[PlacementView]) -> list[LogPulse]:
    """Return the logs of these placements in which something stands that this actor may read. One query."""
    places = placements.usable(actor, "log.list", views)
    if not places:
        return []
    same: dict[tuple[frozenset[str], str], list[PlacementView]] = {}  # what is read depends on the roles, and the kind
    for view in places:
        same.setdefault((view.roles, view.kind), []).append(view)
    readable = Q(pk__in=[])
    for some in same.values():
        readable |= Q(rights.readable(actor, some[0]), placement_id__in=[view.id for view in some])
    mine = by(actor)
    submitted = mine & Q(sharing__in=rights.UNIVERSITY_LEVELS)
    found = Entry.objects.filter(readable, erased_at=None).order_by().annotate(week=TruncWeek("date")).values(
        "placement_id", "usage_key", "week").annotate(
        last=Max("date"), entries=Count("pk"), own=Count("pk", filter=mine),
        submitted=Count("pk", filter=submitted),
    )  # fmt: skip
    logs: dict[tuple[int, str], list[Any]] = {}
    for row in found:
        logs.setdefault((row["placement_id"], row["usage_key"]), []).append(row)
    return [
        LogPulse(
            placement_id, usage_key, max(row["last"] for row in rows), sum(row["own"] for row in rows),
            sum(row["submitted"] for row in rows), {row["week"]: row["entries"] for row in rows},
        )
        for (placement_id, usage_key), rows in logs.items()
    ]  # fmt: skip
