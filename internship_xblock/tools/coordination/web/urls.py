"""The addresses of the coordinator's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .downloads import placements_download
from .pages import placements
from .reminders import placements_remind
from .sheets import placements_import, placements_sheet, placements_template

_COURSE = "placements/<internship_course:course_key>/"

urlpatterns: list[URLPattern] = [
    path(_COURSE, placements, name="placements"),
    path(f"{_COURSE}list.<internship_table:form>", placements_download, name="placements_download"),
    path(f"{_COURSE}remind/", placements_remind, name="placements_remind"),
    path(f"{_COURSE}import/", placements_import, name="placements_import"),
    path(f"{_COURSE}import/template.<internship_table:form>", placements_template, name="placements_template"),
    path(f"{_COURSE}import/<internship_row:sheet_id>/", placements_sheet, name="placements_sheet"),
]
