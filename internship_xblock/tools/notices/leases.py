"""One at a time: who sweeps has the lease until they give it back or its time is over, whichever comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import NoticeSweep


def lease(name: str, length: timedelta, now: datetime) -> NoticeSweep | None:
    """Return the sweep of a name, ours for so long; None where it is somebody else's now.

    Two queries, and three more the first time on a site.
    """
    free = NoticeSweep.objects.filter(name=name, leased_until__lte=now)
    if free.update(leased_until=now + length):
        return NoticeSweep.objects.get(name=name)
    if NoticeSweep.objects.filter(name=name).exists():
        return None
    NoticeSweep.objects.bulk_create([NoticeSweep(name=name, leased_until=now)], ignore_conflicts=True)
    return lease(name, length, now)
