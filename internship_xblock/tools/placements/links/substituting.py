"""Somebody takes over from a party who leaves. A verb of this tool's api."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import Invalid, NotFound
from ....core.language.text import NAME_LIMIT, clean_line
from ....core.revisions import advance
from ..entering import require_locked
from ..models import Party, Placement
from ..parties import PARTY_LIMIT
from ..uids import new_uid
from .inviting import end_links
from .models import Invitation


def substitute(actor: Actor, *, placement_id: int, party_uid: str, name: str, email: str = "", organisation: str = "") -> str:
    """Let somebody else take over from a party who leaves, in the same role: the uid of the new party, to be invited.

    The one who leaves has no access any more, by account or link. What they wrote, answered and signed stays under their name.

    Raises:
        NotFound: There is no such party.
        Invalid: The new party has no name; a name is too long; there are too many people; or it is the actor's own seat.
    """
    uid, now = new_uid(), timezone.now()
    with transaction.atomic():
        view = require_locked(actor, "placement.substitute", placement_id)
        typed = _cleaned(name, email, organisation)
        seat = next((one for one in view.parties if one.uid == party_uid), None)
        if seat is None or not seat.has_joined:
            raise NotFound()
        if seat.is_of(actor):
            raise Invalid(_("You cannot replace yourself: ask the university, or whoever else may invite."))
        if len(view.parties) >= PARTY_LIMIT:
            raise Invalid(_("A placement has at most %(count)d people.") % {"count": PARTY_LIMIT})
        end_links(Invitation.objects.filter(party_id=seat.seat_id or 0))
        leaver = Party.objects.select_for_update().get(pk=seat.seat_id or 0)
        if leaver.user_id is not None:  # who opened the placement has it by that, too
            Placement.objects.filter(pk=placement_id, owner_id=leaver.user_id).update(owner=None)
        Party.objects.filter(pk=leaver.pk).update(user=None, is_by_link=False)
        later = Party.objects.filter(placement_id=placement_id, position__gt=leaver.position)
        later.update(position=F("position") + 1)
        typed["organisation"] = typed["organisation"] or leaver.organisation
        new = Party.objects.create(
            placement_id=placement_id, uid=uid, role=leaver.role, is_substitute=leaver.is_substitute,
            position=leaver.position + 1, changed_at=now, **typed, **signed(actor),
        )  # fmt: skip
        advance(Placement.objects.filter(pk=placement_id), changed_at=now, **signed(actor))
        events.happened(
            actor, "placement.substitute", "", placement_id=placement_id, seat_of_link=new.pk, left_seat_id=leaver.pk
        )
    return uid


def _cleaned(name: str, email: str, organisation: str) -> dict[str, str]:
    """Who takes over, as it is stored; Invalid where that is nobody, or too long."""
    texts = {"name": name, "email": email, "organisation": organisation}
    typed = {what: clean_line(text).strip() for what, text in texts.items()}
    if not typed["name"]:
        raise Invalid(fields={"name": [_("Write who takes over.")]})
    if any(len(text) > NAME_LIMIT for text in typed.values()):
        raise Invalid(_("A name or an address is too long: it can have at most %(count)d characters.") % {"count": NAME_LIMIT})
    return typed
