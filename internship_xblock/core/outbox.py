"""Rows that become mails: claimed by whoever sends them, tried again after growing pauses, and given up with a reason.

A tool that sends has a table of its own (`Outgoing`); this file knows none. Its rows go through these states:

    waiting -> sending -> sent
                       -> waiting (the server did not take it: later again) -> undelivered (it never did)
                       -> skipped (not needed any more; `reason` says why)

Who sends claims a row first: the update asks for `waiting`, so that of two who sweep at once one has it. "Sent" is written
after the server's answer. Of a row that was claimed and neither sent nor given back nobody knows whether the server took it
before the process died: it is sent once more (docs/adr/0026).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LAST_ATTEMPT = 8  # after so many nobody tries any more
STALE = timedelta(minutes=15)  # a claim that is older was made by somebody who stopped in the middle
_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=12)


class State(models.TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent")
    UNDELIVERED = "undelivered", _("Not delivered")


class Outgoing(models.Model):
    """What a row needs that becomes a mail."""

    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    claim = models.CharField(max_length=32, blank=True, help_text="Whose it is while it is sent.")
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, help_text="When it was sent, skipped or given up.")
    reason = models.CharField(max_length=40, blank=True, help_text="Why it was not sent: one of ours, or the kind of error.")

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Outgoing)


def pause(attempts: int) -> timedelta:
    """Return how long nobody tries after so many attempts: 5 minutes, then twice as long each time, 12 hours at most."""
    times: int = 2 ** max(0, attempts - 1)
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * times)


def new_claim() -> str:
    return secrets.token_hex(16)


def claim(rows: Sequence[Row]) -> list[Row]:
    """Return those of these that are ours to send now. Two queries."""
    if not rows:
        return []
    token, table = new_claim(), _table(rows)
    waiting = table.filter(pk__in=[row.pk for row in rows], state=State.WAITING)
    taken = waiting.update(state=State.SENDING, claim=token, claimed_at=timezone.now(), attempts=F("attempts") + 1)
    return list(table.filter(claim=token, state=State.SENDING).order_by("due_at", "pk")) if taken else []


def postpone(rows: Sequence[Outgoing], until: datetime) -> None:
    """Have what waits wait until then. One query."""
    if rows:
        _table(rows).filter(pk__in=[row.pk for row in rows], state=State.WAITING).update(due_at=until)


def sent(rows: Sequence[Outgoing]) -> None:
    _end(rows, State.SENT, "")


def skipped(rows: Sequence[Outgoing], reason: str) -> None:
    """End, unsent, what is claimed or still waits."""
    _end(rows, State.SKIPPED, reason)


def failed(rows: Sequence[Row], reason: str, is_final: bool, now: datetime) -> list[Row]:
    """Give back what no server took, for later; end it where nobody will, or after the last attempt. Return what has ended."""
    over = [row for row in rows if is_final or row.attempts >= LAST_ATTEMPT]
    _end(over, State.UNDELIVERED, reason)
    for row in rows:
        if row not in over:
            mine = _table([row]).filter(pk=row.pk, claim=row.claim, state=State.SENDING)
            mine.update(state=State.WAITING, claim="", claimed_at=None, due_at=now + pause(row.attempts), reason=reason)
    return over


def release_stale(table: type[Row], now: datetime) -> list[Row]:
    """Give back what somebody claimed who came to an end before it was sent; end it after the last attempt.

    Return what has ended. Two queries, and one more where something has.
    """
    stale = table._default_manager.filter(state=State.SENDING, claimed_at__lt=now - STALE)
    over = list(stale.filter(attempts__gte=LAST_ATTEMPT))
    _end(over, State.UNDELIVERED, "stopped")
    stale.filter(attempts__lt=LAST_ATTEMPT).update(state=State.WAITING, claim="", claimed_at=None)
    return over


def _end(rows: Sequence[Outgoing], state: str, reason: str) -> None:
    """One query for those of a claim: who lost it meanwhile ends nothing."""
    for before, token in {(row.state, row.claim) for row in rows}:
        ids = [row.pk for row in rows if row.claim == token]
        mine = _table(rows).filter(pk__in=ids, claim=token, state=before)
        mine.update(state=state, ended_at=timezone.now(), reason=reason[:40], claim="")


def _table(rows: Sequence[Outgoing]) -> QuerySet[Any]:
    return type(rows[0])._default_manager.order_by()
