"""The addresses of feeds."""

from __future__ import annotations

from django.urls import URLPattern, path

from .pages import feed, subscribe

urlpatterns: list[URLPattern] = [
    path("calendar/", subscribe, name="calendar"),
    path("calendar/<str:code>.ics", feed, name="calendar_feed"),
]
