"""The addresses of personal links."""

from __future__ import annotations

from django.urls import URLPattern, path

from .join import join

urlpatterns: list[URLPattern] = [
    path("join/", join, name="join"),
]
