"""What can be done with a placement. Every verb takes the actor first and asks the table first. Every verb that changes
who sits where locks the placement before it looks: what it decides by is as it stands, and stays so until it is done.

Not for: what the parties plan or write (plans, logs). Nobody outside this folder imports its models; what is
returned is for reading.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core import permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from ...core.permissions import Role
from ...core.text import NAME_LIMIT, one_line
from .models import Invitation, Party, Placement
from .reading import PAGE_SIZE, mine, opened, owned, roles_held, seated, several, taken_seats
from .reading import load as _load
from .values import InvitationRow, InvitationView, PartyRow, PlacementPage, PlacementView
from .words import ONBOARDING, PLACEMENT, role_label, roles_of

__all__ = [
    "INVITATION_DAYS", "ONBOARDING", "PAGE_SIZE", "PARTY_LIMIT", "PLACEMENT", "PLACEMENT_LIMIT", "InvitationRow",
    "InvitationView", "PartyRow", "PlacementPage", "PlacementView", "get", "invitations", "invite", "join", "mine",
    "new_uid", "opened", "owned", "require", "require_locked", "revoke", "role_label", "roles_held", "roles_of",
    "save_parties", "seated", "see_invitation", "several", "start", "taken_seats",
]  # fmt: skip

_CODE = re.compile(r"[A-Za-z0-9_-]{24}")  # as `invite` makes them
INVITATION_DAYS = 60  # long enough for a summer holiday; a new one is one press away
PARTY_LIMIT = 20
PLACEMENT_LIMIT = 50  # placements one person may open in one course


def start(actor: Actor, *, course_key: str, role: str, kind: str = PLACEMENT) -> PlacementView:
    """Open a new placement in which the actor is the first party, in `role`. `kind` ONBOARDING is one new employee."""
    permissions.require(actor, "placement.create", permissions.course_roles(actor, course_key))
    if kind not in Placement.Kind.values:
        raise BadRequest()
    if role not in dict(roles_of(kind)):
        raise Invalid(fields={"role": [_("Choose who you are in this placement.")]})
    if actor.course_key != course_key:
        raise NotAllowed()
    with transaction.atomic():
        list(get_user_model().objects.select_for_update().filter(pk=actor.account).values_list("pk"))  # one at a time
        if Placement.objects.filter(course_key=course_key, owner_id=actor.account).count() >= PLACEMENT_LIMIT:
            raise Invalid(_("You have opened %(count)d placements here, which is the most.") % {"count": PLACEMENT_LIMIT})
        placement = Placement.objects.create(course_key=course_key, kind=kind, owner_id=actor.account, **signed(actor))
        now = timezone.now()
        Party.objects.create(
            placement=placement, uid=new_uid(), role=role, name=actor.name, user_id=actor.account, joined_at=now,
            changed_at=now, **signed(actor),
        )  # fmt: skip
    return _load(actor, placement.pk)


def require(actor: Actor, verb: str, placement: int | PlacementView) -> PlacementView:
    """The placement, if the actor may use `verb` in it: the door through which other tools come.

    One of another course is not found, also by those who are in it: everything about it is done from its own course.
    One query for an id. A view that this same actor was given is taken as it is, without a query, for a verb that only
    reads. For every other verb, and for everybody else, it counts as its id: who writes does so with the roles of now.
    """
    if isinstance(placement, PlacementView):
        view = placement if placement.seen_by == actor and verb in permissions.READ_ONLY else _load(actor, placement.id)
    else:
        view = _load(actor, placement)
    return _required(actor, verb, view)


def require_locked(actor: Actor, verb: str, placement_id: int) -> PlacementView:
    """The same, as it stands this moment, and so until the transaction ends: nobody comes, goes or is renamed meanwhile.

    One query, in a transaction.
    """
    return _required(actor, verb, _load(actor, placement_id, lock=True))


def _required(actor: Actor, verb: str, view: PlacementView) -> PlacementView:
    if view.course_key != actor.course_key or view.roles <= permissions.ANYWHERE:
        raise NotFound()
    permissions.require(actor, verb, view.roles)
    return view


def get(actor: Actor, *, placement_id: int) -> PlacementView:
    """One placement, for its parties and for course staff."""
    return require(actor, "placement.open", placement_id)


def save_parties(actor: Actor, *, placement_id: int, revision: int, rows: Sequence[PartyRow]) -> PlacementView:
    """Replace the named parties by `rows`, in this order.

    Who has joined stays joined: an account is tied to a row's `uid` and only a joined person's own row keeps it.
    A row of somebody who joined cannot be left out, nor the role they joined with be changed.
    Raises Stale where somebody saved in between; the caller knows the typed text and can show both. Three queries, and
    a few more where a row is left out.
    """
    with transaction.atomic():
        before = require_locked(actor, "placement.name_parties", placement_id)
        _check_rows(before, rows)
        now = _advance(before, actor, revision)
        kept = {row.uid for row in rows}
        if any(seat.uid not in kept for seat in before.parties):
            Party.objects.filter(placement_id=placement_id, user=None, is_by_link=False).exclude(uid__in=kept).delete()
        seats = {seat.uid: seat for seat in before.parties}
        saved = tuple(_marked(actor, now, replace(_cleaned(row), kind=before.kind), seats.get(row.uid)) for row in rows)
        _store(placement_id, saved)
    return replace(before, revision=revision + 1, changed_by=actor.name, changed_at=now, parties=saved)


def _check_rows(before: PlacementView, rows: Sequence[PartyRow]) -> None:
    if len(rows) > PARTY_LIMIT:
        raise Invalid(_("A placement has at most %(count)d people.") % {"count": PARTY_LIMIT})
    _check_uids(rows)
    if not all(row.role in dict(roles_of(before.kind)) for row in rows):
        raise BadRequest()
    if not all(len(text) <= NAME_LIMIT for row in rows for text in (row.name, row.organisation, row.email, row.stand_in)):
        raise Invalid(_("A name or an address is too long: at most %(count)d characters can be kept.") % {"count": NAME_LIMIT})
    _check_joined(before, rows)


def _check_uids(rows: Sequence[PartyRow]) -> None:
    if len({row.uid for row in rows}) != len(rows) or not all(_is_uid(row.uid) for row in rows):
        raise BadRequest()


def _check_joined(before: PlacementView, rows: Sequence[PartyRow]) -> None:
    """Refuse, in words, rows that leave out somebody who has joined, or give them another role."""
    kept = {row.uid: row for row in rows}
    for seat in before.parties:
        if seat.has_joined and seat.uid not in kept:
            raise Invalid(_("%(name)s has joined and cannot be removed here.") % {"name": seat.name or seat.role_label})
        if seat.has_joined and kept[seat.uid].role != seat.role:
            raise Invalid(_("%(name)s has joined; the role stays as it was.") % {"name": seat.name or seat.role_label})


def invite(actor: Actor, *, placement_id: int, party_uid: str) -> str:
    """A fresh code for one party's place; earlier unused codes for it end. The code is shown once, never stored."""
    code = secrets.token_urlsafe(18)
    now = timezone.now()
    with transaction.atomic():
        seats = {seat.uid: seat for seat in require_locked(actor, "placement.invite", placement_id).parties}
        seat = seats.get(party_uid)
        if seat is None:
            raise NotFound()
        if seat.has_joined:
            raise Invalid(_("%(name)s has joined already.") % {"name": seat.name or seat.role_label})
        party = Party.objects.select_for_update().get(placement_id=placement_id, uid=party_uid)
        party.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
        Invitation.objects.create(
            party=party, code_hash=_hash(code), expires=now + timedelta(days=INVITATION_DAYS), **signed(actor)
        )
    return code


