"""Where a personal link leads: to what the tools ask of somebody there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from .....core.guests import Asked, GuestSeat, Joining, asked
from .....core.permissions import Role
from ... import api as placements
from ...api import InvitationView


@dataclass(frozen=True)
class Place:
    """A placement that is open in this browser: as whom, and what there is to do."""

    seat: GuestSeat
    title: str
    asked: Sequence[Asked]


def asked_of(invitation: InvitationView) -> Sequence[Asked]:
    """Return what is asked of who takes the seat of a link, the first thing first."""
    if not invitation.placement_id:
        return ()
    student = "" if invitation.role == Role.STUDENT else invitation.title
    return asked(Joining(invitation.course_key, invitation.placement_id, student, invitation.usage_key))


def place_of_seat(seat: GuestSeat, usage_key: str = "") -> Place:
    """Return the placement of a seat that is open here, as the guest sees it."""
    view = placements.get(seat.actor, placement_id=seat.placement_id)
    is_student = any(one.role == Role.STUDENT and one.is_of(seat.actor) for one in view.parties)
    found = asked(Joining(view.course_key, view.id, "" if is_student else view.title, usage_key))
    return Place(seat, view.title_for_reader, found)


def way_in(seat: GuestSeat, usage_key: str = "") -> str:
    """Return the address of what is asked first; of the list of what is open here where no tool asks anything."""
    found = place_of_seat(seat, usage_key).asked
    return found[0].address if found else reverse("internship_xblock:join")


def sign_in_address(then: str) -> str:
    """Return the address of the site's own page for signing in, which leads back to `then`."""
    return str(redirect_to_login(then).url)
