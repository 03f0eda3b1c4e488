"""The page of one host: a document first; what coordinators say of it, note, ask for and create of it, in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings as site
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.errors import BadRequest, Invalid, Stale, ToolError
from ....core.language.text import whole_number
from ....openedx.platform import actor_of_request
from ....ui.action import Data
from ....ui.files import htmx_file
from ....ui.pages.serving import go_to, is_by_script, page, read_form, render
from ....ui.texts import TEXTS
from ...coordination.web.inviting import plan_place
from ...placements import api as placements
from ...placements.web.changes.activity import typed_day
from .. import api as hosts
from ..api import Details
from . import words
from .courses import elsewhere, frame
from .links import Box, box_of
from .refusing import pieces

HTML_ID = "host"


@page("GET", "POST")
def host(request: HttpRequest, course_key: str, host_id: int) -> HttpResponse:
    """A host; POST does what the button that was pressed is called, and comes back."""
    actor = actor_of_request(request, course_key)
    with as_reader(actor.zone):
        if request.method == "GET":
            return _show(request, actor, host_id)
        typed = read_form(request)
        hosts.get_host(actor, host_id=host_id)  # what is asked of it is asked of a host of theirs
        done = next((DO[name] for name in DO if name in typed), None)
        if done is None:
            raise BadRequest()
        try:
            box = done(request, actor, host_id, typed)
        except (Invalid, Stale) as error:
            answer = pieces(request, error, typed.get("form", HTML_ID)[:40], actor)
            return answer or _show(request, actor, host_id, error=error, typed=typed.dict())
        if box is not None:
            return _box(request, box) if is_by_script(request) else _show(request, actor, host_id, box=box)
        return go_to(request, reverse("internship_xblock:host", args=[course_key, host_id]))


def _box(request: HttpRequest, box: Box) -> HttpResponse:
    return render(request, "hosts/renewed.html", box=box, html_id=HTML_ID)


def _show(
    request: HttpRequest, actor: Actor, host_id: int, *, error: ToolError | None = None, typed: Mapping[str, Any] | None = None,
    box: Box | None = None,
) -> HttpResponse:  # fmt: skip
    also = elsewhere(request, actor)
    view = hosts.get_host(actor, host_id=host_id, also=also)
    asks = reverse("internship_xblock:hosts_ask", args=[actor.course_key])
    known = dict(vars(view.details))
    known["agreement_until"] = view.details.agreement_until.isoformat() if view.details.agreement_until else ""
    context: dict[str, Any] = {
        **frame(actor.course_key), "view": view, "error": error, "typed": typed or {}, "box": box,
        "values": {**known, **(typed or {})} if typed and "save" in typed else known,
        "here": reverse("internship_xblock:host", args=[actor.course_key, host_id]), "ask_url": f"{asks}?host={host_id}",
        "counts": words.counts(view.counts), "due": list(words.due(view)), "years": words.years(view),
        "requests": [words.request_line(one) for one in view.requests],
        "has_offer": any(one.can_be_made for one in view.requests), "is_here": actor.course_key,
        "mentors": [(one, words.mentor(one)) for one in view.mentors], "labels": hosts.LABELS, "html_id": HTML_ID,
        "texts": TEXTS, "actor": actor, "htmx_url": static(htmx_file()), "languages": site.LANGUAGES,
        "can_send": placements.can_send(), "may_change": not actor.masquerading, "courses": len(also) + 1,
        "done": list(messages.get_messages(request)) if request.method == "GET" else [],
    }  # fmt: skip
    return render(request, "hosts/host.html", error.status if error else 200, **context)


def _said(request: HttpRequest, text: str) -> None:
    messages.add_message(request, messages.SUCCESS, text, fail_silently=True)


def _save(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> None:
    lines = {name: typed.get(name, "") for name in hosts.LABELS if name != "agreement_until"}
    details = Details(**lines, agreement_until=typed_day(typed, "agreement_until"))
    hosts.save_host(actor, host_id=host_id, revision=whole_number(typed.get("revision", "")), details=details)
    _said(request, _("Saved."))


def _note(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> None:
    hosts.note_host(actor, host_id=host_id, text=typed.get("text", ""))
    _said(request, _("Your note is saved."))


def _join(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> None:
    hosts.join_spelling(actor, host_id=host_id, name=typed.get("spelling", ""))
    _said(request, _("Joined. Placements under that name are shown here now."))


def _split(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> None:
    hosts.split_spelling(actor, host_id=host_id, key=typed.get("split", "")[:40])
    _said(request, _("Separated. That name is in the list by itself again."))


def _renew(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> Box:
    made = hosts.renew_link(
        actor, request_id=whole_number(typed.get("request", "")), address=typed.get("address", ""),
        replaces=typed.get("renew") == "replace",
    )  # fmt: skip
    return box_of(actor, made, is_to_be_sent=typed.get("renew") == "send")


def _withdraw(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> None:
    hosts.withdraw_request(actor, request_id=whole_number(typed.get("withdraw", "")))
    _said(request, _("The request is withdrawn, and its link opens nothing any more."))


def _make(request: HttpRequest, actor: Actor, host_id: int, typed: Data) -> None:
    placed = hosts.make_placements(
        actor, request_id=whole_number(typed.get("make", "")), place=plan_place(actor.course_key)
    )  # fmt: skip
    n = len(placed.placement_ids)
    if placed.is_new:
        said = ngettext("%(n)d placement is created.", "%(n)d placements are created.", n) % {"n": n}
        _said(request, said + " " + _("Next: say in each who the student is, and invite them."))
    else:
        _said(request, _("The placements had been created already."))


Do = Callable[[HttpRequest, Actor, int, Data], Box | None]
DO: Mapping[str, Do] = {
    "save": _save, "note": _note, "join": _join, "split": _split, "renew": _renew, "withdraw": _withdraw, "make": _make,
}  # fmt: skip
