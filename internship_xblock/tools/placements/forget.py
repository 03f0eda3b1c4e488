"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17); and what ends with a course.

No api verbs: no person may do this, only the operator's retirement run and the platform itself do.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from ...core.language import personal_names
from ...core.tools import Leaving
from ...records import forgetting
from .links.models import Invitation, LinkSession
from .models import Party, Placement
from .thread.models import ThreadMessage

_NAMING = ("name", "organisation", "stand_in")
_SOMEBODYS = Q(user__isnull=False) | Q(is_by_link=True)


def leaving(user_id: int) -> Leaving:
    """Return what the tools need to know of an account that is to be forgotten. Locks its placements, as everybody does first.

    The seats that the account took are the person's too, with what was done from them before by a link.
    """
    owned = set(Placement.objects.filter(owner_id=user_id).values_list("pk", flat=True))
    return _leaving(user_id, Party.objects.filter(user_id=user_id), owned)


def leaving_seat(seat_id: int) -> Leaving:
    """Return the same of a guest, who has no account but the seat they act from."""
    return _leaving(None, Party.objects.filter(pk=seat_id, user=None, is_by_link=True), set())


def _leaving(user_id: int | None, seats: QuerySet[Party], owned: set[int]) -> Leaving:
    placement_ids = sorted(owned | set(seats.values_list("placement_id", flat=True)))
    list(Placement.objects.select_for_update().filter(pk__in=placement_ids).order_by("pk").values_list("pk"))
    found = list(seats.order_by("pk").values_list("pk", "name", "placement_id", "uid"))
    names = sorted({name for _pk, name, _placement_id, _uid in found if name}, key=lambda name: (-len(name), name))
    seat_ids = [pk for pk, *_more in found]
    party_uids: dict[int, list[str]] = {}
    for _pk, _name, placement_id, uid in found:
        party_uids.setdefault(placement_id, []).append(uid)
    return Leaving(user_id, seat_ids, placement_ids, names, _left_alone(user_id, seat_ids, placement_ids), party_uids)


def _left_alone(user_id: int | None, seat_ids: Collection[int], placement_ids: Collection[int]) -> list[int]:
    """Those of them that nobody else has a part in, by an account or a link: what is written there is this person's alone."""
    here = list(placement_ids)
    owned = Placement.objects.filter(pk__in=here, owner__isnull=False).exclude(owner_id=user_id).values_list("pk", flat=True)
    taken = Party.objects.filter(_SOMEBODYS, placement_id__in=here).exclude(pk__in=list(seat_ids))
    return sorted(set(here) - set(owned) - set(taken.values_list("placement_id", flat=True)))


def forget(person: Leaving) -> None:
    """Empty the person's seats, and the links to them, of names and addresses and cut every tie to them.

    A placement that others take part in stays, with an empty seat; one that was this person's alone goes, with the names
    of those who were never asked.
    """
    Placement.objects.filter(pk__in=list(person.left_alone)).delete()
    _forget_beside(person)
    forgetting.in_comments(ThreadMessage, person)
    _forget_links(person.seat_ids)
    own = Party.objects.filter(pk__in=list(person.seat_ids))
    own.update(name="", organisation="", email="", stand_in="", user=None, is_by_link=False)
    if person.user_id is not None:
        Placement.objects.filter(owner_id=person.user_id).update(owner=None)


def _forget_links(seat_ids: Collection[int]) -> None:
    """End the links to somebody's seats, with the addresses they went to, why they declined, and the browsers they used."""
    links = list(Invitation.objects.filter(party_id__in=list(seat_ids)).values_list("pk", flat=True))
    LinkSession.objects.filter(invitation_id__in=links).delete()
    Invitation.objects.filter(pk__in=links).update(address="", reason="")
    Invitation.objects.filter(pk__in=links, revoked_at=None).update(revoked_at=timezone.now())


def _forget_beside(person: Leaving) -> None:
    """Take the names out of what the others' seats say: who steps in, a substitute, a host that bears the name."""
    unnamed = personal_names.eraser(person.names)
    others = Party.objects.filter(placement_id__in=list(person.placement_ids)).exclude(pk__in=list(person.seat_ids))
    for seat in others.order_by("pk").only("pk", *_NAMING):
        said = {name: unnamed(getattr(seat, name)) for name in _NAMING}
        left = {name: "" if text == personal_names.GONE else text for name, text in said.items() if text != getattr(seat, name)}
        if left:
            Party.objects.filter(pk=seat.pk).update(**left)


def end_invitations(course_key: str) -> None:
    """Withdraw every personal link into a course that nobody has used yet. Two statements at most."""
    open_ones = Invitation.objects.filter(party__placement__course_key=course_key, accepted_at=None, revoked_at=None)
    Invitation.objects.filter(pk__in=list(open_ones.values_list("pk", flat=True))).update(revoked_at=timezone.now())
