"""Placements from a spreadsheet: send a file, read what it will do, do it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.errors import BadRequest, Invalid, TooLarge, ToolError
from ....exports import sheet, workbook
from ....openedx.platform import actor_of_request
from ....ui.files import htmx_file
from ....ui.pages.downloads import stream
from ....ui.pages.serving import asked, go_to, page, read_form, render
from ....ui.pages.uploads import read_upload
from ...placements import api as placements
from .. import api as coordination
from . import sheet_words
from .asking import course_of
from .inviting import Inviter, plan_place

GO_ON = "1"


@page("GET", "POST")
def placements_import(request: HttpRequest, course_key: str) -> HttpResponse:
    """Choose a file; and, once it was read, come to what it will do."""
    actor = _staff(request, course_key)
    if request.method == "GET":
        return _form(request, course_key)
    try:
        sent = read_upload(request, "file", coordination.FILE_LIMIT)
        sheet_id = coordination.keep_sheet(actor, course_key=course_key, name=sent.name, content=sent.content)
    except TooLarge:
        words = _("The file is too large: at most %(count)d MB.") % {"count": coordination.FILE_LIMIT // 1_000_000}
        return _form(request, course_key, Invalid(fields={"file": [words]}))
    except Invalid as error:
        return _form(request, course_key, error)
    return go_to(request, reverse("internship_xblock:placements_sheet", args=[course_key, sheet_id]))


@page("GET", "POST")
def placements_sheet(request: HttpRequest, course_key: str, sheet_id: int) -> HttpResponse:
    """What a sheet will do, row by row; the button that does it, some placements at a time; and what came of it."""
    actor = _staff(request, course_key)
    here = reverse("internship_xblock:placements_sheet", args=[course_key, sheet_id])
    with as_reader(actor.zone):
        place = plan_place(course_key)
        if request.method == "POST":
            read_form(request)
            is_done = coordination.apply_sheet(
                actor, course_key=course_key, sheet_id=sheet_id, place=place, invite=Inviter(actor, place)
            )
            return go_to(request, here if is_done else f"{here}?go={GO_ON}")
        view = coordination.see_sheet(actor, course_key=course_key, sheet_id=sheet_id, has_plan=place is not None)
        context: dict[str, Any] = {
            **course_of(course_key), "sheet": view, "here": here, "title": _title(view),
            "list_url": reverse("internship_xblock:placements", args=[course_key]),
            "import_url": reverse("internship_xblock:placements_import", args=[course_key]),
            "groups": sheet_words.groups(view.steps), "outcomes": sheet_words.came_of(course_key, view.outcomes),
            "summary": sheet_words.summary(view.steps), "done": sheet_words.summary_of(view.outcomes),
            "letters": sheet_words.letters(view.letters), "not_reached": sheet_words.not_reached(course_key, view.letters),
            "goes_on": asked(request, "go", 1) == GO_ON and not view.is_done, "has_plan": place is not None,
            "has_days": any(step.intended.periods for step in view.steps), "can_send": placements.can_send(),
            "is_nothing": not view.is_started and all(step.is_nothing for step in view.steps),
            "has_work": any(not step.is_nothing and step.kind != coordination.REFUSED for step in view.steps),
            "htmx_url": static(htmx_file()),
        }  # fmt: skip
        return render(request, "coordination/sheet.html", **context)


@page("GET")
def placements_template(request: HttpRequest, course_key: str, form: str) -> HttpResponseBase:
    """A file with the names of the columns and one invented row, to fill in."""
    _staff(request, course_key)
    columns = [str(label) for label in coordination.COLUMNS.values()]
    rows = sheet_words.example()
    title = _("Placements")
    content = sheet.stream(columns, rows) if form == "csv" else workbook.stream(title, columns, rows)
    return stream(content, title, form)


def _staff(request: HttpRequest, course_key: str) -> Actor:
    """Whoever is asking, who must be staff of the course: before anything that was sent is read."""
    actor = actor_of_request(request, course_key)
    verb = "coordination.see_sheet" if request.method == "GET" else "coordination.keep_sheet"
    permissions.require(actor, verb, permissions.course_roles(actor, course_key))
    return actor


def _form(request: HttpRequest, course_key: str, error: ToolError | None = None) -> HttpResponse:
    here = reverse("internship_xblock:placements_import", args=[course_key])
    said = error.fields.get("file", []) if isinstance(error, Invalid) else []
    if error is not None and not said:
        raise BadRequest()
    return render(
        request, "coordination/import.html", error.status if error else 200, **course_of(course_key), here=here,
        list_url=reverse("internship_xblock:placements", args=[course_key]), errors=[str(one) for one in said],
        columns=sheet_words.columns(), limit=coordination.FILE_LIMIT // 1_000_000, rows_limit=coordination.ROWS_LIMIT,
        templates=[(form.upper(), f"{here}template.{form}") for form in ("csv", "xlsx")],
    )  # fmt: skip


def _title(view: coordination.SheetView) -> str:
    if view.is_done:
        return _("The placements are made")
    return _("Making the placements") if view.is_started else _("What this file will do")
