"""The addresses of a plan's page and documents."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages.activity import ActivityPages
from .block import PlanBlock
from .versions.downloads import plan_download, plan_schema

PAGES = ActivityPages("plan", PlanBlock)

urlpatterns: list[URLPattern] = [
    path("plan/schema.json", plan_schema, name="plan_schema"),
    path("plan/<internship_row:plan_id>/<internship_row:number>.<internship_format:kind>", plan_download, name="plan_download"),
    *PAGES.urlpatterns(),
]
