"""The workbook: all that somebody made of the units of a course, to read, to print and to take along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from ....core.actor import Actor
from ....core.closing import Closing, closings_of
from ....core.permissions import Role
from ....openedx.platform import actor_of_request, get_platform
from ....records.document import Document
from ....ui.pages.downloads import file, on_paper, paper_of
from ....ui.pages.serving import page, render
from ...placements import api as placements
from ...training import api as training
from .. import api as units
from .. import documents
from ..unit import Unit
from .olx_schema import UNIT

PLACEMENTS_READ = 50  # of one student in one course: a bound, not a number that is met


@page("GET")
def workbook(request: HttpRequest, course_key: str) -> HttpResponse:
    """One's own workbook of a course. Nobody reads another's."""
    actor = actor_of_request(request, course_key)
    document = _document(actor)
    return render(
        request, "units/workbook.html", document=document, is_empty=not document.created, course_key=course_key,
        course_name=get_platform().course_name(course_key), course_url=get_platform().course_url(course_key),
        earned=_earned(request, actor), issued=_issued(actor),
    )  # fmt: skip


def _earned(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """What one has earned, in whichever course: with the name of that, whether it is due for renewal, and the way to a
    certificate of the platform.
    """
    platform, held = get_platform(), training.own(actor)
    due = training.to_renew(held)
    return [
        {
            "earned": one,
            "is_due": one in due,
            "course": platform.course_name(one.course_key),
            "url": platform.certificate_url(request.user, one.course_key) if one.is_certified else "",
        }
        for one in held
    ]


def _issued(actor: Actor) -> list[tuple[str, Closing]]:
    """What was issued to them as a student in the course: the placement, and where it is read."""
    views, _count = placements.overview(actor, course_key=actor.course_key, limit=PLACEMENTS_READ)
    own = [view for view in views if Role.STUDENT in view.roles]
    found = closings_of(actor, own)
    return [(view.title, found[view.id]) for view in own if view.id in found and found[view.id].number]


@page("GET")
def workbook_download(request: HttpRequest, course_key: str, form: str) -> HttpResponse:
    """The same as a file."""
    paper = paper_of(request)
    actor = actor_of_request(request, course_key)
    return file(on_paper(_document(actor), form, paper), f"workbook-{actor.name}", form)


def _document(actor: Actor) -> Document:
    records = units.workbook(actor, course_key=actor.course_key)
    return documents.workbook(
        records, name=actor.name, course=get_platform().course_name(actor.course_key),
        earlier=units.of_earlier_versions(records, _published(actor.course_key, records)),
    )  # fmt: skip


def _published(course_key: str, records: Sequence[units.StepRecord]) -> dict[str, Unit | None]:
    """Return the units of these answers as they are published now, None for one that is gone; none where no site can tell."""
    platform = get_platform()
    there = set(platform.find_blocks(course_key, UNIT))
    found: dict[str, Unit | None] = {}
    for usage_key in dict.fromkeys(record.usage_key for record in units.in_workbook(records)):
        block = platform.load_block(course_key, usage_key) if usage_key in there else None
        if (unit := getattr(block, "unit_as_written", None)) is not None:
            found[usage_key] = unit
        elif there and usage_key not in there:
            found[usage_key] = None
    return found
