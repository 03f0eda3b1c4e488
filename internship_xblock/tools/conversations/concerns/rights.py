"""Who knows of a concern: whoever raised it, and its readers; nobody else, whatever they are. For this tool's verbs."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from ....core import permissions
from ....core.actor import Actor
from ....core.authorship import by
from ....core.errors import NotFound
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Concern, ConcernReader


class Opened(NamedTuple):
    """A concern and its placement."""

    concern: Concern
    placement: PlacementView


def known_to(actor: Actor) -> QuerySet[Concern]:
    """Select the concerns that somebody raised or was told of. None in a browser that is not known to be theirs. No query."""
    if not actor.is_confidant:
        return Concern.objects.none()
    told = ConcernReader.objects.filter(by(actor, "reader"), concern_id=OuterRef("pk"))
    return Concern.objects.filter(Q(by(actor)) | Exists(told))


def opened(actor: Actor, verb: str, placement: int | PlacementView, concern_id: int, *, lock: bool = False) -> Opened:
    """Return a concern of a placement to somebody who may use `verb` on it; NotFound to all others, as where there is none.

    `lock`: the placement, then the concern, as they stand this moment. Two queries at most, and the placement's.
    """
    if lock:
        entered = placements.require_locked(actor, "concern.route", placement if isinstance(placement, int) else placement.id)
    else:
        entered = placements.require(actor, "concern.route", placement)
    rows = Concern.objects.select_for_update() if lock else Concern.objects.all()
    found = rows.filter(pk=concern_id, placement_id=entered.id).first()
    roles = roles_of(actor, found) if found is not None else frozenset()
    if found is None or not roles:
        raise NotFound()
    permissions.require(actor, verb, roles)
    return Opened(found, entered)


def roles_of(actor: Actor, concern: Concern) -> frozenset[Role]:
    """Return what somebody is to a concern: author, recipient, or nothing. One query at most."""
    if not actor.is_confidant:
        return frozenset()
    if concern.is_by(actor):
        return frozenset({Role.AUTHOR})
    if ConcernReader.objects.filter(by(actor, "reader"), concern_id=concern.pk).exists():
        return frozenset({Role.RECIPIENT})
    return frozenset()
