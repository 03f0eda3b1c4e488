"""The address of the archive of all that is one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....ui.pages.actors import anybody, guest_seats, speak
from ....ui.pages.downloads import file
from ....ui.pages.serving import page
from .. import api as placements


@page("GET", takes_guests=True)
def own_data(request: HttpRequest) -> HttpResponse:
    """The archive, as a file to keep."""
    actor = anybody(request)
    seats = guest_seats(request) if actor.is_guest else ()
    if seats:
        speak(seats[0].language)
    return file(placements.own_data(actor, also=[one.actor for one in seats[1:]]), "internship", "zip")
