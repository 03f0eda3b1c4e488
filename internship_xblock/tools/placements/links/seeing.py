"""What a personal link stands for, to whoever holds it. A verb of this tool's api."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ....core.guests import stays
from ..models import Party
from ..reading import views_of
from .codes import CODE
from .expiry import renewed
from .models import Invitation, LetterCode
from .sessions import is_alive
from .values import InvitationView

UNKNOWN = InvitationView("ended")


def see_invitation(actor: Actor, *, code: str) -> InvitationView:
    """What a code stands for, without changing anything. The code alone opens this: who holds it was given it.

    A code that nobody knows, one that expired, was revoked or declined, all have "ended": from outside they are one. At most
    seven queries.
    """
    permissions.require(actor, "placement.see_invitation", permissions.course_roles(actor, actor.course_key))
    found = by_code(code).first()
    if found is None:
        return UNKNOWN
    is_mine = actor.user_id is not None and found.party.user_id == actor.user_id
    if is_mine and found.accepted_at is not None:
        return view_of(found, "mine", actor)
    if not is_open(found, timezone.now()):
        return UNKNOWN
    if found.party.user_id is not None:
        return InvitationView("taken")
    return view_of(found, "accepted" if found.party.is_by_link else "open", actor)


def by_code(code: str) -> QuerySet[Invitation]:
    """Select the link with a code, its own or one that a letter of ours carried, with its party and placement. One query."""
    hashed = CODE.hashed_from(code)
    mailed = LetterCode.objects.filter(code_hash=hashed).values_list("invitation_id", flat=True).first()
    found = Invitation.objects.select_related("party__placement")  # each is found by a unique key: "or" would use none
    return found.filter(code_hash=hashed) if mailed is None else found.filter(pk=mailed)


def is_open(link: Invitation, now: datetime) -> bool:
    """Return whether a link opens its seat; one that has expired is asked whether the placement goes on longer by now."""
    if is_alive(link, now):
        return True
    if link.revoked_at is not None or link.declined_at is not None:
        return False
    link.expires = renewed(link)
    return link.expires > now


def view_of(link: Invitation, state: str, actor: Actor | None = None) -> InvitationView:
    """Return a link with what it invites to: the placement's people and days. Three queries."""
    party, placement = link.party, link.party.placement
    (view,) = views_of(actor or Actor.stranger(placement.course_key), Q(pk=placement.pk))
    first, last = stays([placement.pk]).get(placement.pk, (None, None))
    last = view.timing.last_day(last)
    host = next((one.organisation for one in view.parties if one.organisation and one.role in ("mentor", "leader")), "")
    is_seated = actor is not None and any(one.is_of(actor) for one in view.parties)
    return InvitationView(
        state=state, course_key=placement.course_key, placement_id=placement.pk, kind=placement.kind, inviter=_inviter(link),
        role=party.role, party_name=party.name, title=view.title, host=host,
        first_day=first, last_day=last, expires=link.expires, language=link.language, zone=link.zone, usage_key=link.usage_key,
        is_seated=is_seated,
    )  # fmt: skip


def _inviter(link: Invitation) -> str:
    """The name the inviter goes by in the placement, else the account's; "" where the account is gone."""
    if link.author_id is None:
        return ""
    seats = Party.objects.filter(placement_id=link.party.placement_id, user_id=link.author_id).exclude(name="")
    seat = seats.first()
    return seat.name if seat is not None else link.author_name
