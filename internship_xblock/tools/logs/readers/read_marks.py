"""Noting who is shown what, before it is shown. For this tool's verbs only.

Somebody else's reading ends taking back. So what is to be shown is claimed first, at the revision that was read: whatever its
author has changed or taken back meanwhile is read anew, and not shown where it may no longer be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.permissions import Role
from ...placements.api import PlacementView
from ..entries.locking import refresh
from ..models import Entry, EntryReading, Sharing
from . import rights
from .seen import VISIT, Seen, is_news, seen_of

_GROWING = ["author_name", "role", "last_at", "times", "revision", "before_revision", "before_at", "turn"]


def mark_read(actor: Actor, placement: PlacementView, entries: Sequence[Entry]) -> list[Entry]:
    """Note that this person is shown these with all that was said about them. Which of them to show, as they are now.

    At most two statements, however many; a few more where an author was writing at this moment. Who looks on behalf of another
    leaves no trace in that other's name.
    """
    if actor.masquerading or not actor.is_known:
        return list(entries)
    now = timezone.now()
    unclaimed = [entry for entry in entries if _is_shared_by_another(actor, entry) and entry.read_revision < entry.revision]
    gone = _claim(actor, placement, unclaimed, now)
    shown = [entry for entry in entries if entry.pk not in gone]
    _note(actor, placement, [entry for entry in shown if _is_worth_noting(actor, entry, now)], now)
    return shown


def _is_shared_by_another(actor: Actor, entry: Entry) -> bool:
    return not entry.is_by(actor) and entry.sharing != Sharing.PRIVATE


def _note(actor: Actor, placement: PlacementView, noted: Sequence[Entry], now: datetime) -> None:
    """Write the rows of these readings, a new one or over the one there is. One statement, none where there is nothing."""
    if not noted:
        return
    # In the order in which everybody locks several entries: a row of theirs locks the entry.
    rows = [_reading(actor, placement, entry, now) for entry in sorted(noted, key=lambda entry: entry.pk)]
    reader = "author_seat" if actor.is_guest else "author"
    target = ["entry", reader] if connection.features.supports_update_conflicts_with_target else None
    EntryReading.objects.bulk_create(rows, update_conflicts=True, unique_fields=target, update_fields=_GROWING)


def _claim(actor: Actor, placement: PlacementView, fresh: Sequence[Entry], now: datetime) -> set[int]:
    """Mark these as read by somebody else, as they were read here. The ids of those that may not be shown any more."""
    if not fresh:
        return set()
    as_read = Q()
    for entry in fresh:
        as_read |= Q(pk=entry.pk, revision=entry.revision, is_withheld=entry.is_withheld)
    first = Coalesce(F("first_read_at"), Value(now, DateTimeField()))
    claimed = Entry.objects.filter(as_read).update(first_read_at=first, read_revision=F("revision"))
    gone: set[int] = set()
    if claimed < len(fresh):
        refresh(fresh)
        left = [entry for entry in fresh if _may_still_read(actor, placement, entry)]
        gone = {entry.pk for entry in fresh} - {entry.pk for entry in left}
        gone |= _claim(actor, placement, left, now)  # nobody changes them now
        fresh = left
    for entry in fresh:
        entry.first_read_at = entry.first_read_at or now
        entry.read_revision = entry.revision
    return gone


def _may_still_read(actor: Actor, placement: PlacementView, entry: Entry) -> bool:
    is_there = entry.erased_at is None and entry.sharing != Sharing.PRIVATE
    return is_there and rights.may_read(actor, placement, entry)


def _is_worth_noting(actor: Actor, entry: Entry, now: datetime) -> bool:
    """Return whether being shown an entry changes what is known of this reader. Of one's own: only what others said."""
    seen = seen_of(entry)
    if entry.is_by(actor):
        return is_news(entry, actor, seen)
    return _is_shared_by_another(actor, entry) and (seen is None or _is_more_than_seen(entry, seen, now))


def _is_more_than_seen(entry: Entry, seen: Seen, now: datetime) -> bool:
    return seen.revision < entry.revision or seen.turn < entry.last_turn or now - seen.last_at >= VISIT


def _reading(actor: Actor, placement: PlacementView, entry: Entry, now: datetime) -> EntryReading:
    """The row as it is from now on."""
    seen = seen_of(entry)
    row = EntryReading(
        entry_id=entry.pk, role=_role(actor, placement, entry), first_at=now, last_at=now, first_revision=entry.revision,
        revision=entry.revision, turn=entry.last_turn, **signed(actor),
    )  # fmt: skip
    if seen is not None:
        row.times = seen.times + (now - seen.last_at >= VISIT)
        row.before_revision, row.before_at = seen.before_revision, seen.before_at
        if entry.text_revision > seen.revision:
            row.before_revision, row.before_at = seen.revision, seen.last_at
    return row


def _role(actor: Actor, placement: PlacementView, entry: Entry) -> str:
    """In which role they could read it: the first that the level names."""
    if entry.is_by(actor):
        return Role.AUTHOR
    allowed = permissions.TABLE[f"log.read_{entry.sharing}"]
    order = (Role.MENTOR, Role.SUPERVISOR, Role.LEADER, Role.STUDENT, Role.OTHER, Role.OWNER, Role.INSTRUCTOR)
    return next((role for role in order if role in placement.roles and role in allowed), Role.PERSON)
