"""The list of hosts, its files, and a host that placements name and nobody keeps yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import permissions
from ....core.clock import as_reader
from ....core.errors import Invalid
from ....core.language.text import NAME_LIMIT
from ....core.transactions import run_in_transaction
from ....exports import sheet, workbook
from ....openedx.platform import actor_of_request, get_platform
from ....ui.pages.downloads import stream
from ....ui.pages.serving import asked, go_to, page, read_form, render
from ...coordination import api as coordination
from .. import api as hosts_api
from ..api import HostRow
from . import words
from .courses import elsewhere, frame

CURSOR_LIMIT = NAME_LIMIT + 30
COLUMNS: dict[str | Promise, Callable[[HostRow], str]] = {
    gettext_lazy("Host"): lambda row: row.name,
    gettext_lazy("Placements now"): lambda row: str(row.counts.now),
    gettext_lazy("To come"): lambda row: str(row.counts.coming),
    gettext_lazy("Ended"): lambda row: str(row.counts.ended),
    gettext_lazy("Without dates"): lambda row: str(row.counts.undated),
    gettext_lazy("With a mentor who is not trained"): lambda row: str(row.counts.untrained),
    gettext_lazy("Agreement valid until"): lambda row: row.agreement_until.isoformat() if row.agreement_until else "",
    gettext_lazy("Open requests"): lambda row: str(row.open_requests),
}


@page("GET", is_atomic=False)
def hosts(request: HttpRequest, course_key: str) -> HttpResponse:
    """The hosts of the course's organisation, by name. What has happened is looked at, and committed, before it is drawn."""
    actor = actor_of_request(request, course_key)
    permissions.require(actor, "host.list", permissions.course_roles(actor, course_key))
    coordination.catch_up(actor, course_key=course_key)
    return run_in_transaction(lambda: _list(request, course_key))


def _list(request: HttpRequest, course_key: str) -> HttpResponse:
    actor = actor_of_request(request, course_key)
    search, after = asked(request, "search", NAME_LIMIT), asked(request, "after", CURSOR_LIMIT)
    with as_reader(actor.zone):
        also = elsewhere(request, actor)
        found = hosts_api.list_hosts(actor, course_key=course_key, also=also, search=search, after=after)
        is_start = not search and not after
        waiting = hosts_api.open_requests(actor, course_key=course_key) if is_start else []
        here = reverse("internship_xblock:hosts", args=[course_key])
        context: dict[str, Any] = {
            **frame(course_key), "here": here, "rows": [words.row(course_key, one) for one in found.rows],
            "search": search, "is_behind": found.is_behind, "is_first": not after, "courses": len(also) + 1,
            "is_empty": is_start and not found.rows,
            "requests": [words.request_line(one) for one in waiting],
            "next_url": f"{here}?{_query(search=search, after=found.after)}" if found.after else "",
            "first_url": f"{here}?{_query(search=search)}" if after else "",
            "named_url": reverse("internship_xblock:host_named", args=[course_key]),
            "ask_url": reverse("internship_xblock:hosts_ask", args=[course_key]),
            "may_change": not actor.masquerading, "can_ask": any(one.id for one in found.rows),
            "files": [(form.upper(), f"{here}list.{form}?{_query(search=search)}") for form in ("csv", "xlsx")],
        }  # fmt: skip
        return render(request, "hosts/list.html", **context)


def _query(**said: str) -> str:
    return urlencode({name: value for name, value in said.items() if value})


@page("GET")
def hosts_download(request: HttpRequest, course_key: str, form: str) -> HttpResponseBase:
    """Send the whole list, however long, while it is read."""
    actor = actor_of_request(request, course_key)
    with as_reader(actor.zone):
        rows = hosts_api.all_hosts(
            actor, course_key=course_key, also=elsewhere(request, actor), search=asked(request, "search", NAME_LIMIT)
        )
    title = _("Hosts")
    columns, lines = [str(name) for name in COLUMNS], ([read(row) for read in COLUMNS.values()] for row in rows)
    content = sheet.stream(columns, lines) if form == "csv" else workbook.stream(title, columns, lines)
    return stream(content, f"{title} {get_platform().course_name(course_key)}", form)


@page("GET", "POST")
def host_named(request: HttpRequest, course_key: str) -> HttpResponse:
    """Come to a host by a name that a placement has for it; POST keeps it from then on."""
    actor = actor_of_request(request, course_key)
    if request.method == "POST":
        try:
            kept = hosts_api.keep_host(actor, course_key=course_key, name=read_form(request).get("name", ""))
        except Invalid as error:
            return render(request, "hosts/named.html", 422, **frame(course_key), name="", counts=None, error=error, list_url="")
        return go_to(request, reverse("internship_xblock:host", args=[course_key, kept]))
    name = asked(request, "name", NAME_LIMIT)
    with as_reader(actor.zone):
        known = hosts_api.find_host(actor, course_key=course_key, name=name)
        if known:
            return redirect("internship_xblock:host", course_key=course_key, host_id=known)
        counts = hosts_api.see_named(actor, course_key=course_key, name=name, also=elsewhere(request, actor))
    list_url = f"{reverse('internship_xblock:placements', args=[course_key])}?{_query(host=name)}" if name else ""
    return render(
        request, "hosts/named.html", **frame(course_key), name=name, counts=words.counts(counts), error=None,
        list_url=list_url, may_change=not actor.masquerading,
    )  # fmt: skip
