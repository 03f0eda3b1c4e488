"""Until when a personal link opens its seat."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from ....core.guests import stays
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
    if stay is None:
        return None
    return datetime.combine(stay[1] + timedelta(days=days), time(23, 59, 59), tzinfo=UTC) + timedelta(hours=12)


def renewed(link: Invitation) -> datetime:
    """Return until when a link opens its seat, as the placement's periods are now: a later end counts, an earlier one does not.

    A query or two.
    """
    last = _last(link.party.placement_id, link.days)
    return link.expires if last is None else max(link.expires, last)
