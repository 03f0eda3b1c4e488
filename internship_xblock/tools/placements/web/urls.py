"""The addresses of personal links, and of all that is one's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .links.device import confirm, join_account, leave
from .links.join import join
from .overview.pages import PAGES
from .own_data import own_data

urlpatterns: list[URLPattern] = [
    path("join/", join, name="join"),
    path("join/<internship_row:placement_id>/confirm/", confirm, name="confirm"),
    path("join/<internship_row:placement_id>/account/", join_account, name="join_account"),
    path("leave/", leave, name="leave"),
    path("mine.zip", own_data, name="own_data"),
    *PAGES.urlpatterns(),
]