def invitations(actor: Actor, *, placement_id: int) -> list[InvitationRow]:
    """The last invitation to each place of a placement, the newest first. One query and the placement's."""
    kind = require(actor, "placement.open", placement_id).kind
    latest = Invitation.objects.filter(party__placement_id=placement_id).values("party").annotate(last=Max("pk")).values("last")
    found = Invitation.objects.filter(pk__in=latest).select_related("party").order_by("-pk")
    return [
        InvitationRow(
            id=item.pk,
            party_uid=item.party.uid,
            party_name=item.party.name,
            role_label=role_label(item.party.role, kind),
            expires=item.expires,
            used_at=item.used_at,
            revoked_at=item.revoked_at,
        )
        for item in found
    ]


def revoke(actor: Actor, *, placement_id: int, invitation_id: int) -> None:
    """End an unused invitation. One that was used stays used: leaving is another matter."""
    with transaction.atomic():
        require_locked(actor, "placement.revoke", placement_id)
        found = Invitation.objects.select_for_update().filter(pk=invitation_id, party__placement_id=placement_id).first()
        if found is None or found.used_at is not None or found.revoked_at is not None:
            raise NotFound(_("This invitation was used or ended already."))
        Invitation.objects.filter(pk=found.pk).update(revoked_at=timezone.now())


