"""The addresses of personal links, and of all that is one's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from .links.join import join
from .own_data import own_data

urlpatterns: list[URLPattern] = [
    path("join/", join, name="join"),
    path("mine.zip", own_data, name="own_data"),
]
