"""Who sits where in a placement. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core import events, permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import BadRequest, Invalid, NotAllowed, Stale
from ...core.language.text import NAME_LIMIT, clean_line
from ...core.permissions import Role
from ...core.revisions import advance
from .entering import require_locked
from .links.models import Invitation
from .models import Party, Placement
from .uids import is_uid
from .values import PartyRow, PlacementView
from .words import roles_of

PARTY_LIMIT = 20


def save_parties(actor: Actor, *, placement_id: int, revision: int, rows: Sequence[PartyRow]) -> PlacementView:
    """Replace the named parties by `rows`, in this order.

    Who has joined stays joined: an account is tied to a row's `uid` and only a joined person's own row keeps it.
    A row of somebody who joined cannot be left out, nor the role they joined with be changed.
    Raises Stale where somebody saved in between; the caller knows the typed text and can show both. Three queries, and
    a few more where a row is left out.
    """
    return _save(actor, "placement.name_parties", placement_id, revision, rows)


def set_up(
    actor: Actor, *, course_key: str, rows: Sequence[PartyRow], placement_id: int | None = None, revision: int = 0
) -> PlacementView:
    """Make a placement for others, of whom the actor is none, or name the parties of one anew. For the staff of a course.

    Who made it does not own it: nobody does, so that those who join it have the rights of their roles. The rest is as in
    `save_parties`.
    """
    permissions.require(actor, "placement.set_up", permissions.course_roles(actor, course_key))
    if actor.course_key != course_key:
        raise NotAllowed()
    with transaction.atomic():
        if placement_id is None:
            placement_id, revision = Placement.objects.create(course_key=course_key, **signed(actor)).pk, 0
        _save(actor, "placement.set_up", placement_id, revision, rows)
        return require_locked(actor, "placement.set_up", placement_id)


def _save(actor: Actor, verb: str, placement_id: int, revision: int, rows: Sequence[PartyRow]) -> PlacementView:
    with transaction.atomic():
        before = require_locked(actor, verb, placement_id)
        _check_rows(before, rows)
        now = _advance(before, actor, revision)
        kept = {row.uid for row in rows}
        _leave_out([seat for seat in before.parties if seat.uid not in kept])
        seats = {seat.uid: seat for seat in before.parties}
        saved = tuple(_marked(actor, now, replace(_cleaned(row), kind=before.kind), seats.get(row.uid)) for row in rows)
        _store(placement_id, saved)
        events.changed(before.course_key, placement_id)
    return replace(before, revision=revision + 1, changed_by=actor.name, changed_at=now, parties=saved)


def _leave_out(seats: Sequence[PartyRow]) -> None:
    """Delete places in which nobody sits, with their invitations.

    From most nobody ever acted, so that no row can be signed with them. Django would look for such rows in every table, and
    lock there what others are about to add; the database refuses by itself where there is one after all.
    """
    never_taken = Party.objects.filter(pk__in=[seat.seat_id for seat in seats if seat.joined_at is None])
    if seats:
        Invitation.objects.filter(party__in=[seat.seat_id for seat in seats]).delete()
        never_taken._raw_delete(never_taken.db)
    if any(seat.has_left for seat in seats):
        Party.objects.filter(pk__in=[seat.seat_id for seat in seats if seat.has_left]).delete()


def _check_rows(before: PlacementView, rows: Sequence[PartyRow]) -> None:
    if len(rows) > PARTY_LIMIT:
        raise Invalid(_("A placement has at most %(count)d people.") % {"count": PARTY_LIMIT})
    _check_uids(rows)
    if not all(row.role in dict(roles_of(before.kind)) for row in rows):
        raise BadRequest()
    if not all(len(text) <= NAME_LIMIT for row in rows for text in (row.name, row.organisation, row.email, row.stand_in)):
        raise Invalid(_("A name or an address is too long: it can have at most %(count)d characters.") % {"count": NAME_LIMIT})
    _check_joined(before, rows)


def _check_uids(rows: Sequence[PartyRow]) -> None:
    if len({row.uid for row in rows}) != len(rows) or not all(is_uid(row.uid) for row in rows):
        raise BadRequest()


def _check_joined(before: PlacementView, rows: Sequence[PartyRow]) -> None:
    """Refuse, in words, rows that leave out somebody who has joined, or give them another role."""
    kept = {row.uid: row for row in rows}
    for seat in before.parties:
        if seat.has_joined and seat.uid not in kept:
            raise Invalid(_("%(name)s has joined and cannot be removed here.") % {"name": seat.name or seat.role_label})
        if seat.has_joined and kept[seat.uid].role != seat.role:
            raise Invalid(_("%(name)s has joined, so the role stays as it is.") % {"name": seat.name or seat.role_label})


_TYPED = ("role", "name", "organisation", "email", "is_substitute", "stand_in")


_MARK = ("author_id", "author_name", "changed_at")


def _marked(actor: Actor, now: datetime, row: PartyRow, seat: PartyRow | None) -> PartyRow:
    """The row with whoever sits there, for what is typed never moves a person, and with who last changed what it says."""
    marked = replace(row, author_id=actor.account, author_name=actor.name, changed_at=now)
    if seat is None:
        return replace(marked, user_id=None, joined_at=None, seat_id=None, is_by_link=False)
    if all(getattr(row, name) == getattr(seat, name) for name in _TYPED):
        return seat
    return replace(marked, user_id=seat.user_id, joined_at=seat.joined_at, seat_id=seat.seat_id, is_by_link=seat.is_by_link)


def _cleaned(row: PartyRow) -> PartyRow:
    """The row as it is stored: its texts clean and on one line, the substitute's tick on a mentor's card only."""
    return replace(
        row, name=clean_line(row.name), organisation=clean_line(row.organisation), email=clean_line(row.email),
        stand_in=clean_line(row.stand_in), is_substitute=row.is_substitute and row.role == Role.MENTOR,
    )  # fmt: skip


def _store(placement_id: int, rows: Sequence[PartyRow]) -> None:
    """Add or change the parties by their uid, in one statement that leaves alone who has joined."""
    kept = (*_TYPED, *_MARK)
    parties = [
        Party(placement_id=placement_id, uid=row.uid, position=position, **{name: getattr(row, name) for name in kept})
        for position, row in enumerate(rows)
    ]
    target = ["placement", "uid"] if connection.features.supports_update_conflicts_with_target else None
    fields = ["position", *kept]
    Party.objects.bulk_create(parties, update_conflicts=True, unique_fields=target, update_fields=fields)


def _advance(before: PlacementView, actor: Actor, revision: int) -> datetime:
    """Make the next revision of a placement that is locked, or raise Stale. When it was."""
    if before.revision != revision:
        raise Stale(revision=before.revision, changed_by=before.changed_by, changed_at=before.changed_at)
    now = timezone.now()
    advance(Placement.objects.filter(pk=before.id), changed_at=now, **signed(actor))
    return now
