"""The address of Today: where all our pages begin."""

from __future__ import annotations

from django.urls import URLPattern, path

from .pages import today

urlpatterns: list[URLPattern] = [path("", today, name="today")]