def join(actor: Actor, *, course_key: str, code: str, kind: str = "") -> PlacementView:
    """Take the place that a code stands for. A code counts once, for one account, in its own course.

    `kind`: refuse, without using the code up, what the screen that asks could not show; "" takes any.
    """
    permissions.require(actor, "placement.join", permissions.course_roles(actor, course_key))
    if not code.strip():
        raise Invalid(fields={"code": [_("Paste the code from your invitation.")]})
    now = timezone.now()
    coded = Invitation.objects.filter(code_hash=_hash(code), party__placement__course_key=course_key)
    with transaction.atomic():
        place = coded.values_list("party__placement_id", flat=True).first()
        view = _load(actor, place, lock=True) if place is not None else None
        invitation = coded.select_for_update().select_related("party").first() if view is not None else None
        if view is None or invitation is None:
            raise Invalid(fields={"code": [_("This code is not known here. Check that all of it was copied.")]})
        _check_invitation(actor, invitation, view, kind, now)
        party = invitation.party
        party.user_id, party.joined_at = actor.account, now
        if not party.name:
            party.name = party.author_name = actor.name
            party.author_id, party.author_seat_id, party.changed_at = actor.account, None, now
        party.save(update_fields=["user", "joined_at", "name", "author", "author_seat", "author_name", "changed_at"])
        Invitation.objects.filter(pk=invitation.pk).update(used_at=now)
        return _load(actor, view.id, lock=True)


def _check_invitation(actor: Actor, invitation: Invitation, view: PlacementView, kind: str, now: datetime) -> None:
    """Refuse, in words, a code that gives no place to this person."""
    refused = ""
    if kind and view.kind != kind:
        refused = _("This code is for another activity of this course. Open its link instead.")
    elif invitation.revoked_at is not None:
        refused = _("This code was withdrawn. Ask the person who sent it for a new one.")
    elif invitation.expires <= now:
        refused = _("This code has expired. Ask the person who sent it for a new one.")
    elif any(seat.user_id == actor.account and seat.uid != invitation.party.uid for seat in view.parties):
        refused = _("You are in this placement already, in another role.")
    elif invitation.used_at is not None or invitation.party.user_id is not None or invitation.party.is_by_link:
        refused = _("This code has been used. Ask the person who sent it for a new one.")
    if refused:
        raise Invalid(fields={"code": [refused]})


def see_invitation(actor: Actor, *, code: str) -> InvitationView:
    """What a code stands for, without using it up. The code alone opens this: who holds it was given it. Two queries."""
    permissions.require(actor, "placement.see_invitation", permissions.course_roles(actor, actor.course_key))
    found = Invitation.objects.select_related("party__placement").filter(code_hash=_hash(code)).first()
    if found is None:
        raise NotFound(_("This invitation is not known. Check that all of the link was copied."))
    party, course_key = found.party, found.party.placement.course_key
    is_mine = found.used_at is not None and party.user_id == actor.account
    if found.used_at is not None and not is_mine:
        return InvitationView(course_key=course_key, state="used")
    if found.used_at is None and found.revoked_at is not None:
        return InvitationView(course_key=course_key, state="revoked")
    if found.used_at is None and found.expires <= timezone.now():
        return InvitationView(course_key=course_key, state="expired")
    return InvitationView(
        course_key=course_key, state="used" if is_mine else "open", is_mine=is_mine, inviter=_inviter(found),
        role_label=role_label(party.role, party.placement.kind), party_name=party.name, kind=party.placement.kind,
    )  # fmt: skip


def _inviter(invitation: Invitation) -> str:
    """The name the inviter goes by in the placement, else the account's; "" where the account is gone."""
    if invitation.author_id is None:
        return ""
    seats = Party.objects.filter(placement_id=invitation.party.placement_id, user_id=invitation.author_id).exclude(name="")
    seat = seats.first()
    return seat.name if seat is not None else invitation.author_name


def new_uid() -> str:
    """A short id for a row that people reorder and refer to; unique within its document."""
    return secrets.token_hex(4)


def _is_uid(text: str) -> bool:
    return 0 < len(text) <= 16 and text.isascii() and text.isalnum()


def _hash(code: str) -> str:
    """What is stored of a code, which may be given as the whole link it came in: there it stands after the `#`.

    What a mail program put around it, or a line that was broken in it, makes it no other code.
    """
    given = "".join(code.split()).replace("%23", "#").rpartition("#")[2]
    found = _CODE.search(given)
    return hashlib.sha256((found[0] if found else given).encode("utf-8", "replace")).hexdigest()


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
        row, name=one_line(row.name), organisation=one_line(row.organisation), email=one_line(row.email),
        stand_in=one_line(row.stand_in), is_substitute=row.is_substitute and row.role == Role.MENTOR,
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
    Placement.objects.filter(pk=before.id).update(revision=F("revision") + 1, changed_at=now, **signed(actor))
    return now
