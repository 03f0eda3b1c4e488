"""Our own pages, mounted by the LMS below /internship/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
