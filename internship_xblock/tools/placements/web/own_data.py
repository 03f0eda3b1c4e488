"""The address of the archive of all that is one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....openedx.platform import actor_of_request
from ....ui.pages.downloads import file
from ....ui.pages.serving import page
from .. import api as placements


@page("GET")
def own_data(request: HttpRequest) -> HttpResponse:
    """The archive, as a file to keep."""
    return file(placements.own_data(actor_of_request(request, "")), "internship", "zip")
