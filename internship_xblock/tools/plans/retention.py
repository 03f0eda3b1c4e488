"""Erasing private answers whose time is over: for the operator's daily run, not an api verb."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ...records.private import ends_on
from .drafts.last_days import last_days
from .models import PlanPrivateAnswer
from .schema.private import PRIVATE_BY_NAME

BATCH = 500
OPEN_DAYS = 730  # a stay without a last day: counted from when the answer was written


def erase_private(today: date, *, really: bool) -> int:
    """Erase the answers whose time is over, and return how many there were. A question that is asked no more keeps none."""
    due: list[int] = []
    rows = PlanPrivateAnswer.objects.order_by("pk").values_list("pk", "field", "changed_at", "plan__placement_id")
    batch: list[tuple[int, str, date, int]] = []
    for pk, field, changed_at, placement_id in rows.iterator(chunk_size=BATCH):
        batch.append((pk, field, changed_at.date(), placement_id))
        if len(batch) == BATCH:
            due, batch = [*due, *_due(batch, today)], []
    due += _due(batch, today)
    if really:
        for start in range(0, len(due), BATCH):
            PlanPrivateAnswer.objects.filter(pk__in=due[start : start + BATCH]).delete()
    return len(due)


def _due(batch: Iterable[tuple[int, str, date, int]], today: date) -> list[int]:
    batch = list(batch)
    ends = last_days({placement_id for *_row, placement_id in batch})
    found = []
    for pk, name, changed, placement_id in batch:
        field = PRIVATE_BY_NAME.get(name)
        last = ends.get(placement_id, changed + timedelta(days=OPEN_DAYS))
        end = ends_on(field, last) if field is not None else today
        if end is not None and end <= today:
            found.append(pk)
    return found
