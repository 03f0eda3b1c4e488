"""How somebody wants to be told. Verbs of this tool's api, and the signed link by which they are used without an account."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Q

from ...core import permissions
from ...core.actor import Actor, Identity
from ...core.errors import BadRequest, NotFound
from ..placements import api as placements
from .models import Choice, NoticeChoice

_SALT = "internship_xblock.notices.choice"


def choice(actor: Actor) -> str:
    """Return how the actor is told. One query."""
    permissions.require(actor, "notice.choice", permissions.course_roles(actor, actor.course_key))
    return choices_of([actor.identity]).get(actor.identity, Choice.AT_ONCE)


def choose(actor: Actor, *, chosen: str) -> None:
    """Keep how the actor wants to be told. Raises BadRequest for what is none of the ways. Three queries."""
    permissions.require(actor, "notice.choose", permissions.course_roles(actor, actor.course_key))
    if chosen not in Choice.values:
        raise BadRequest()
    whose, is_guest = _whose(actor.identity), actor.is_guest
    people: Any = NoticeChoice._meta.get_field("reader_seat" if is_guest else "reader").related_model
    with transaction.atomic():
        person = people._default_manager.select_for_update().filter(pk=actor.seat_id if is_guest else actor.account)
        if not person.values_list("pk", flat=True):  # locked: of two first choices at the same moment, one waits
            raise NotFound()  # an old link of somebody who is gone
        NoticeChoice.objects.update_or_create(**whose, defaults={"choice": chosen})


def choices_of(who: Collection[Identity]) -> dict[Identity, str]:
    """Return how these people want to be told, those who have said so. One query.

    Who joined their seat to an account may have said it as a guest and by the account: what they said last counts.
    """
    users, seats = {one.user_id for one in who} - {None}, {one.seat_id for one in who} - {None}
    said = NoticeChoice.objects.filter(
        Q(reader__in=users) | Q(reader_seat__in=seats) | Q(reader_seat__user__in=users)
    ).order_by("changed_at", "pk")
    found = {}
    for user_id, account_of_seat, seat_id, chosen in said.values_list(
        "reader_id", "reader_seat__user_id", "reader_seat_id", "choice"
    ):
        account = user_id or account_of_seat
        found[Identity(account) if account is not None else Identity(None, seat_id)] = chosen
    return found


def token_of(who: Identity) -> str:
    """Return what stands in the link of a mail by which its reader changes their choice. It opens nothing else."""
    return signing.dumps([who.user_id or 0, who.seat_id or 0], salt=_SALT)


def actor_of_token(token: str) -> Actor:
    """Return whom such a link was sent to: of a seat that was joined to an account since, the account. One query at most.

    Raises NotFound for one that was made up or cut off.
    """
    try:
        user_id, seat_id = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound() from None
    if seat_id:
        user_id = placements.account_of_seat(seat_id)
    return Actor(user_id, "", "") if user_id else Actor.guest(seat_id=seat_id, name="", course_key="")


def _whose(who: Identity) -> dict[str, Any]:
    return {"reader_seat_id": who.seat_id} if who.user_id is None else {"reader_id": who.user_id}
