"""The addresses of a workbook."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .pages import workbook, workbook_download

urlpatterns: list[URLPattern] = [
    path("workbook/<internship_course:course_key>/", workbook, name="workbook"),
    path(
        "workbook/<internship_course:course_key>/workbook.<internship_paper:form>", workbook_download, name="workbook_download"
    ),
]
