"""Who was shown what: noted, and turned into what is new to somebody. For this tool's verbs only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from .. import permissions
from ..actor import Actor
from ..permissions import Role
from ..placements.api import PlacementView
from .models import Entry, Sharing
from .models_seen import EntryReading

VISIT = timedelta(minutes=30)  # looks closer together than this are one visit
_COLUMNS = ("first_at", "last_at", "times", "first_revision", "revision", "before_revision", "before_at", "turn")
_GROWING = ["reader_name", "role", "last_at", "times", "revision", "before_revision", "before_at", "turn"]


@dataclass(frozen=True)
class Seen:
    """What somebody was shown of an entry before now; the columns of EntryReading."""

    first_at: datetime
    last_at: datetime
    times: int
    first_revision: int
    revision: int
    before_revision: int
    before_at: datetime | None
    turn: int


def with_seen(entries: QuerySet[Entry], actor: Actor, columns: Sequence[str] = _COLUMNS) -> QuerySet[Entry]:
    """The same entries, each with what this person was shown of it: no query more, a row of theirs beside each."""
    if actor.user_id is None:
        return entries
    mine = FilteredRelation("readings", condition=Q(readings__reader_id=actor.user_id))
    return entries.annotate(mine=mine, **{f"seen_{name}": F(f"mine__{name}") for name in columns})


def seen_of(entry: Any) -> Seen | None:
    """What this person had been shown; None for nothing, and for an entry not asked for by `with_seen`."""
    if getattr(entry, "seen_first_at", None) is None:
        return None
    return Seen(*(getattr(entry, f"seen_{name}") for name in _COLUMNS))


def is_news(entry: Entry, actor: Actor, seen: Seen | None) -> bool:
    """Whether somebody else has said something that this person was not shown yet."""
    return entry.last_turn > (seen.turn if seen else 0) and entry.last_turn_by_id != actor.user_id


def record(actor: Actor, placement: PlacementView, entries: Sequence[Entry]) -> None:
    """Note that this person was shown these with all that was said about them. At most two statements, however many.

    Somebody else's reading is what ends taking back. Who looks on behalf of another leaves no trace in that other's name.
    """
    if actor.masquerading or actor.user_id is None:
        return
    now = timezone.now()
    others = [entry for entry in entries if entry.author_id != actor.user_id and entry.sharing != Sharing.PRIVATE]
    fresh = [entry for entry in others if entry.read_revision < entry.revision]
    if fresh:
        first = Coalesce(F("first_read_at"), Value(now, DateTimeField()))
        Entry.objects.filter(pk__in=[entry.pk for entry in fresh]).exclude(sharing=Sharing.PRIVATE).update(
            first_read_at=first, read_revision=F("revision")
        )
        for entry in fresh:
            entry.first_read_at = entry.first_read_at or now
            entry.read_revision = entry.revision
    rows = [_reading(actor, placement, entry, now) for entry in others if _is_worth_noting(entry, seen_of(entry), now)]
    rows += [
        _reading(actor, placement, entry, now) for entry in entries
        if entry.author_id == actor.user_id and is_news(entry, actor, seen_of(entry))
    ]  # fmt: skip
    if rows:
        target = ["entry", "reader"] if connection.features.supports_update_conflicts_with_target else None
        EntryReading.objects.bulk_create(rows, update_conflicts=True, unique_fields=target, update_fields=_GROWING)


def _is_worth_noting(entry: Entry, seen: Seen | None, now: datetime) -> bool:
    return seen is None or seen.revision < entry.revision or seen.turn < entry.last_turn or now - seen.last_at >= VISIT


def _reading(actor: Actor, placement: PlacementView, entry: Entry, now: datetime) -> EntryReading:
    """The row as it is from now on."""
    seen = seen_of(entry)
    row = EntryReading(
        entry_id=entry.pk, reader_id=actor.user_id, reader_name=actor.name, role=_role(actor, placement, entry),
        first_at=now, last_at=now, first_revision=entry.revision, revision=entry.revision, turn=entry.last_turn,
    )  # fmt: skip
    if seen is not None:
        row.times = seen.times + (now - seen.last_at >= VISIT)
        row.before_revision, row.before_at = seen.before_revision, seen.before_at
        if entry.text_revision > seen.revision:
            row.before_revision, row.before_at = seen.revision, seen.last_at
    return row


def _role(actor: Actor, placement: PlacementView, entry: Entry) -> str:
    """In which role they could read it: the first that the level names."""
    if entry.author_id == actor.user_id:
        return Role.AUTHOR
    allowed = permissions.TABLE[f"log.read_{entry.sharing}"]
    order = (Role.MENTOR, Role.SUPERVISOR, Role.LEADER, Role.STUDENT, Role.GUEST, Role.OWNER, Role.INSTRUCTOR)
    return next((role for role in order if role in placement.roles and role in allowed), Role.PERSON)
