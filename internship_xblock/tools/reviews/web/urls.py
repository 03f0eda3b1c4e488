"""The addresses of the review pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from ....ui.pages import addresses  # noqa: F401 - registers the parts of addresses
from .pages import review, review_open

urlpatterns: list[URLPattern] = [
    path("review/<internship_course:course_key>/", review, name="review"),
    path("review/<internship_course:course_key>/<internship_row:submission_id>/", review_open, name="review_open"),
]
