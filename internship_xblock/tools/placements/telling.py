"""Who in a placement is told of something: for the notices of the tools, in the transaction of what happened. No verbs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from ...core.notices import Recipient
from ...core.outbox import State
from .links.models import Invitation, InvitationLetter
from .links.values import mail_of
from .models import Party, Placement

_IS_TAKEN = Q(user__isnull=False) | Q(is_by_link=True)


def to_tell(placement_id: int, roles: Collection[str] = ()) -> list[Recipient]:
    """Return everybody who has taken a seat in a placement, by account or by link; of these `roles`, where some are given.

    One query.
    """
    return _seated(placement_id, Q(role__in=list(roles)) if roles else Q())


def to_tell_of_message(placement_id: int) -> list[Recipient]:
    """Return the same for a message in the thread, each with how far they have read it. One query."""
    seats = Party.objects.filter(_IS_TAKEN, placement_id=placement_id).order_by("pk")
    return [
        Recipient(placement_id, user_id, pk if user_id is None else None, read_upto)
        for pk, user_id, read_upto in seats.values_list("pk", "user_id", "read_upto")
    ]


def who_invites(placement_id: int) -> list[Recipient]:
    """Return those who look after who comes in: the supervisors and the owner, who needs no seat for it. Two queries."""
    owner = Placement.objects.filter(pk=placement_id, owner__isnull=False).values_list("owner_id", flat=True)
    found = [*_seated(placement_id, Q(role="supervisor")), *(Recipient(placement_id, user_id) for user_id in owner)]
    return list(dict.fromkeys(found))


def seat_of(placement_id: int, seat_id: int) -> list[Recipient]:
    """Return who sits in a seat; nobody where nobody does. One query."""
    return _seated(placement_id, Q(pk=seat_id))


def account_of_seat(seat_id: int) -> int | None:
    """Return the account that sits in a seat; None where none does. One query."""
    return Party.objects.filter(pk=seat_id).values_list("user_id", flat=True).first()


def _seated(placement_id: int, which: Q) -> list[Recipient]:
    seats = Party.objects.filter(which, _IS_TAKEN, placement_id=placement_id).order_by("pk")
    return [
        Recipient(placement_id, user_id) if user_id is not None else Recipient(placement_id, None, pk)
        for pk, user_id in seats.values_list("pk", "user_id")
    ]


class Chosen(NamedTuple):
    """What the inviter chose for a seat; `address`: where the link went by which it was taken, "" where that is not known."""

    language: str = ""
    zone: str = ""
    address: str = ""


def chosen_for(seat_ids: Collection[int]) -> dict[int, Chosen]:
    """Return what the inviter chose for each of these seats: language and time zone by the newest invitation.

    One query at most.
    """
    if not seat_ids:
        return {}
    lines = Invitation.objects.filter(party__in=list(seat_ids)).order_by("pk")
    found: dict[int, Chosen] = {}
    taken: dict[int, datetime] = {}
    for seat, language, zone, address, at in lines.values_list("party_id", "language", "zone", "address", "accepted_at"):
        came_by = found.get(seat, Chosen()).address
        if at is not None and (seat not in taken or at < taken[seat]):
            taken[seat], came_by = at, address
        found[seat] = Chosen(language, zone, came_by)
    return found


def came_by(seat: str) -> Subquery:
    """Return where the link was sent by which a seat was taken, the column `seat` of an outer query. No query."""
    taken = Invitation.objects.filter(party_id=OuterRef(seat), accepted_at__isnull=False).order_by("accepted_at")
    return Subquery(taken.values("address")[:1])


@dataclass(frozen=True)
class LastLink:
    """The newest link to a seat: where it went; whether it is still good there; whether it was declined, or revoked."""

    address: str
    is_waiting: bool
    has_ended: bool


def last_links(placement_ids: Collection[int]) -> dict[int, LastLink]:
    """Return the newest link to each seat of these placements that has one. One query at most.

    One whose letter was lost waits for nobody.
    """
    if not placement_ids:
        return {}
    now = timezone.now()
    links = Invitation.objects.filter(party__placement_id__in=list(placement_ids)).order_by("pk")
    found = {}
    for link in links.only("party_id", "address", "revoked_at", "declined_at", "expires", "sent_at", "lost_from"):
        has_ended = link.revoked_at is not None or link.declined_at is not None
        is_waiting = not has_ended and link.expires > now and not link.is_lost(now)
        found[link.party_id] = LastLink(link.address, is_waiting, has_ended)
    return found


def newest_links(placement_ids: Collection[int]) -> dict[int, tuple[str, str, bool]]:
    """Return of each seat with a link: where the newest went, in which language, whether it was declined.

    One query at most. What was revoked is none.
    """
    if not placement_ids:
        return {}
    links = Invitation.objects.filter(revoked_at=None, party__placement_id__in=list(placement_ids)).order_by("pk")
    lines = links.values_list("party_id", "address", "language", "declined_at")
    return {seat: (address, language, declined_at is not None) for seat, address, language, declined_at in lines}


@dataclass(frozen=True)
class LetterLine:
    """A letter with a link that we were to send: to whom, and how far it has come ("" once it was sent)."""

    placement_id: int
    name: str
    mail: str


def letters_since(placement_ids: Collection[int], since: datetime) -> list[LetterLine]:
    """Return the letters to people in these placements that were asked for since then and are still wanted. One query."""
    rows = InvitationLetter.objects.filter(
        invitation__party__placement_id__in=list(placement_ids), invitation__created__gte=since
    ).exclude(state=State.SKIPPED)
    wanted = rows.order_by("pk").values_list(
        "invitation__party__placement_id", "invitation__party__name", "state", "reason", "attempts"
    )
    return [LetterLine(place, name, mail_of(state, reason, tried)) for place, name, state, reason, tried in wanted]
