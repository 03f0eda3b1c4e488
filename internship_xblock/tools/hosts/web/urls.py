"""The addresses of hosts, and of the page behind a host's link."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .asking import hosts_ask
from .listing import host_named, hosts, hosts_download
from .offers import offer, offer_open
from .pages import host

_COURSE = "hosts/<internship_course:course_key>/"

urlpatterns: list[URLPattern] = [
    path(_COURSE, hosts, name="hosts"),
    path(f"{_COURSE}list.<internship_table:form>", hosts_download, name="hosts_download"),
    path(f"{_COURSE}named/", host_named, name="host_named"),
    path(f"{_COURSE}ask/", hosts_ask, name="hosts_ask"),
    path(f"{_COURSE}<internship_row:host_id>/", host, name="host"),
    path("offer/", offer, name="offer"),
    path("offer/<internship_row:request_id>/", offer_open, name="offer_open"),
]
