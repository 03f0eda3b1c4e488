"""Ask hosts for places: one form for one host or several, then a link for each."""

from __future__ import annotations

from typing import Any

from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from ....core import permissions
from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.errors import BadRequest, Invalid
from ....core.language.text import whole_number
from ....openedx.platform import actor_of_request
from ....ui.action import Data
from ....ui.files import htmx_file
from ....ui.pages.serving import is_by_script, page, read_form, render
from ....ui.texts import TEXTS
from ...placements import api as placements
from ...placements.web.changes.activity import typed_day
from .. import api as hosts
from ..api import PLACES_LIMIT, Asked
from .courses import frame
from .links import Box, box_of
from .refusing import pieces, whole

HTML_ID = "host-ask"
DAYS = ("first_day", "last_day", "answer_by")


@page("GET", "POST")
def hosts_ask(request: HttpRequest, course_key: str) -> HttpResponse:
    """GET is the form for the hosts that `?host=` names; POST asks them, and shows the link of each: only now."""
    actor = actor_of_request(request, course_key)
    permissions.require(
        actor, "host.ask" if request.method == "POST" else "host.list", permissions.course_roles(actor, course_key)
    )
    with as_reader(actor.zone):
        if request.method == "GET":
            return _form(request, actor, _ids(request.GET.getlist("host")), {})
        typed = read_form(request)
        ids = _ids(typed.getlist("host"))
        try:
            return _made(request, actor, _ask(actor, ids, typed))
        except Invalid as error:
            return pieces(request, error, HTML_ID, actor) or _form(request, actor, ids, typed.dict(), error)


def _ids(said: list[str]) -> list[int]:
    if len(said) > 200:
        raise BadRequest()
    return [whole_number(one) for one in said]


def _ask(actor: Actor, ids: list[int], typed: Data) -> list[Box]:
    days = _days(typed)
    asked = Asked(**days, places=whole(typed.get("places", "")), wishes=typed.get("wishes", ""))
    made = hosts.ask_hosts(
        actor, host_ids=ids, asked=asked, language=typed.get("language", "") or translation.get_language() or "",
        zone=timezone.get_current_timezone_name(),
    )  # fmt: skip
    return [box_of(actor, one, is_to_be_sent="send" in typed) for one in made]


def _days(typed: Data) -> dict[str, Any]:
    """The days, as the browser sends them; Invalid at each that is none."""
    found: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for name in DAYS:
        try:
            found[name] = typed_day(typed, name)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)
    return found


def _form(
    request: HttpRequest, actor: Actor, ids: list[int], typed: dict[str, Any], error: Invalid | None = None
) -> HttpResponse:
    chosen = hosts.choose_hosts(actor, course_key=actor.course_key, host_ids=ids)
    return render(
        request, "hosts/ask.html", error.status if error else 200, **frame(actor.course_key), typed=typed, error=error,
        chosen=chosen, html_id=HTML_ID, texts=TEXTS, actor=actor, htmx_url=static(htmx_file()), languages=site.LANGUAGES,
        language=typed.get("language") or translation.get_language(), can_send=placements.can_send(), limit=PLACES_LIMIT,
        here=reverse("internship_xblock:hosts_ask", args=[actor.course_key]),
        addressed=sum(1 for one in chosen if one.address), may_change=not actor.masquerading,
    )  # fmt: skip


def _made(request: HttpRequest, actor: Actor, boxes: list[Box]) -> HttpResponse:
    context = {**frame(actor.course_key), "boxes": boxes, "html_id": HTML_ID}
    template = "hosts/asked.html" if is_by_script(request) else "hosts/asked_page.html"
    return render(request, template, **context)
