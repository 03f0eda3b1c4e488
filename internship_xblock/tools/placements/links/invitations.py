"""Personal links into a placement: made, taken, withdrawn. Verbs of this tool's api."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import Invalid, NotFound
from ..entering import require, require_locked
from ..models import Party
from ..reading import load as _load
from ..values import InvitationRow, InvitationView, PlacementView
from ..words import role_label
from .models import Invitation

_CODE = re.compile(r"[A-Za-z0-9_-]{24}")  # as `invite` makes them


INVITATION_DAYS = 60  # long enough for a summer holiday; a new one is one press away


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
        party.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
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
            accepted_at=item.accepted_at,
            revoked_at=item.revoked_at,
        )
        for item in found
    ]


def revoke(actor: Actor, *, placement_id: int, invitation_id: int) -> None:
    """End an unused invitation. One that was used stays used: leaving is another matter."""
    with transaction.atomic():
        require_locked(actor, "placement.revoke", placement_id)
        found = Invitation.objects.select_for_update().filter(pk=invitation_id, party__placement_id=placement_id).first()
        if found is None or found.accepted_at is not None or found.revoked_at is not None:
            raise NotFound(_("This invitation has already been used or has ended."))
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
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
        return _load(actor, view.id, lock=True)


def _check_invitation(actor: Actor, invitation: Invitation, view: PlacementView, kind: str, now: datetime) -> None:
    """Refuse, in words, a code that gives no place to this person."""
    refused = ""
    if kind and view.kind != kind:
        refused = _("This code is for another activity in this course. Open its link instead.")
    elif invitation.revoked_at is not None:
        refused = _("This code was withdrawn. Ask the person who sent it for a new one.")
    elif invitation.expires <= now:
        refused = _("This code has expired. Ask the person who sent it for a new one.")
    elif any(seat.user_id == actor.account and seat.uid != invitation.party.uid for seat in view.parties):
        refused = _("You are already in this placement, in another role.")
    elif invitation.accepted_at is not None or invitation.party.user_id is not None or invitation.party.is_by_link:
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
    is_mine = found.accepted_at is not None and party.user_id == actor.account
    if found.accepted_at is not None and not is_mine:
        return InvitationView(course_key=course_key, state="used")
    if found.accepted_at is None and found.revoked_at is not None:
        return InvitationView(course_key=course_key, state="revoked")
    if found.accepted_at is None and found.expires <= timezone.now():
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


def _hash(code: str) -> str:
    """What is stored of a code, which may be given as the whole link it came in: there it stands after the `#`.

    What a mail program put around it, or a line that was broken in it, makes it no other code.
    """
    given = "".join(code.split()).replace("%23", "#").rpartition("#")[2]
    found = _CODE.search(given)
    return hashlib.sha256((found[0] if found else given).encode("utf-8", "replace")).hexdigest()
