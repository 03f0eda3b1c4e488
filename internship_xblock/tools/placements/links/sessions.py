"""The browsers in which personal links were opened: who somebody is there, and how it ends.

Not asked by a verb but by whoever finds out who is asking (`Tool.guests`, `ui/pages/actors.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.utils import timezone

from ....core.actor import Actor
from ....core.guests import GuestSeat
from ..models import Placement
from ..words import role_words
from .codes import KEY
from .models import Invitation, LinkSession

_OF_SEAT = LinkSession.objects.filter(invitation__party=OuterRef("invitation__party")).order_by("pk")
FIRST = {"first_key": Subquery(_OF_SEAT.values("key_hash")[:1])}  # the browser in which a seat was taken
_SEEN = LinkSession.objects.select_related("invitation__party__placement").order_by("-opened_at", "-pk").annotate(**FIRST)


def guests(key: str, user_id: int | None = None) -> Sequence[GuestSeat]:
    """Return the seats that were opened in the browser with this key, the last one first, ended ones too. One query.

    `user_id` is the account that is signed in there, None for nobody.
    """
    if not KEY.is_one(key):
        return ()
    now, rows = timezone.now(), _SEEN.filter(key_hash=KEY.hashed(key), opened_at__isnull=False)
    return [seat_of(row, now) for row in rows.annotate(has_part=_has_part(user_id))]


def guest_at(seat_id: int, since: datetime) -> Actor | None:
    """Return the guest of a seat, in no browser, for what was made there at the moment `since`; None once its link has ended.

    Which link it was made by is not stored: it was one of those that were open in a browser then. Each of them may be the one
    that fell into other hands, so the end of any by hand ends it, and no link that was made later revives it. One query.
    """
    at_that_time = LinkSession.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), created__lte=since)
    links = Invitation.objects.select_related("party__placement").filter(
        Exists(at_that_time.filter(invitation=OuterRef("pk"))), party_id=seat_id, party__is_by_link=True, party__user=None
    )  # fmt: skip
    rows, now = list(links.order_by("-pk")), timezone.now()
    found = next((link for link in rows if is_alive(link, now)), None)
    if found is None or any(link.revoked_at is not None or link.declined_at is not None for link in rows):
        return None
    party = found.party
    return Actor.guest(seat_id=party.pk, name=party.name, course_key=party.placement.course_key, zone=found.zone)


def own_address(seat_id: int) -> str:
    """Return where the link went by which a guest took a seat, "" where that is not known. A query.

    Codes go there and nowhere else: what anybody types later could be anybody's.
    """
    links = Invitation.objects.filter(party_id=seat_id, accepted_at__isnull=False).order_by("accepted_at", "pk")
    return links.values_list("address", flat=True).first() or ""


def _has_part(user_id: int | None) -> Exists | Value:
    """The annotation that an account sits in the placement of a session, or began it."""
    if user_id is None:
        return Value(False)
    sits = Q(parties__user_id=user_id) | Q(owner_id=user_id)
    return Exists(Placement.objects.order_by().filter(sits, pk=OuterRef("invitation__party__placement_id")))


def seat_of(row: LinkSession, now: datetime) -> GuestSeat:
    """Return the seat of a session, which came with its invitation, party and placement."""
    link, party = row.invitation, row.invitation.party
    placement = party.placement
    actor = Actor.guest(
        seat_id=party.pk, name=party.name, course_key=placement.course_key, zone=link.zone,
        is_confirmed=row.confirmed_at is not None, is_confidant=_is_own(row),
    )  # fmt: skip
    is_live = row.ended_at is None and is_alive(link, now) and party.is_by_link and party.user_id is None
    return GuestSeat(
        actor, placement.pk, role_words(party.role, placement.kind), link.language, is_live, getattr(row, "has_part", False)
    )


def _is_own(row: LinkSession) -> bool:
    """Return whether a browser is the guest's: the one in which the seat was taken, or one in which a code was typed.

    Whoever makes links can open a further one, or the same, in a browser of theirs. A query where the row came without FIRST.
    """
    if row.confirmed_at is not None:
        return True
    if not hasattr(row, "first_key"):
        of_seat = LinkSession.objects.filter(invitation__party_id=row.invitation.party_id).order_by("pk")
        return row.key_hash == of_seat.values_list("key_hash", flat=True).first()
    return bool(row.key_hash == row.first_key)


def is_alive(link: Invitation, now: datetime) -> bool:
    """Return whether a link opens its seat at this moment, to who holds it."""
    return link.revoked_at is None and link.declined_at is None and link.expires > now
