"""The player's addresses and, beside them, the floors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from internship_xblock.demo.urls import handler400, handler404, handler500
from internship_xblock.demo.urls import urlpatterns as demo

from .floor import Floor

FLOORS: dict[str, Floor] = {}

__all__ = ["FLOORS", "handler400", "handler404", "handler500", "urlpatterns"]


def floor(request: HttpRequest, name: str) -> HttpResponse:
    return FLOORS[name](request)


urlpatterns = [*demo, path("floor/<str:name>", floor)]
