"""The address of the archive of all that is one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....ui.pages.actors import anybody, seats_of
from ....ui.pages.downloads import file
from ....ui.pages.serving import page
from .. import api as placements


@page("GET", takes_guests=True)
def own_data(request: HttpRequest) -> HttpResponse:
    """The archive, as a file to keep."""
    actor = anybody(request)
    also = seats_of(request)[1:] if actor.is_guest else ()
    return file(placements.own_data(actor, also=also), "internship", "zip")
