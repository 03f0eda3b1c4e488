"""Our own pages, mounted by the LMS below /internship/: those that every tool has."""

from __future__ import annotations

from django.urls import URLPattern, path

from .registry import TOOLS
from .ui.pages.health import health

urlpatterns: list[URLPattern] = [path("health/", health, name="health")]
for _tool in TOOLS:
    if _tool.pages:
        urlpatterns += _tool.load(_tool.pages).urlpatterns
