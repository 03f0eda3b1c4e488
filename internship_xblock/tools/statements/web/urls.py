"""The addresses of statements."""

from __future__ import annotations

from django.urls import URLPattern, path

from .activity import PAGES
from .check import check
from .downloads import statement_download

urlpatterns: list[URLPattern] = [
    path("check/", check, name="check"),
    path(
        "statement/<internship_row:statement_id>-<internship_row:number>.<internship_paper:form>",
        statement_download,
        name="statement_download",
    ),
    *PAGES.urlpatterns(),
]
