"""The coordinator's list as a table to take along, with the filters that are on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.clock import as_reader
from ....core.standing import UNTRAINED
from ....exports import sheet, workbook
from ....openedx.platform import actor_of_request, get_platform
from ....ui.pages.downloads import stream
from ....ui.pages.serving import page
from .. import api as coordination
from ..api import Line
from . import words
from .asking import choice_of

COLUMNS: dict[str | Promise, Callable[[Line], str]] = {
    gettext_lazy("Student"): lambda line: line.student.name if line.student else "",
    gettext_lazy("Host"): lambda line: line.host,
    gettext_lazy("Mentor"): lambda line: line.mentor.name if line.mentor else "",
    gettext_lazy("Mentors trained until"): lambda line: _trained(line),
    gettext_lazy("University supervisor"): lambda line: line.supervised_by,
    gettext_lazy("First day"): lambda line: line.first_day.isoformat() if line.first_day else "",
    gettext_lazy("Last day"): lambda line: line.last_day.isoformat() if line.last_day else "",
    gettext_lazy("Plan"): lambda line: str(words.STATES[line.plan]) if line.plan else "",
    gettext_lazy("Plan: since"): lambda line: line.plan_since.isoformat() if line.plan_since else "",
    gettext_lazy("Not signed by"): lambda line: ", ".join(line.unsigned),
    gettext_lazy("Not joined"): lambda line: ", ".join(one.name for one in line.awaited),
    gettext_lazy("Invited on"): lambda line: line.invited_since.isoformat() if line.invited_since else "",
    gettext_lazy("Mail undelivered since"): lambda line: line.mail_since.isoformat() if line.mail_since else "",
    gettext_lazy("Log silent since"): lambda line: line.silent_since.isoformat() if line.silent_since else "",
}


def _trained(line: Line) -> str:
    """The day, "" where nobody is named or somebody is not trained: the state has its own filter."""
    return line.trained_until.isoformat() if line.trained_until is not None and line.trained_until > UNTRAINED else ""


@page("GET")
def placements_download(request: HttpRequest, course_key: str, form: str) -> HttpResponseBase:
    """Send the whole list, however long, while it is read."""
    actor = actor_of_request(request, course_key)
    with as_reader(actor.zone):
        lines = coordination.all_placements(actor, course_key=course_key, **choice_of(request))
    title = _("Placements")
    columns, rows = [str(name) for name in COLUMNS], ([read(line) for read in COLUMNS.values()] for line in lines)
    content = sheet.stream(columns, rows) if form == "csv" else workbook.stream(title, columns, rows)
    return stream(content, f"{title} {get_platform().course_name(course_key)}", form)
