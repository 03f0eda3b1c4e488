"""How long it is kept who was told what: as long as somebody may ask, and as it keeps anybody from being told it twice."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from .models import Notice
from .undelivered import DAYS

KEPT_DAYS = 400  # where the operator sets none (INTERNSHIP_NOTICE_DAYS)
REMINDERS_KEPT_DAYS = 400  # at least: what keeps a long silence from being told again is that it was told
BATCH = 1_000  # rows deleted at once
_ENDED = (Notice.State.SENT, Notice.State.SKIPPED, Notice.State.UNDELIVERED)


def drop_old(*, seconds: float = 60, now: datetime | None = None) -> int:
    """Delete the notices that ended so long ago, for so many seconds at most; return how many.

    Two queries where there are none, and two a batch.

    What still waits stays however old it is, and so does a reminder whose day may be ahead. How somebody wants to be told, and
    the links by which they choose it, are kept elsewhere and know no end.
    """
    end, moment, count = time.monotonic() + seconds, now or timezone.now(), 0
    days = max(int(getattr(settings, "INTERNSHIP_NOTICE_DAYS", KEPT_DAYS)), DAYS + 1)
    for is_reminder, kept in ((False, days), (True, max(days, REMINDERS_KEPT_DAYS))):
        old = Notice.objects.filter(state__in=_ENDED, is_reminder=is_reminder, ended_at__lt=moment - timedelta(days=kept))
        while time.monotonic() < end:
            ids = list(old.order_by().values_list("pk", flat=True)[:BATCH])
            Notice.objects.filter(pk__in=ids).delete()
            count += len(ids)
            if len(ids) < BATCH:
                break
    return count
