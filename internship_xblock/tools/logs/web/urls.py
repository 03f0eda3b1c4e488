"""The addresses of a log's page and documents."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages.activity import ActivityPages
from .block import LogBlock
from .downloads import log_download, log_schema

PAGES = ActivityPages("log", LogBlock)

urlpatterns: list[URLPattern] = [
    path("log/schema.json", log_schema, name="log_schema"),
    path(
        "log/<internship_course:course_key>/<internship_row:placement_id>.<internship_log_format:kind>",
        log_download,
        name="log_download",
    ),
    *PAGES.urlpatterns(),
]
