"""Claim what is to be sent, so that of two who sweep at once one sends it, and note what became of it.

Of one that was claimed and neither sent nor given back, nobody knows whether the server took it before the process died. It
is sent once more, under the same Message-ID, by which mail programs show it once (docs/adr/0026).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from . import rules
from .models import Notice

State = Notice.State


def due(now: datetime, limit: int) -> list[Notice]:
    """Return what waits and is due, what has waited longest first. One query."""
    return list(Notice.objects.filter(state=State.WAITING, due_at__lte=now).order_by("due_at", "pk")[:limit])


def claim(rows: Sequence[Notice]) -> list[Notice]:
    """Return those of these that are ours to send now. Two queries."""
    token = secrets.token_hex(16)
    waiting = Notice.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING)
    taken = waiting.update(state=State.SENDING, claim=token, claimed_at=timezone.now(), attempts=F("attempts") + 1)
    return list(Notice.objects.filter(claim=token, state=State.SENDING).order_by("due_at", "pk")) if taken else []


def postpone(rows: Sequence[Notice], until: datetime) -> None:
    """Have what waits wait until then. One query."""
    Notice.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING).update(due_at=until)


def sent(rows: Sequence[Notice]) -> None:
    _end(rows, State.SENT, "")


def skipped(rows: Sequence[Notice], reason: str) -> None:
    """End, unsent, what is claimed or still waits."""
    _end(rows, State.SKIPPED, reason)


def failed(rows: Sequence[Notice], reason: str, is_final: bool, now: datetime) -> None:
    """Give back what no server took, for later; end it where nobody will, or after the last attempt."""
    over = [row for row in rows if is_final or row.attempts >= rules.LAST_ATTEMPT]
    _end(over, State.UNDELIVERED, reason)
    for row in rows:
        if row not in over:
            until = now + rules.pause(row.attempts)
            _mine(row).update(state=State.WAITING, claim="", claimed_at=None, due_at=until, reason=reason)


def release_stale(now: datetime) -> int:
    """Give back what somebody claimed who came to an end before it was sent. One query."""
    stale = Notice.objects.filter(state=State.SENDING, claimed_at__lt=now - rules.STALE)
    return int(stale.update(state=State.WAITING, claim="", claimed_at=None))


def _mine(row: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=row.pk, claim=row.claim, state=State.SENDING)


def _end(rows: Sequence[Notice], state: str, reason: str) -> None:
    """One query for those of a claim: who lost it meanwhile ends nothing."""
    claims = {(row.state, row.claim) for row in rows}
    for before, token in claims:
        mine = Notice.objects.filter(pk__in=[row.pk for row in rows if row.claim == token], claim=token, state=before)
        mine.update(state=state, ended_at=timezone.now(), reason=reason, claim="")
