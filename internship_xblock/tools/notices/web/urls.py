"""The addresses of what one is told."""

from __future__ import annotations

from django.urls import URLPattern, path

from .pages import notices, notices_by_link

urlpatterns: list[URLPattern] = [
    path("notices/", notices, name="notices"),
    path("notices/<str:token>/", notices_by_link, name="notices_by_link"),
]
