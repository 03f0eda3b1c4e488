"""Entries as they stand this moment, and so until the transaction ends. For this tool's verbs only.

Whoever changes an entry, or adds something to it, locks it first; whoever locks several, in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..models import Entry, EntryRequest, Sharing

_COLUMNS = [field.attname for field in Entry._meta.concrete_fields]


def refresh(entries: Sequence[Entry]) -> None:
    """Lock entries that were read before, and read their columns anew. One that is gone is nobody's. One query."""
    found = {row.pk: row for row in Entry.objects.select_for_update().filter(pk__in=[one.pk for one in entries]).order_by("pk")}
    for entry in entries:
        row = found.get(entry.pk)
        if row is None:
            entry.author_id, entry.author_seat_id, entry.sharing = None, None, Sharing.PRIVATE
            continue
        is_other_request = row.is_withheld != entry.is_withheld
        for name in _COLUMNS:
            setattr(entry, name, getattr(row, name))
        if is_other_request:
            entry._state.fields_cache["request"] = EntryRequest.objects.select_for_update().filter(pk=entry.pk).first()
        entry.is_refreshed = True  # type: ignore[attr-defined]  # for reading.with_dialogue
