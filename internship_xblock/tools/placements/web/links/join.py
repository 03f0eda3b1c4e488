"""The personal link: who invites to what, and the ways in. Looking never changes anything, whoever or whatever looks.

The code stands after the `#` of the link, which a browser sends to nobody: no web server's log and no tracking log has it. A
script of ours posts it; without one there is a field to paste it into. A real button posts what changes something; then the
browser goes to an address that has nothing in it.
"""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from .....core import limits
from .....core.actor import Actor
from .....core.clock import as_reader
from .....core.errors import Invalid, NotFound
from .....openedx.platform import COURSE_IS_GONE, actor_of_request, full_name, get_platform
from .....ui.pages.actors import anybody, give_key, guest_seats, key_of, speak
from .....ui.pages.serving import network_of, page, read_form, render
from ... import api as placements
from ...api import InvitationView
from .ways import asked_of, place_of_seat, sign_in_address, way_in

Typed = MultiValueDict[str, str]
UNKNOWN_CODES = limits.Limit("unknown", 30, 600)  # from one network


@page("GET", "POST", is_public=True)
def join(request: HttpRequest) -> HttpResponse:
    """GET asks for the code, and shows what is open in this browser; POST shows what a code stands for, or does what is asked.

    `open` takes the seat without an account, `take` with the one that is signed in; `decline` and `ask` say no, or that the
    link has ended.
    """
    if request.method == "GET":
        return _ask(request)
    typed = read_form(request)
    code = typed.get("code", "")
    invitation = placements.see_invitation(anybody(request), code=code)
    if "ask" in typed:
        placements.ask_again(anybody(request), code=code)
        return _ended(request, code, is_told=True)
    if invitation.state == "ended":
        return _ended(request, code)
    if not request.user.is_authenticated:
        speak(invitation.language)
    if invitation.state != "taken" and not get_platform().course_exists(invitation.course_key):
        raise NotFound(COURSE_IS_GONE)
    try:
        return _do(request, invitation, code, typed)
    except Invalid as refusal:
        return _show(request, invitation, code, refusal)


def _ask(request: HttpRequest) -> HttpResponse:
    seats = guest_seats(request)
    if seats and not request.user.is_authenticated:
        speak(seats[0].language)
    return render(request, "placements/join_code.html", seats=[place_of_seat(one) for one in seats])


def _ended(request: HttpRequest, code: str, is_told: bool = False) -> HttpResponse:
    """The same for every code that opens nothing: whether it ever did is not told to who found it."""
    if not is_told and limits.is_too_often(UNKNOWN_CODES, network_of(request)):
        return render(request, "placements/join_ended.html", 429, code="", is_told=False, is_too_often=True)
    return render(
        request, "placements/join_ended.html", 200 if is_told else 404, code=code, is_told=is_told, is_too_often=False
    )


def _do(request: HttpRequest, invitation: InvitationView, code: str, typed: Typed) -> HttpResponse:
    """What a button asks for; without one, the invitation."""
    if invitation.is_mine and "take" in typed:
        return _joined(request, invitation, code)
    if "open" in typed and invitation.state in ("open", "accepted"):
        return _open(request, code, typed)
    if "take" in typed and invitation.state in ("open", "accepted"):
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("internship_xblock:join"))
        if not get_platform().is_enrolled(request.user, invitation.course_key):
            return _show(request, invitation, code, status=403)
        actor = actor_of_request(request, invitation.course_key)
        placements.join(actor, course_key=invitation.course_key, code=code)
        return _joined(request, placements.see_invitation(actor, code=code), code)
    if "decline" in typed and invitation.state == "open":
        placements.decline(anybody(request), code=code, reason=typed.get("reason", ""))
        return render(request, "placements/join_declined.html", inviter=invitation.inviter)
    return _show(request, invitation, code)


def _open(request: HttpRequest, code: str, typed: Typed) -> HttpResponse:
    """Open the seat in this browser, and go on to what is asked, by an address without the code."""
    nobody = Actor.stranger()  # whoever is signed in: not even staff who look as somebody else
    accepted = placements.accept(nobody, code=code, key=key_of(request), name=typed.get("name", ""))
    placement_id = accepted.seat.placement_id
    if accepted.waits:
        with suppress(Invalid):  # too many were sent: the next page takes the last one, and says so
            placements.send_code(nobody, key=accepted.key, placement_id=placement_id)
        response = redirect("internship_xblock:confirm", placement_id=placement_id)
    else:
        response = redirect(way_in(accepted.seat, accepted.usage_key))
    give_key(request, response, accepted.key)
    return response


def _joined(request: HttpRequest, invitation: InvitationView, code: str) -> HttpResponse:
    """Go on to what is asked; where no tool asks anything, say that one has joined."""
    asked = asked_of(invitation)
    return redirect(asked[0].address) if asked else _show(request, invitation, code)


def _show(
    request: HttpRequest, invitation: InvitationView, code: str, refusal: Invalid | None = None, status: int = 200
) -> HttpResponse:
    platform, user = get_platform(), request.user
    is_signed_in = user.is_authenticated
    with as_reader(invitation.zone):
        return render(
            request, "placements/join.html", 422 if refusal else status,
            invitation=invitation, code=code, refusal=refusal, asked=asked_of(invitation),
            account={"name": full_name(user), "username": user.get_username()} if is_signed_in else None,
            is_enrolled=is_signed_in and platform.is_enrolled(user, invitation.course_key),
            sign_in=sign_in_address(reverse("internship_xblock:join")),
            course_name=platform.course_name(invitation.course_key) if invitation.course_key else "",
            course_link=platform.course_url(invitation.course_key) if invitation.course_key else "",
        )  # fmt: skip
