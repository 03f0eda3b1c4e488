"""The address of a document that one has earned."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .pages import ready_to_host

urlpatterns: list[URLPattern] = [
    path("training/<internship_course:course_key>/ready-to-host.<internship_paper:form>", ready_to_host, name="ready_to_host"),
]
