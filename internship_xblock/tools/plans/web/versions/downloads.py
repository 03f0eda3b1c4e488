"""Documents to take along: a plan's version, as PDF, Word, calendar or JSON."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from .....core.times import ChosenTime, chosen_times
from .....exports import calendar as calendars
from .....ui.pages.actors import actor_of, anybody
from .....ui.pages.downloads import file, on_paper, paper_of, schema
from .....ui.pages.serving import page
from ... import api as plans
from ...api import TakenAlong
from ...documents import as_json, calendar
from ...documents import plan as documents


@page("GET", takes_guests=True)
def plan_download(request: HttpRequest, plan_id: int, number: int, kind: str) -> HttpResponse:
    """A version that was submitted, as a file."""
    paper = paper_of(request)
    course_key, placement_id = plans.place_of(anybody(request), plan_id=plan_id)
    taken = plans.take_along(actor_of(request, course_key, placement_id), plan_id=plan_id, number=number)
    times = chosen_times([placement_id]).get(placement_id, ()) if kind == "ics" else ()
    content = _render(taken, kind, paper, request.get_host().partition(":")[0], times)
    return file(content, documents.file_stem(taken.version), kind)


@page("GET")
def plan_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of a plan looks like."""
    return schema("plan")


def _render(taken: TakenAlong, kind: str, paper: str, site: str, times: Sequence[ChosenTime]) -> bytes:
    if kind == "ics":
        return calendars.render(calendar.calendar(taken, site, times))
    if kind == "json":
        return as_json.as_json(taken)
    return on_paper(documents.document(taken), kind, paper)
