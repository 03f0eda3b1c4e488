"""Until when a personal link opens its seat."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from ....core.guests import stays
from ..changes.standing import timings
from ..changes.timing import UNCHANGED
from .models import Invitation

INVITATION_DAYS = 60  # after the last period, or after it was made where there is none: a summer holiday; authors may say less
AT_LEAST = timedelta(days=14)  # what a link made after the end is good for


def expiry(placement_id: int, days: int, made: datetime) -> datetime:
    """Return until when a link opens its seat that is made, or renewed, at this moment. A query or two.

    The end of the day that is `days` after the placement's last period, wherever that day ends last; without periods, `days`
    from now. Long after the last period it is good for some days all the same: a link that is dead on arrival helps nobody.
    """
    days = max(1, min(days, INVITATION_DAYS))
    last = _last(placement_id, days)
    return made + timedelta(days=days) if last is None else max(last, made + min(AT_LEAST, timedelta(days=days)))


def _last(placement_id: int, days: int) -> datetime | None:
    stay = stays([placement_id]).get(placement_id)
    last = timings([placement_id]).get(placement_id, UNCHANGED).last_day(stay[1] if stay else None)
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=days), time(23, 59, 59), tzinfo=UTC) + timedelta(hours=12)


def renewed(link: Invitation) -> datetime:
    """Return until when a link opens its seat, as the placement's periods are now: a later end counts, an earlier one does not.

    A query or two.
    """
    last = _last(link.party.placement_id, link.days)
    return link.expires if last is None else max(link.expires, last)


def follow_end(placement_id: int) -> None:
    """Let the personal links of a placement end as long after its last day as they were made for: that day is another now.

    A few queries, and one for each link that is alive.
    """
    now = timezone.now()
    links = Invitation.objects.filter(party__placement_id=placement_id, revoked_at=None, declined_at=None, expires__gt=now)
    for pk, days in list(links.select_for_update().order_by("pk").values_list("pk", "days")):
        Invitation.objects.filter(pk=pk).update(expires=expiry(placement_id, days, now))
