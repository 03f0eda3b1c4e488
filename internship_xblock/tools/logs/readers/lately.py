"""Entries for those who are about to talk: what was shared lately, and what has no answer. A verb of this tool's api."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from ....core.actor import Actor
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Entry, Sharing
from . import rights

ENTRIES_READ = 100
_SHARED = Entry.objects.filter(erased_at=None).exclude(sharing=Sharing.PRIVATE).order_by("shared_at", "pk")


@dataclass(frozen=True)
class SharedEntry:
    """A shared entry without its words. `is_answered`: somebody else has said something about it."""

    id: int
    usage_key: str
    day: date
    author_name: str
    shared_at: datetime | None
    is_answered: bool


def shared_lately(actor: Actor, *, placement: int | PlacementView, since: datetime | None) -> list[SharedEntry]:
    """Return the entries that this actor may read and that were shared since then, or have no answer, the oldest first.

    Nothing of a text, so this is no reading. One query and the placement's.
    """
    entered = placements.require(actor, "log.list", placement)
    found = _SHARED.filter(rights.readable(actor, entered), placement_id=entered.id)
    if since is not None:
        found = found.filter(Q(answered_at=None) | Q(shared_at__gte=since))
    lines = found.values_list("pk", "usage_key", "date", "author_name", "shared_at", "answered_at")[:ENTRIES_READ]
    return [SharedEntry(*line[:-1], is_answered=line[-1] is not None) for line in lines]
