"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17); and what ends with a course.

No api verbs: no person may do this, only the operator's retirement run and the platform itself do.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from ...core import personal_names
from ...core.tools import Leaving
from .models import Invitation, Party, Placement

GONE = "…"
_NAMING = ("name", "organisation", "stand_in")


def placements_of(user_id: int) -> list[int]:
    """The placements in which the account is a party or the owner: other tools have texts there to forget."""
    seats = Party.objects.filter(user_id=user_id).values_list("placement_id", flat=True)
    owned = Placement.objects.filter(owner_id=user_id).values_list("pk", flat=True)
    return sorted({*seats, *owned})


def lock_placements_of(user_id: int) -> list[int]:
    """The same, locked until the transaction ends: before what stands in them, as everybody does."""
    found = placements_of(user_id)
    list(Placement.objects.select_for_update().filter(pk__in=found).order_by("pk").values_list("pk"))
    return found


def left_alone_by(user_id: int) -> list[int]:
    """Those of them that nobody else with an account has a part in: what is written there is this person's alone."""
    others = Placement.objects.filter(
        (Q(owner__isnull=False) & ~Q(owner_id=user_id)) | (Q(parties__user__isnull=False) & ~Q(parties__user_id=user_id)),
        pk__in=placements_of(user_id),
    ).values_list("pk", flat=True)
    return sorted(set(placements_of(user_id)) - set(others))


def names_of(user_id: int) -> list[str]:
    """The names the account goes by in its placements, the longest first."""
    names = Party.objects.filter(user_id=user_id).exclude(name="").values_list("name", flat=True)
    return sorted(set(names), key=lambda name: (-len(name), name))


def forget_user(user_id: int) -> None:
    """Empty the account's seats of names and addresses and cut every tie to the account.

    A placement that others take part in stays, with an empty seat; one that was this person's alone goes, with the names
    of those who were never asked.
    """
    Placement.objects.filter(pk__in=left_alone_by(user_id)).delete()
    Placement.objects.filter(pk__in=placements_of(user_id)).update(changed_by="")
    _forget_beside(placements_of(user_id), names_of(user_id), user_id)
    Party.objects.filter(user_id=user_id).update(name="", organisation="", email="", stand_in="", user=None)
    Party.objects.filter(changed_by_user_id=user_id).update(changed_by_user=None, changed_by="")
    Placement.objects.filter(owner_id=user_id).update(owner=None)
    Invitation.objects.filter(created_by_id=user_id).update(created_by=None)


def _forget_beside(placement_ids: list[int], names: list[str], user_id: int) -> None:
    """Take the names out of what the others' seats say: who steps in, a substitute, a host that bears the name."""
    unnamed = personal_names.replacer(dict.fromkeys(names, GONE))
    others = Party.objects.filter(placement_id__in=placement_ids).exclude(user_id=user_id)
    for seat in others.order_by("pk").only("pk", *_NAMING):
        said = {name: unnamed(getattr(seat, name)) for name in _NAMING}
        left = {name: "" if text == GONE else text for name, text in said.items() if text != getattr(seat, name)}
        if left:
            Party.objects.filter(pk=seat.pk).update(**left)


def end_invitations(course_key: str) -> None:
    """Withdraw every personal link into a course that nobody has used yet. Two statements at most."""
    open_ones = Invitation.objects.filter(party__placement__course_key=course_key, used_at=None, revoked_at=None)
    Invitation.objects.filter(pk__in=list(open_ones.values_list("pk", flat=True))).update(revoked_at=timezone.now())


def forget_leaving(person: Leaving) -> None:
    """Erase a person whose account is retired from this tool."""
    forget_user(person.user_id)


def leaving(user_id: int) -> Leaving:
    """Return what the tools need to know of a person who is to be forgotten. Locks the placements, as everybody does first."""
    placement_ids = lock_placements_of(user_id)
    return Leaving(user_id, placement_ids, names_of(user_id), left_alone_by(user_id))
