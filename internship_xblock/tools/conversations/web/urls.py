"""The addresses of conversations and concerns."""

from __future__ import annotations

from django.urls import URLPattern

from .activity import PAGES
from .concerns import PAGES as CONCERNS

urlpatterns: list[URLPattern] = [*PAGES.urlpatterns(), *CONCERNS.urlpatterns()]
