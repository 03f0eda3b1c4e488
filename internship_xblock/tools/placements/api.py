"""What can be done with a placement. Every verb takes the actor first and asks the table first.

Not for: what the parties plan or write (plans, logs). Nobody outside this folder imports its models; what is
returned is for reading.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import permissions
from ..actor import Actor
from ..errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from ..permissions import Role
from ..text import NAME_LIMIT, clean
from .models import Invitation, Party, Placement
from .values import InvitationRow, InvitationView, PartyRow, PlacementView
from .words import ONBOARDING, PLACEMENT, role_label, roles_of

__all__ = [
    "INVITATION_DAYS", "ONBOARDING", "PARTY_LIMIT", "PLACEMENT", "PLACEMENT_LIMIT", "InvitationRow", "InvitationView",
    "PartyRow", "PlacementView", "get", "invitations", "invite", "join", "mine", "new_uid", "require", "revoke",
    "role_label", "roles_of", "save_parties", "see_invitation", "start",
]  # fmt: skip

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
    if Placement.objects.filter(course_key=course_key, owner_id=actor.account).count() >= PLACEMENT_LIMIT:
        raise Invalid(_("You have opened %(count)d placements here, which is the most.") % {"count": PLACEMENT_LIMIT})
    with transaction.atomic():
        placement = Placement.objects.create(course_key=course_key, kind=kind, owner_id=actor.user_id, changed_by=actor.name)
        now = timezone.now()
        Party.objects.create(
            placement=placement, uid=new_uid(), role=role, name=actor.name, user_id=actor.user_id, joined_at=now,
            changed_by_user_id=actor.user_id, changed_by=actor.name, changed_at=now,
        )  # fmt: skip
    return _load(actor, placement.pk)


def mine(actor: Actor, *, course_key: str | None, kind: str = PLACEMENT) -> list[PlacementView]:
    """The actor's placements of a kind in a course, the one they came into last first. Empty for a stranger. One query.

    `course_key` None: in all courses of the site, for looking back at what one did; in the roles one has there as a party.
    """
    if not actor.is_known:
        return []
    own = Q(owner_id=actor.account) | Q(pk__in=_SEATED.filter(user_id=actor.account))
    here = {} if course_key is None else {"course_key": course_key}
    found = _views(actor, Q(own, kind=kind, **here))
    return sorted(found, key=lambda view: (view.since is not None, str(view.since or "")), reverse=True)


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
    if view.course_key != actor.course_key or view.roles <= {Role.STRANGER, Role.PERSON}:
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
    before = require(actor, "placement.name_parties", placement_id)
    if len(rows) > PARTY_LIMIT:
        raise Invalid(_("A placement has at most %(count)d people.") % {"count": PARTY_LIMIT})
    if len({row.uid for row in rows}) != len(rows) or not all(_is_uid(row.uid) for row in rows):
        raise BadRequest()
    if not all(row.role in dict(roles_of(before.kind)) for row in rows):
        raise BadRequest()
    if not all(len(text) <= NAME_LIMIT for row in rows for text in (row.name, row.organisation, row.email, row.stand_in)):
        raise Invalid(_("A name or an address is too long: at most %(count)d characters can be kept.") % {"count": NAME_LIMIT})
    kept = {row.uid: row for row in rows}
    for seat in before.parties:
        if seat.has_joined and seat.uid not in kept:
            raise Invalid(_("%(name)s has joined and cannot be removed here.") % {"name": seat.name or seat.role_label})
        if seat.has_joined and kept[seat.uid].role != seat.role:
            raise Invalid(_("%(name)s has joined; the role stays as it was.") % {"name": seat.name or seat.role_label})
    with transaction.atomic():
        now = _advance(before, actor, revision)
        if any(seat.uid not in kept for seat in before.parties):
            # Only free places: somebody may have taken theirs since we looked.
            Party.objects.filter(placement_id=placement_id, user=None).exclude(uid__in=kept).delete()
        seats = {seat.uid: seat for seat in before.parties}
        saved = tuple(_marked(actor, now, replace(_cleaned(row), kind=before.kind), seats.get(row.uid)) for row in rows)
        _store(placement_id, saved)
    return replace(before, revision=revision + 1, changed_by=actor.name, changed_at=now, parties=saved)


def invite(actor: Actor, *, placement_id: int, party_uid: str) -> str:
    """A fresh code for one party's place; earlier unused codes for it end. The code is shown once, never stored."""
    require(actor, "placement.invite", placement_id)
    party = Party.objects.select_related("placement").filter(placement_id=placement_id, uid=party_uid).first()
    if party is None:
        raise NotFound()
    if party.user_id is not None:
        name = party.name or role_label(party.role, party.placement.kind)
        raise Invalid(_("%(name)s has joined already.") % {"name": name})
    code = secrets.token_urlsafe(18)
    now = timezone.now()
    with transaction.atomic():
        party.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
        Invitation.objects.create(
            party=party, code_hash=_hash(code), created_by_id=actor.user_id, expires=now + timedelta(days=INVITATION_DAYS)
        )
    return code


