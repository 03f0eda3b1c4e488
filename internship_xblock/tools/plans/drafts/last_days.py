"""When placements begin and end, for an operator's runs and for personal links: many at once, and nobody is asking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ....records.schema import rows_of
from ...placements import api as placements
from ..models import PlanSection
from ..schema import frozen_text
from ..schema.sections import BY_NAME


def last_days(placement_ids: Iterable[int]) -> dict[int, date]:
    """The day from which is counted how long things of each placement are kept: of its last period, or of an early end.

    An early end counts from the day on which it was said, where that was later: whoever notes it late, or mistypes the day,
    takes nobody's time to notice away. Never later than planned. None where neither is known. Two queries.
    """
    ids = set(placement_ids)
    found = {placement_id: last for placement_id, (_first, last) in _days(ids).items() if last is not None}
    for placement_id, (ended_on, said_on) in placements.early_ends(ids).items():
        last = max(ended_on, said_on)
        found[placement_id] = min(last, found.get(placement_id, last))
    return found


def stays(placement_ids: Iterable[int]) -> dict[int, tuple[date, date]]:
    """The first day and the last of each placement in which both are planned, whatever has changed since. One query."""
    found = _days(placement_ids).items()
    return {placement_id: (first or last, last) for placement_id, (first, last) in found if last is not None}


def first_and_last_days(placement_ids: Iterable[int]) -> dict[int, tuple[date | None, date | None]]:
    """The same for each placement in which some period is planned, with what is planned of it. One query."""
    return _days(placement_ids)


def _days(placement_ids: Iterable[int]) -> dict[int, tuple[date | None, date | None]]:
    spec = BY_NAME["periods"]
    stored = PlanSection.objects.filter(plan__placement_id__in=set(placement_ids), name=spec.name).order_by("-plan_id")
    newest: dict[int, tuple[date | None, date | None]] = {}
    for placement_id, data in stored.values_list("plan__placement_id", "data").iterator():
        rows = [row for row in rows_of(data) if not spec.is_empty({**spec.blank(), **row})]
        if rows and placement_id not in newest:
            newest[placement_id] = frozen_text.first_and_last(rows)
    return newest
