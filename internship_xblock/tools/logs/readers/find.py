"""An entry, found for somebody who may read it. Used by this tool's verbs only."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ...placements import api as placements
from ...placements.api import PlacementView
from ..entries.locking import refresh
from ..models import Entry, LogRetention
from ..retention.period import erased_words, require_kept
from . import rights
from .seen import with_seen


class Opened(NamedTuple):
    """An entry and its placement."""

    entry: Entry
    placement: PlacementView


def get_readable_entry(actor: Actor, usage_key: str, entry_id: int, verb: str = "") -> Opened:
    """Find an entry of a log, if the actor may read it, and may use `verb` on it: not once its time is over. Two queries.

    One of another log is not found: another log's rules hold for it. A verb changes it, or adds to it: then it is locked, as it
    stands now. One query more, in a transaction.
    """
    if verb and actor.masquerading:
        permissions.require(actor, verb, frozenset())  # refused alike whether there is such an entry or not
    kept = LogRetention.objects.filter(usage_key=OuterRef("usage_key")).values("months")
    entry = (
        with_seen(Entry.objects.all(), actor)
        .annotate(kept_months=Coalesce(Subquery(kept), 0))
        .select_related("request")
        .filter(pk=entry_id, usage_key=usage_key)
        .first()
    )
    if entry is None:
        raise rights.gone()
    # Both count what else is shared: of two entries that are shared, or taken back, at once, one after the other.
    enter = placements.require_locked if verb in ("log.share", "log.take_back") else placements.require
    try:
        placement = enter(actor, "placement.open", entry.placement_id)
    except NotFound:
        raise rights.gone() from None
    _check(actor, placement, entry, verb)
    if verb:
        before = entry.revision, entry.is_withheld
        refresh([entry])
        if before != (entry.revision, entry.is_withheld):
            _check(actor, placement, entry, verb)
    return Opened(entry, placement)


def _check(actor: Actor, placement: PlacementView, entry: Entry, verb: str) -> None:
    if not rights.may_read(actor, placement, entry):
        raise rights.gone()
    if entry.erased_at is not None:
        raise NotFound(erased_words(entry))
    if verb:
        permissions.require(actor, verb, rights.roles_for(actor, placement, entry))
        require_kept(actor, placement, entry, entry.kept_months)  # type: ignore[attr-defined]
