"""Where the page of a placement is, and its places."""

from __future__ import annotations

from django.urls import reverse

from ....ui.surface import html_id_of
from ..api import PlacementView

NAME = "placement"
THREAD = "thread-title"


def page_of_placement(view: PlacementView, place: str = "") -> str:
    """Return the address of a placement's page, with a place on it: "change", THREAD."""
    known = {"course_key": view.course_key, "placement_id": view.id}
    page: str = reverse(f"internship_xblock:{NAME}_page", kwargs=known)
    return f"{page}#{html_id_of(NAME)}-{place}" if place else page
