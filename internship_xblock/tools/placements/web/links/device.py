"""A browser in which personal links are open: confirming whose it is, joining a seat to an account, leaving it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .....core.actor import Actor
from .....core.errors import Invalid, NotAllowed
from .....openedx.platform import actor_of_request, full_name, get_platform, require_course
from .....ui.pages.actors import ended, guest_seats, key_of, speak, take_key
from .....ui.pages.serving import page, read_form, render
from ... import api as placements
from .ways import place_of_seat, sign_in_address, way_in


@page("GET", "POST", is_public=True)
def confirm(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Ask for the digits that were sent by mail. POST with `send` sends them, with `digits` takes them and goes on."""
    key, nobody = key_of(request), Actor.stranger()
    known = placements.confirming(nobody, key=key, placement_id=placement_id)
    require_course(known.seat.actor.course_key)
    speak(known.seat.language)
    refusal: Invalid | None = None
    if request.method == "POST":
        typed = read_form(request)
        try:
            if "send" in typed:
                placements.send_code(nobody, key=key, placement_id=placement_id)
                return redirect("internship_xblock:confirm", placement_id=placement_id)
            seat = placements.confirm(nobody, key=key, placement_id=placement_id, digits=typed.get("digits", "")[:40])
            return redirect(way_in(seat, known.usage_key))
        except Invalid as error:  # wrong digits are counted: what was written stays
            refusal = error
    known = placements.confirming(nobody, key=key, placement_id=placement_id)
    back = "" if known.waits else way_in(known.seat, known.usage_key)
    return render(
        request, "placements/confirm.html", 422 if refusal else 200,
        known=known, placement_id=placement_id, refusal=refusal, back=back,
    )  # fmt: skip


@page("GET", "POST", is_public=True)
def join_account(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Join the seat that is open in this browser to the account that is signed in. GET says what that means."""
    seat = next((one for one in guest_seats(request) if one.placement_id == placement_id), None)
    if seat is None:
        raise NotAllowed(ended())
    if not request.user.is_authenticated:
        speak(seat.language)
    course_key, platform, user = seat.actor.course_key, get_platform(), request.user
    is_enrolled = user.is_authenticated and platform.is_enrolled(user, course_key)
    refusal: Invalid | None = None
    if request.method == "POST" and is_enrolled:
        way = way_in(seat)
        try:
            actor = actor_of_request(request, course_key)
            placements.join_seat(actor, course_key=course_key, placement_id=placement_id, key=key_of(request))
            moved = f"seat-{seat.actor.seat_id}:{actor.account}"
            return render(request, "placements/joined.html", way=way, moved=moved)
        except Invalid as error:
            refusal = error
    here = reverse("internship_xblock:join_account", kwargs={"placement_id": placement_id})
    status = 422 if refusal else 403 if request.method == "POST" else 200
    return render(
        request, "placements/join_account.html", status,
        place=place_of_seat(seat), refusal=refusal, is_enrolled=is_enrolled, sign_in=sign_in_address(here),
        account={"name": full_name(user), "username": user.get_username()} if user.is_authenticated else None,
        needs_code=placements.needs_code(seat.actor), course_link=platform.course_url(course_key),
        course_name=platform.course_name(course_key),
    )  # fmt: skip


@page("GET", "POST", is_public=True)
def leave(request: HttpRequest) -> HttpResponse:
    """Leave this device: what is open here is closed, and what this computer keeps of it is deleted. GET asks first."""
    seats = guest_seats(request)
    if seats:
        speak(seats[0].language)
    if request.method == "GET":
        return render(request, "placements/leave.html", seats=[place_of_seat(one) for one in seats])
    left = placements.leave(Actor.stranger(), key=key_of(request))
    response = render(request, "placements/left.html", forgets=" ".join(f"seat-{one}" for one in left))
    take_key(response)
    return response