def invitations(actor: Actor, *, placement_id: int) -> list[InvitationRow]:
    """The invitations of a placement, newest first."""
    kind = require(actor, "placement.open", placement_id).kind
    found = Invitation.objects.filter(party__placement_id=placement_id).select_related("party").order_by("-pk")[:100]
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
    require(actor, "placement.revoke", placement_id)
    ended = Invitation.objects.filter(pk=invitation_id, party__placement_id=placement_id, used_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if not ended:
        raise NotFound(_("This invitation was used or ended already."))


def join(actor: Actor, *, course_key: str, code: str, kind: str = "") -> PlacementView:
    """Take the place that a code stands for. A code counts once, for one account, in its own course.

    `kind`: refuse, without using the code up, what the screen that asks could not show; "" takes any.
    """
    permissions.require(actor, "placement.join", permissions.course_roles(actor, course_key))
    if not code.strip():
        raise Invalid(fields={"code": [_("Paste the code from your invitation.")]})
    now = timezone.now()
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_related("party__placement")
            .filter(code_hash=_hash(code.strip()), party__placement__course_key=course_key)
            .first()
        )
        if invitation is None:
            raise Invalid(fields={"code": [_("This code is not known here. Check that all of it was copied.")]})
        if kind and invitation.party.placement.kind != kind:
            raise Invalid(fields={"code": [_("This code is for another activity of this course. Open its link instead.")]})
        if invitation.revoked_at is not None:
            raise Invalid(fields={"code": [_("This code was withdrawn. Ask the person who sent it for a new one.")]})
        if invitation.expires <= now:
            raise Invalid(fields={"code": [_("This code has expired. Ask the person who sent it for a new one.")]})
        party = invitation.party
        if Party.objects.filter(placement_id=party.placement_id, user_id=actor.account).exclude(pk=party.pk).exists():
            raise Invalid(fields={"code": [_("You are in this placement already, in another role.")]})
        # The update is the lock: of two people with one code, one changes a row and the other none.
        taken = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(used_at=now)
        seated = taken and Party.objects.filter(pk=party.pk, user=None).update(user_id=actor.user_id, joined_at=now)
        if not seated:
            raise Invalid(fields={"code": [_("This code has been used. Ask the person who sent it for a new one.")]})
        if not party.name:
            Party.objects.filter(pk=party.pk).update(
                name=actor.name, changed_by_user_id=actor.user_id, changed_by=actor.name, changed_at=now
            )
    return _load(actor, party.placement_id)


def see_invitation(actor: Actor, *, code: str) -> InvitationView:
    """What a code stands for, without using it up. The code alone opens this: who holds it was given it. Two queries."""
    permissions.require(actor, "placement.see_invitation", permissions.course_roles(actor, actor.course_key))
    found = Invitation.objects.select_related("party__placement", "created_by").filter(code_hash=_hash(code.strip())).first()
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
    user = invitation.created_by
    if user is None:
        return ""
    seat = Party.objects.filter(placement_id=invitation.party.placement_id, user_id=user.pk).exclude(name="").first()
    return seat.name if seat is not None else user.get_full_name() or user.get_username()


