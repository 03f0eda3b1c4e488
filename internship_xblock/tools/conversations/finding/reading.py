"""The times that were chosen in many placements: for reminders and calendars. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ....core.times import ChosenTime, Slot
from ..models import AgreedTime

_COLUMNS = (
    "conversation__placement_id", "conversation_id", "conversation__checkpoint", "conversation__day", "starts_at", "minutes",
    "zone", "place", "link", "attending", "conversation__times_revision", "changed_at", "is_off", "conversation__is_extra",
)  # fmt: skip


def chosen_times(placement_ids: Collection[int]) -> Mapping[int, list[ChosenTime]]:
    """Return the times that were chosen in these placements, those that were withdrawn since included. One query."""
    rows = AgreedTime.objects.filter(conversation__placement_id__in=list(placement_ids)).order_by("starts_at", "pk")
    found: dict[int, list[ChosenTime]] = {}
    for placement_id, pk, key, day, starts_at, minutes, zone, *more in rows.values_list(*_COLUMNS):
        slot = Slot(starts_at, minutes, zone)
        found.setdefault(placement_id, []).append(ChosenTime(placement_id, pk, key, day, slot, *more))
    return found
