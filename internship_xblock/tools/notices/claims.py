"""Which notices are due. Who claims them, and what becomes of them, is as with every mail (core/outbox.py)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from ...core import outbox
from ...core.outbox import State, claim, failed, postpone, sent, skipped
from .models import Notice


def due(now: datetime, limit: int) -> list[Notice]:
    """Return what waits and is due, what has waited longest first: so much at least, and all of each person whom it is for.

    What one person gets at once is one mail, so nobody's part is cut. Two queries at most.
    """
    account = Coalesce("reader_id", "reader_seat__user_id")  # a seat may have been joined to an account since
    waiting = Notice.objects.filter(state=State.WAITING, due_at__lte=now).annotate(account=account).order_by("due_at", "pk")
    first: list[Any] = list(waiting[:limit])
    if len(first) < limit:
        return first
    theirs = Q(account__in={row.account for row in first} - {None})
    theirs |= Q(account=None, reader_seat__in={row.reader_seat_id for row in first} - {None})
    return [*first, *waiting.filter(theirs).exclude(pk__in=[row.pk for row in first])]


def release_stale(now: datetime) -> list[Notice]:
    """Give back what somebody claimed who came to an end before it was sent. Return what is given up."""
    return outbox.release_stale(Notice, now)


__all__ = ["claim", "due", "failed", "postpone", "release_stale", "sent", "skipped"]