def new_uid() -> str:
    """A short id for a row that people reorder and refer to; unique within its document."""
    return secrets.token_hex(4)


def _is_uid(text: str) -> bool:
    return 0 < len(text) <= 16 and text.isascii() and text.isalnum()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


_PLACEMENT = ("pk", "course_key", "kind", "revision", "owner_id", "changed_by", "changed_at")
_TYPED = ("role", "name", "organisation", "email", "is_substitute", "stand_in")
_MARK = ("changed_by_user_id", "changed_by", "changed_at")
_PARTY = ("uid", *_TYPED, "user_id", "joined_at", *_MARK)
_KIND = _PLACEMENT.index("kind")
# In every line a placement, and one of its parties. Put together once: what a query asks for does not change, only of whom.
_LINES = Placement.objects.order_by("-pk", "parties__position", "parties__pk").values_list(
    *_PLACEMENT, *(f"parties__{name}" for name in _PARTY)
)

_SEATED = Party.objects.values("placement_id")


def _load(actor: Actor, placement_id: int) -> PlacementView:
    views = _views(actor, Q(pk=placement_id))
    if not views:
        raise NotFound()
    return views[0]


def _views(actor: Actor, which: Q) -> list[PlacementView]:
    """The newest PLACEMENT_LIMIT of these. One query."""
    lines = _LINES.filter(which)[: PLACEMENT_LIMIT * PARTY_LIMIT]
    parties: dict[Any, list[PartyRow]] = {}
    for line in lines:
        seats = parties.setdefault(line[: len(_PLACEMENT)], [])
        if line[len(_PLACEMENT)] is not None:  # a placement that nobody is left in still has its line
            seat: list[Any] = [*line[len(_PLACEMENT) :], line[_KIND]]
            seats.append(PartyRow(*seat))
    return [_seen(actor, tuple(seats), *placement) for placement, seats in islice(parties.items(), PLACEMENT_LIMIT)]


def _seen(
    actor: Actor,
    parties: tuple[PartyRow, ...],
    placement_id: int,
    course_key: str,
    kind: str,
    revision: int,
    owner_id: int | None,
    changed_by: str,
    changed_at: datetime,
) -> PlacementView:
    roles = set(permissions.course_roles(actor, course_key))
    if actor.is_known:
        roles |= {Role(party.role) for party in parties if party.user_id == actor.user_id}
        if owner_id == actor.user_id:
            roles.add(Role.OWNER)
    return PlacementView(
        id=placement_id, course_key=course_key, kind=kind, revision=revision, owner_id=owner_id, changed_by=changed_by,
        changed_at=changed_at, parties=parties, roles=frozenset(roles), seen_by=actor,
    )  # fmt: skip


def _marked(actor: Actor, now: datetime, row: PartyRow, seat: PartyRow | None) -> PartyRow:
    """The row with whoever sits there, for what is typed never moves a person, and with who last changed what it says."""
    marked = replace(row, changed_by_user_id=actor.user_id, changed_by=actor.name, changed_at=now)
    if seat is None:
        return replace(marked, user_id=None, joined_at=None)
    if all(getattr(row, name) == getattr(seat, name) for name in _TYPED):
        return seat
    return replace(marked, user_id=seat.user_id, joined_at=seat.joined_at)


def _cleaned(row: PartyRow) -> PartyRow:
    return replace(
        row, name=clean(row.name), organisation=clean(row.organisation), email=clean(row.email), stand_in=clean(row.stand_in),
        is_substitute=row.is_substitute and row.role == Role.MENTOR,
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
    """Claim the next revision, or raise Stale: the conditional update is the lock on every database. When it was."""
    now = timezone.now()
    claimed = Placement.objects.filter(pk=before.id, revision=revision).update(
        revision=F("revision") + 1, changed_by=actor.name, changed_at=now
    )
    if not claimed:
        current = Placement.objects.get(pk=before.id)
        raise Stale(revision=current.revision, changed_by=current.changed_by, changed_at=current.changed_at)
    return now
