"""The addresses of the coordinator's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .downloads import placements_download
from .pages import placements

urlpatterns: list[URLPattern] = [
    path("placements/<internship_course:course_key>/", placements, name="placements"),
    path("placements/<internship_course:course_key>/list.<internship_table:form>", placements_download, name="placements_download"),
]
