"""The document *Ready to host*, to take along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....openedx.platform import actor_of_request, get_platform
from ....ui.pages.downloads import file, on_paper, paper_of
from ....ui.pages.serving import page
from .. import api as training
from ..documents import document


@page("GET")
def ready_to_host(request: HttpRequest, course_key: str, form: str) -> HttpResponse:
    """One's own, as it was earned last in this course. Nobody opens another's."""
    paper = paper_of(request)
    actor, platform = actor_of_request(request, course_key), get_platform()
    earned = training.get(actor, course_key=course_key, level=training.READY)
    made = document(
        earned, name=actor.name, course=platform.course_name(course_key), organisation=platform.course_organisation(course_key)
    )
    return file(on_paper(made, form, paper), f"ready-to-host-{actor.name}", form)
