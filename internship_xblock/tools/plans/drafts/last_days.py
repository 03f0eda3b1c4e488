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
    """The last day of each placement: of its last period, or that on which it was ended early. None where neither is known.

    Two queries.
    """
    ids = set(placement_ids)
    found = {placement_id: last for placement_id, (_first, last) in _days(ids).items()}
    timings = placements.timings(ids)
    ends = {pk: timings[pk].last_day(found.get(pk)) if pk in timings else found[pk] for pk in found.keys() | timings.keys()}
    return {placement_id: last for placement_id, last in ends.items() if last is not None}


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
