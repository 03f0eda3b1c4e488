"""The coordinator's list of all placements of a course."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.standing import counts
from ....core.transactions import run_in_transaction
from ....openedx.platform import actor_of_request
from ....ui.pages.serving import asked, page, render
from ...placements.web.overview.pages import PAGES
from .. import api as coordination
from ..api import REMINDABLE, STUCK, Line, PlacementList
from . import words
from .asking import choice_of, course_of, query

CURSOR_LIMIT = 40
FORMS = ("csv", "xlsx")


@page("GET", is_atomic=False)
def placements(request: HttpRequest, course_key: str) -> HttpResponse:
    """The list, with all of its state in the address. What has happened is looked at, and committed, before it is drawn."""
    actor = actor_of_request(request, course_key)
    is_behind = coordination.catch_up(actor, course_key=course_key)
    return run_in_transaction(lambda: _list(request, actor, course_key, is_behind))


def _list(request: HttpRequest, actor: Actor, course_key: str, is_behind: bool) -> HttpResponse:
    choice = choice_of(request)
    with as_reader(actor.zone):
        pages: dict[str, Any] = {**choice}
        found = coordination.list_placements(
            actor, course_key=course_key, **pages, after=asked(request, "after", CURSOR_LIMIT),
            before=asked(request, "before", CURSOR_LIMIT), is_behind=is_behind,
        )  # fmt: skip
        here = reverse("internship_xblock:placements", kwargs={"course_key": course_key})
        context: dict[str, Any] = {
            **course_of(course_key), **_filters(found, choice), "choice": choice, "here": here,
            "rows": [_row(line, choice, found.knows_training) for line in found.lines],
            "is_behind": found.is_behind, "counts": counts(actor),
            "next_url": query(choice, after=found.after) if found.after else "",
            "previous_url": query(choice, before=found.before) if found.before else "",
            "hosts_url": reverse("internship_xblock:hosts", args=[course_key]),
            "host_url": _host_page(course_key, choice["host"]),
            "import_url": f"{here}import/", "remind_url": f"{here}remind/",
            "may_remind": choice["state"] in REMINDABLE and not actor.masquerading,
            "done": list(messages.get_messages(request)),
            "files": [(form.upper(), f"{here}list.{form}{query(choice)}") for form in FORMS],
        }  # fmt: skip
        return render(request, "coordination/list.html", **context)


def _host_page(course_key: str, name: str) -> str:
    """The page of a host, by its name; "" for none."""
    return f"{reverse('internship_xblock:host_named', args=[course_key])}?{urlencode({'name': name})}" if name else ""


def _filters(found: PlacementList, choice: dict[str, str]) -> dict[str, Any]:
    """The tabs of what is stuck, the other states and the times, each with how many there are where that is known."""
    tabs = ["", *STUCK]

    def counted(number: int | None) -> str:
        return "" if number is None else words.count(number)

    return {
        "tabs": [
            {
                "name": name, "label": words.STATES[name], "count": counted(found.states.get(name)),
                "url": query(choice, state=name) if name else query(choice, state=""),
            }
            for name in tabs
        ],
        "states": [
            (name, _with_count(label, found.states.get(name))) for name, label in words.STATES.items()
        ],
        "times": list(words.TIMES.items()),
        "kept": [
            (name, choice[name], query(choice, **{name: ""})) for name in ("host", "supervisor") if choice[name]
        ],
        "is_filtered": any(choice.values()),
        "is_empty": not found.lines and found.states.get("") == 0 and not any(choice.values()),
    }  # fmt: skip


def _with_count(label: words.Words, number: int | None) -> str:
    return str(label) if number is None else f"{label} ({words.count(number)})"


def _row(line: Line, choice: dict[str, str], knows_training: bool) -> dict[str, Any]:
    """A line of the list: only what differs."""
    student = line.student
    return {
        "id": line.id, "title": student.name if student else line.view.title, "look": "student" if student else "",
        "address": PAGES.address(line.view.course_key, "", line.id), "days": words.days(line),
        "host": "" if choice["host"] else line.host, "host_url": query(choice, host=line.host),
        "mentor": line.mentor.name if line.mentor else "",
        "supervisor": "" if choice["supervisor"] else line.supervised_by,
        "supervisor_url": query(choice, supervisor=line.supervised_by),
        "signs": list(words.signs(line, choice["state"], knows_training)),
    }  # fmt: skip
