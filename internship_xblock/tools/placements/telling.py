"""Who in a placement is told of something: for the notices of the tools, in the transaction of what happened. No verbs."""

from __future__ import annotations

from collections.abc import Collection

from ...core.notices import Recipient
from .links.models import Invitation
from .models import Party


def to_tell(placement_id: int, roles: Collection[str] = ()) -> list[Recipient]:
    """Return everybody who has taken a seat in a placement, by account or by link; of these `roles`, where some are given.

    One query.
    """
    seats = Party.objects.filter(placement_id=placement_id, **({"role__in": list(roles)} if roles else {})).order_by("pk")
    return [
        Recipient(placement_id, user_id) if user_id is not None else Recipient(placement_id, None, pk)
        for pk, user_id, is_by_link in seats.values_list("pk", "user_id", "is_by_link")
        if user_id is not None or is_by_link
    ]


def who_invites(placement_id: int) -> list[Recipient]:
    """Return those who look after who comes in: the owner, where they sit there, and the supervisors. Two queries."""
    owner = Party.objects.filter(placement_id=placement_id, placement__owner_id__isnull=False).values_list(
        "placement__owner_id", flat=True
    )
    found = {one.identity: one for one in to_tell(placement_id, ("supervisor",))}
    for user_id in owner[:1]:
        one = Recipient(placement_id, user_id)
        found.setdefault(one.identity, one)
    return list(found.values())


def seat_of(placement_id: int, seat_id: int) -> list[Recipient]:
    """Return who sits in a seat; nobody where nobody does. One query."""
    return [
        Recipient(placement_id, user_id) if user_id is not None else Recipient(placement_id, None, pk)
        for pk, user_id, is_by_link in Party.objects.filter(pk=seat_id, placement_id=placement_id).values_list(
            "pk", "user_id", "is_by_link"
        )
        if user_id is not None or is_by_link
    ]


def chosen_for(seat_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the language and the time zone that the inviter chose for each of these seats, of the newest invitation.

    One query at most.
    """
    if not seat_ids:
        return {}
    found = Invitation.objects.filter(party__in=list(seat_ids)).order_by("pk")
    return {seat: (language, zone) for seat, language, zone in found.values_list("party_id", "language", "zone")}
