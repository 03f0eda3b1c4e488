"""What this tool knows of how placements stand: since when somebody has a link and has not come in. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from ...core.standing import Known, day_of, site_today
from .links.models import Invitation
from .models import Placement
from .values import PlacementView

LOST_DAYS = 30  # a letter that was lost before is no news
_EMPTY = {"party__user": None, "party__is_by_link": False, "party__joined_at": None}


def standings(placements: Collection[PlacementView]) -> Known:
    """Return when each was made, since when an invitation waits in it, and since when a letter with one is lost.

    One that was declined or has expired waits too. Nothing waits in a placement that was ended early. Two queries.
    """
    today = site_today()
    ids = [place.id for place in placements]
    made = Placement.objects.filter(pk__in=ids).values_list("pk", "created")
    found: dict[int, dict[str, Any]] = {pk: {"begun_on": day_of(created)} for pk, created in made}
    links = _links([place.id for place in placements if not place.timing.has_ended(today)])
    for place in placements:
        if place.id in found:
            found[place.id] |= _waiting(links.get(place.id, []), today)
            _look_again(found[place.id], place.timing.look_again_on(today))
    return found


def _links(placement_ids: Collection[int]) -> dict[int, list[Invitation]]:
    """The links of each placement to seats that nobody has taken, the oldest first."""
    links = Invitation.objects.filter(party__placement_id__in=placement_ids, revoked_at=None, **_EMPTY).order_by("pk")
    found: dict[int, list[Invitation]] = {}
    links = links.only("party_id", "created", "sent_at", "lost_from", "declined_at")
    for link in links.annotate(place=F("party__placement_id")):
        found.setdefault(link.place, []).append(link)
    return found


def _waiting(links: Collection[Invitation], today: date) -> dict[str, Any]:
    """Since when the first of these waits, and since when a letter is lost of which there is none after."""
    if not links:
        return {}
    said: dict[str, Any] = {"invited_since": day_of(min(link.created for link in links))}
    newest = {link.party_id: link for link in links}.values()
    unsent = [link for link in newest if link.sent_at is None and link.lost_from is not None and link.declined_at is None]
    now = timezone.now()
    lost = [day_of(link.lost_from) for link in unsent if link.lost_from is not None and link.is_lost(now)]
    if news := [day for day in lost if (today - day).days <= LOST_DAYS]:
        said |= {"mail_since": min(news), "look_again_on": min(news) + timedelta(days=LOST_DAYS + 1)}
    if len(lost) < len(unsent):  # on its way; should nobody hear of it again, it is lost
        _look_again(said, today + timedelta(days=1))
    return said


def _look_again(said: dict[str, Any], day: date | None) -> None:
    """Have it looked at again on a day, or before where that is said already."""
    if day is not None:
        said["look_again_on"] = min(day, said.get("look_again_on", day))
