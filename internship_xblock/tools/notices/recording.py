"""Write down who is to be told of what a verb did, in the verb's own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from ...core import events
from ...core.actor import Identity
from ...core.errors import mishap
from ...core.events import Happened
from ...core.notices import NoticeKind, Recipient, kinds
from .models import Notice

DELAY = 120  # seconds in which somebody may say a second thing: both are one message then


def record(event: Happened) -> None:
    """Make a notice for each person who is to be told. Two queries at most for a kind, and those by which it finds them."""
    doer = Identity(event.user_id, event.seat_id)
    rows: list[Notice] = []
    for kind in kinds().values():
        if isinstance(kind, NoticeKind) and event.verb in kind.verbs:
            try:
                told = [one for one in kind.told(event) if kind.tells_doer or not one.identity.is_same(doer)]
            except DatabaseError:  # the transaction may be lost with it: whoever publishes decides
                raise
            except Exception as error:  # a mistake in one kind is no reason to tell nobody of the others
                mishap(error, f"whom to tell of {kind.key}")
                continue
            rows += _rows(kind, event, _who_was_told(kind, event, told), doer, timezone.now())
    if rows:
        store(rows)
        transaction.on_commit(lambda: events.deliver(events.NoticesWait(course_key=event.course_key, usage_key="")))


def store(rows: Iterable[Notice]) -> None:
    """Store notices, save those that are there already: their keys say so. One query."""
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def delay() -> timedelta:
    return timedelta(seconds=getattr(settings, "INTERNSHIP_NOTICE_DELAY", DELAY))


def key_of(kind: str, what: str, reader: Identity) -> str:
    """Return the name of a notice, once and for all."""
    return hashlib.sha256(f"{kind}|{what}|{reader.user_id}|{reader.seat_id}".encode()).hexdigest()


def _rows(kind: NoticeKind, event: Happened, told: Sequence[Recipient], doer: Identity, now: datetime) -> list[Notice]:
    what = "|".join([event.verb, event.usage_key, *(f"{name}={event.ids[name]}" for name in sorted(event.ids))])
    return [
        Notice(
            key=key_of(kind.key, what, one.identity), kind=kind.key, about=_about(kind, event, one),
            course_key=event.course_key, usage_key=event.usage_key, ids={"verb": event.verb, **event.ids},
            placement_id=one.placement_id, reader_id=one.user_id, reader_seat_id=one.seat_id, doer_id=doer.user_id,
            doer_seat_id=doer.seat_id,
            made_at=now, due_at=now + delay(),
        )
        for one in told
    ]  # fmt: skip


def _about(kind: NoticeKind, event: Happened, one: Recipient) -> str:
    if kind.is_once:
        return _read_so_far(one)
    return f"{kind.about}={event.ids.get(kind.about, 0)}" if kind.about else ""


def _who_was_told(kind: NoticeKind, event: Happened, told: Sequence[Recipient]) -> Sequence[Recipient]:
    """Of these those who were sent what this takes back, or are at this moment; all where it takes nothing back.

    One query where it does, or where it is told once.
    """
    if kind.is_once:
        return _who_has_read_on(kind, told)
    if not kind.corrects or not told:
        return told
    told_of = (Notice.State.SENDING, Notice.State.SENT)
    sent = Notice.objects.filter(kind=kind.corrects, about=_about(kind, event, told[0]), state__in=told_of)
    known = {Identity(*row) for row in sent.values_list("reader_id", "reader_seat_id")}
    return [one for one in told if one.identity in known]


def _who_has_read_on(kind: NoticeKind, told: Sequence[Recipient]) -> Sequence[Recipient]:
    """Of these those who wait for no such notice and were sent none since they read last. One query.

    As they are at this moment: whoever was told a moment ago by somebody else's verb is not told again.
    """
    told_of = (Notice.State.WAITING, Notice.State.SENDING, Notice.State.SENT)
    about = {_read_so_far(one) for one in told}
    rows = Notice.objects.select_for_update().filter(kind=kind.key, about__in=about, state__in=told_of)
    known = {(said, Identity(*who)) for said, *who in rows.values_list("about", "reader_id", "reader_seat_id")}
    return [one for one in told if (_read_so_far(one), one.identity) not in known]


def _read_so_far(one: Recipient) -> str:
    return f"placement_id={one.placement_id} read_upto={one.read_upto}"
