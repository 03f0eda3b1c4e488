"""What this tool knows of how placements stand: since when somebody has a link and has not come in. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Min

from ...core.standing import Known, day_of
from .links.models import Invitation
from .models import Placement
from .values import PlacementView

_EMPTY = {"party__user": None, "party__is_by_link": False, "party__joined_at": None}


def standings(placements: Collection[PlacementView]) -> Known:
    """Return when each was made, and since when an invitation waits in it. One that was declined or has expired waits too.

    Two queries.
    """
    ids = [place.id for place in placements]
    made = Placement.objects.filter(pk__in=ids).values_list("pk", "created")
    found: dict[int, dict[str, Any]] = {pk: {"begun_on": day_of(created)} for pk, created in made}
    links = Invitation.objects.filter(party__placement_id__in=ids, revoked_at=None, **_EMPTY).order_by()
    for pk, since in links.values_list("party__placement_id").annotate(since=Min("created")):
        found[pk]["invited_since"] = day_of(since)
    return found
