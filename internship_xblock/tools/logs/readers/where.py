"""In which blocks a placement has a log that others may read: for whoever is led there, before they have a part in it."""

from __future__ import annotations

from ..models import Entry, Sharing


def usage_keys(placement_id: int) -> list[str]:
    """The keys of the blocks in which somebody shared an entry. One query."""
    shared = Entry.objects.filter(placement_id=placement_id).exclude(sharing=Sharing.PRIVATE)
    return sorted(set(shared.values_list("usage_key", flat=True)))
