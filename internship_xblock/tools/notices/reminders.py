"""Look through all placements for days that are near, and write down whom to remind of them.

A round goes through the placements by their numbers, so many at once, and remembers how far it has come: whoever sweeps next
goes on there. Each batch costs the same number of queries. A reminder that is there already is not made again; one whose day
has moved has another key. Whether it still holds is asked when it is sent.
"""

from __future__ import annotations

import time
import zoneinfo
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from ...core.errors import mishap
from ...core.notices import Due, Place, Recipient, ReminderKind, kinds
from ..placements import api as placements
from ..placements.api import PlacementView
from . import keeping, rules
from .leases import lease
from .models import DailyMail, Notice, NoticeSweep
from .readers import readers, zones_of
from .recording import key_of, store

PLACEMENTS = 500  # looked through at once
EVERY = timedelta(hours=3)  # a round
DAYS_KEPT = timedelta(days=3)  # on which days somebody had a mail: after that day, on whatever clock, nobody asks
_LEASE = timedelta(minutes=10)


def plan(*, seconds: float = 600, now: datetime | None = None, every: timedelta = EVERY) -> int:
    """Go on with the round, or begin one where the last is long enough ago. Return how many placements were looked through."""
    end, moment, seen = time.monotonic() + seconds, now or timezone.now(), 0
    sweep = lease("round", _LEASE, moment)
    if sweep is None:
        return 0
    if sweep.is_done and sweep.began_at is not None and sweep.began_at > moment - every:
        _keep(sweep, moment)
        return 0
    if sweep.is_done or sweep.began_at is None:
        sweep.began_at, sweep.reached, sweep.is_done = moment, 0, False
        DailyMail.objects.filter(day__lt=(moment - DAYS_KEPT).date()).delete()
        keeping.drop_old(seconds=seconds / 4, now=moment)
    while not sweep.is_done and time.monotonic() < end:
        ids = placements.next_ids(sweep.reached, PLACEMENTS)
        try:
            _look_through(ids, moment)
        except Exception as error:  # the next round looks here again; until then the others' turn comes, and what waits is sent
            mishap(error, "a round of reminders")
        seen += len(ids)
        sweep.reached, sweep.is_done = ids[-1] if ids else sweep.reached, len(ids) < PLACEMENTS
    _keep(sweep, moment)
    return seen


def _keep(sweep: NoticeSweep, moment: datetime) -> None:
    sweep.leased_until = moment
    sweep.save(update_fields=["leased_until", "began_at", "reached", "is_done"])


def _look_through(placement_ids: Sequence[int], now: datetime) -> None:
    """Write down who is to be reminded in these placements today. At most a dozen queries."""
    views = placements.everybody(placement_ids)
    zones = zones_of(list(views.values()))
    here = [_place(view, zones[view.id], now) for view in views.values()]
    due = [(kind, one) for kind in kinds().values() if isinstance(kind, ReminderKind) for one in _found(kind, here)]
    if not due:
        return
    clocks = readers({one.recipient.identity for _kind, one in due}, views.values())
    rows = [
        _row(kind, one, views[one.recipient.placement_id or 0], clocks[one.recipient.identity].zone, now) for kind, one in due
    ]
    store(rows)


def _found(kind: ReminderKind, places: Sequence[Place]) -> Sequence[Due]:
    """Return what one kind finds; nothing where it fails, so that the others' days are told all the same."""
    try:
        return kind.find(places)
    except Exception as error:
        mishap(error, f"the days of {kind.key}")
        return ()


def _place(view: PlacementView, zone: str, now: datetime) -> Place:
    people = [(party.role, Recipient(view.id, *party.identity)) for party in view.parties if party.has_joined]
    return Place(view.id, view.course_key, now.astimezone(zoneinfo.ZoneInfo(zone)).date(), people)


def _row(kind: ReminderKind, due: Due, view: PlacementView, zone: str, now: datetime) -> Notice:
    to, at = due.recipient, rules.morning(due.on, zoneinfo.ZoneInfo(zone))
    return Notice(
        key=key_of(kind.key, due.key, to.identity), kind=kind.key, course_key=view.course_key, usage_key=due.usage_key,
        ids={**due.ids, "due": at.isoformat()}, placement_id=view.id, reader_id=to.user_id, reader_seat_id=to.seat_id,
        is_reminder=True, made_at=now, due_at=at,
    )  # fmt: skip
