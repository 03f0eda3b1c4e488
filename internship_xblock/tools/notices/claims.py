"""Claim what is to be sent, so that of two who sweep at once one sends it, and note what became of it.

Of one that was claimed and neither sent nor given back, nobody knows whether the server took it before the process died. It
is sent once more, under the same Message-ID, by which mail programs show it once (docs/adr/0026).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import rules
from .models import Notice

State = Notice.State


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


def release_stale(now: datetime) -> None:
    """Give back what somebody claimed who came to an end before it was sent; end it after the last attempt. Two queries."""
    stale = Notice.objects.filter(state=State.SENDING, claimed_at__lt=now - rules.STALE)
    over = stale.filter(attempts__gte=rules.LAST_ATTEMPT)
    over.update(state=State.UNDELIVERED, ended_at=timezone.now(), reason="stopped", claim="")
    stale.update(state=State.WAITING, claim="", claimed_at=None)


def _mine(row: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=row.pk, claim=row.claim, state=State.SENDING)


def _end(rows: Sequence[Notice], state: str, reason: str) -> None:
    """One query for those of a claim: who lost it meanwhile ends nothing."""
    claims = {(row.state, row.claim) for row in rows}
    for before, token in claims:
        mine = Notice.objects.filter(pk__in=[row.pk for row in rows if row.claim == token], claim=token, state=before)
        mine.update(state=state, ended_at=timezone.now(), reason=reason, claim="")
