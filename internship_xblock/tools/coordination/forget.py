"""Forgetting a person: names that the states of their placements repeat. No verb: only the operator's retirement run asks."""

from __future__ import annotations

from django.db.models import F

from ...core.tools import Leaving
from .importing.models import KnownPlacement, PlacementSheet
from .models import PlacementState, PlacementWord, Reminded


def forget(person: Leaving) -> None:
    """Erase the names beside the person's placements, and have their states made anew from what is left."""
    here = list(person.placement_ids)
    PlacementWord.objects.filter(placement__in=here).delete()
    PlacementState.objects.filter(pk__in=here).update(host="", supervisor="", stale=F("stale") + 1)
    Reminded.objects.filter(party_id__in=list(person.seat_ids)).delete()
    if person.user_id is not None:
        PlacementSheet.objects.filter(author_id=person.user_id).delete()
    KnownPlacement.objects.filter(placement__in=list(person.left_alone)).delete()
