"""Taking a seat with an account: by a code, or by joining a seat that was taken without one. Verbs of this tool's api."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.authorship import move_seat
from ....core.errors import Invalid, NotAllowed, NotFound
from ....core.retirement import models_of
from ....core.tools import every
from ..models import Party
from ..reading import load as _load
from ..values import PlacementView
from .confirming import needs_code, session_of
from .inviting import close_sessions, told
from .models import Invitation
from .seeing import by_code, is_open
from .sessions import seat_of


def join(actor: Actor, *, course_key: str, code: str, kind: str = "") -> PlacementView:
    """Take the place that a code stands for, with an account. A seat is taken once, in its own course.

    `kind`: refuse, without using the code up, what the screen that asks could not show; "" takes any.
    """
    permissions.require(actor, "placement.join", permissions.course_roles(actor, course_key))
    if not code.strip():
        raise Invalid(fields={"code": [_("Paste the code from your invitation.")]})
    now = timezone.now()
    coded = by_code(code).filter(party__placement__course_key=course_key)
    with transaction.atomic():
        place = coded.values_list("party__placement_id", flat=True).first()
        view = _load(actor, place, lock=True) if place is not None else None
        link = coded.select_for_update().first() if view is not None else None
        if view is None or link is None:
            raise Invalid(fields={"code": [_("This code is not known here. Check that all of it was copied.")]})
        _check(actor, link, view, kind, now)
        _sit(actor, link.party, joined_at=now)
        Invitation.objects.filter(pk=link.pk).update(accepted_at=link.accepted_at or now, expires=link.expires)
        told(actor, "placement.join", link, view)
        return _load(actor, view.id, lock=True)


def _check(actor: Actor, link: Invitation, view: PlacementView, kind: str, now: datetime) -> None:
    """Refuse, in words, a code that gives no place to this person."""
    refused = ""
    if kind and view.kind != kind:
        refused = _("This code is for another activity in this course. Open its link instead.")
    elif any(seat.user_id == actor.account and seat.uid != link.party.uid for seat in view.parties):
        refused = _("You are already in this placement, in another role.")
    elif link.party.user_id is not None:
        refused = _("This code has been used. Ask the person who sent it for a new one.")
    elif link.revoked_at is not None:
        refused = _("This code was withdrawn. Ask the person who sent it for a new one.")
    elif link.declined_at is not None or not is_open(link, now):
        refused = _("This code has expired. Ask the person who sent it for a new one.")
    elif link.party.is_by_link:
        refused = _("This place is open without an account. Open the link, then choose “Use an account” there.")
    if refused:
        raise Invalid(fields={"code": [refused]})


def _sit(actor: Actor, party: Party, *, joined_at: datetime) -> None:
    """Take a seat with an account."""
    party.user_id, party.joined_at, party.is_by_link = actor.account, joined_at, False
    if not party.name:
        party.name = party.author_name = actor.name
        party.author_id, party.author_seat_id, party.changed_at = actor.account, None, timezone.now()
    party.save(update_fields=["user", "joined_at", "is_by_link", "name", "author", "author_seat", "author_name", "changed_at"])


def _is_confided(table: type[Model]) -> bool:
    return getattr(table, "is_confided", False)


def join_seat(actor: Actor, *, course_key: str, placement_id: int, key: str) -> PlacementView:
    """Join the seat that is open in this browser to the actor's account: what was done from it is theirs from now on.

    What is signed and recorded keeps saying that it was done from the seat, or its hashes would not fit; the seat is the
    account's. The links to it open nothing any more. What was said in confidence stays the seat's, whose nobody reads, where
    the browser is not known to be the guest's.

    Raises:
        NotAllowed: No such seat is open in this browser.
        Invalid: The account sits in the placement already; or a code by mail must be typed first.
    """
    permissions.require(actor, "placement.join_seat", permissions.course_roles(actor, course_key))
    now = timezone.now()
    with transaction.atomic():
        view = _load(actor, placement_id, lock=True)
        try:
            session = session_of(key, placement_id, lock=True)
        except NotFound:
            raise NotAllowed() from None
        if session.opened_at is None or view.course_key != course_key:
            raise NotAllowed()
        if any(one.user_id == actor.account for one in view.parties):
            raise Invalid(_("You are already in this placement, in another role."))
        guest = seat_of(session, now).actor
        if needs_code(guest):
            raise Invalid(_("Confirm first that it is you: we send a code to your address."))
        party = session.invitation.party
        _sit(actor, party, joined_at=party.joined_at or now)
        for tool in every():
            tables = models_of(tool)
            move_seat(party.pk, actor.account, [one for one in tables if guest.is_confidant or not _is_confided(one)])
        links = Invitation.objects.select_for_update().filter(party=party).order_by("pk")
        close_sessions(list(links.values_list("pk", flat=True)))
        events.happened(actor, "placement.join_seat", "", placement_id=placement_id, seat_of_link=party.pk)
        return _load(actor, placement_id, lock=True)
