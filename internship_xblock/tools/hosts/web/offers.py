"""The page behind a host's link: what a university asks for, and the answer. Looking never changes anything.

The code stands after the `#` of the link, which a browser sends to nobody; a script of ours posts it. The browser then keeps it
in a cookie for our own pages, where no script reads it, and goes to an address that has nothing in it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from ....core import limits
from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.errors import Invalid, NotFound, Stale, ToolError
from ....core.language.text import whole_number
from ....openedx.platform import get_platform, require_course
from ....ui.action import Data
from ....ui.files import htmx_file
from ....ui.pages.actors import speak
from ....ui.pages.serving import go_to, network_of, page, read_form, render
from ....ui.texts import TEXTS
from .. import api as hosts
from ..api import PLACES_LIMIT, Answer, Mentor, RequestView
from . import words
from .refusing import pieces, whole

COOKIE = "internship_offer_"  # and the number of the request
COOKIE_PATH = "/internship/offer/"
COOKIE_SECONDS = 60 * 24 * 60 * 60  # how long the link opens anything is its own
UNKNOWN_CODES = limits.Limit("unknown-offer", 30, 600)  # from one network
ANSWERS = limits.Limit("offer", 60, 3_600)  # to one request
HTML_ID = "offer"


@page("GET", "POST", is_public=True)
def offer(request: HttpRequest) -> HttpResponse:
    """GET asks for the code; POST keeps one that opens something in the browser's cookie, and goes to its page."""
    if request.method == "GET":
        return render(request, "hosts/offer_code.html")
    code = read_form(request).get("code", "")[:2_000]
    try:
        view = hosts.see_request(Actor.stranger(), code=code)
    except NotFound as error:
        return _ended(request, error)
    response = redirect("internship_xblock:offer_open", request_id=view.id)
    response.set_cookie(
        f"{COOKIE}{view.id}", hosts.plain_code(code), max_age=COOKIE_SECONDS, path=COOKIE_PATH, secure=request.is_secure(),
        httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def _ended(request: HttpRequest, error: ToolError) -> HttpResponse:
    """The same for every code that opens nothing; only unknown ones are counted, so that nobody locks others out."""
    if limits.is_too_often(UNKNOWN_CODES, network_of(request)):
        return render(request, "hosts/offer_ended.html", 429, is_too_often=True, words="")
    return render(request, "hosts/offer_ended.html", 404, is_too_often=False, words=error.message)


@page("GET", "POST", is_public=True)
def offer_open(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is asked of the host whose link this browser opened. POST answers, or closes it in this browser (`leave`)."""
    code = str(request.COOKIES.get(f"{COOKIE}{request_id}", ""))[:100]
    typed = read_form(request) if request.method == "POST" else None
    if typed is not None and "leave" in typed:
        return _left(request, request_id)
    try:
        view = hosts.see_request(Actor.stranger(), code=code)
    except NotFound as error:
        return _ended(request, error)
    if view.id != request_id:
        return _ended(request, NotFound())
    require_course(view.course_key)
    speak(view.language)
    with as_reader(view.zone):
        if typed is None:
            return _show(request, view)
        try:
            _answer(view, code, typed)
        except (Invalid, Stale) as error:
            return pieces(request, error, HTML_ID) or _show(request, view, typed, error)
        return go_to(request, f"{reverse('internship_xblock:offer_open', args=[request_id])}?sent=1")


def _left(request: HttpRequest, request_id: int) -> HttpResponse:
    response = render(request, "placements/left.html", forgets=f"host-{request_id}")
    response.delete_cookie(f"{COOKIE}{request_id}", path=COOKIE_PATH, samesite="Lax")
    return response


def _answer(view: RequestView, code: str, typed: Data) -> None:
    if limits.is_too_often(ANSWERS, str(view.id)):
        raise Invalid(_("You have answered very often. Please wait an hour; what you typed is still here."))
    is_none = "none" in typed
    mentors = [] if is_none else [Mentor(*_mentor(typed, at)) for at in range(1, PLACES_LIMIT + 1)]
    answer = Answer(offered=0 if is_none else whole(typed.get("offered", "")), mentors=mentors, remark=typed.get("remark", ""))
    hosts.answer_request(
        Actor.stranger(), code=code, revision=whole_number(typed.get("revision", "")), answer=answer
    )  # fmt: skip


def _mentor(typed: Data, at: int) -> tuple[str, str]:
    return typed.get(f"mentor-{at}-name", ""), typed.get(f"mentor-{at}-email", "")


def _show(request: HttpRequest, view: RequestView, typed: Data | None = None, error: ToolError | None = None) -> HttpResponse:
    platform = get_platform()
    rows = min(PLACES_LIMIT, max(view.places, view.offered or 0, len(view.mentors), 1))
    if typed is not None:
        known = typed.dict()
        mentors = [_mentor(typed, at) for at in range(1, rows + 1)]
    else:
        known = {"offered": "" if view.offered is None else str(view.offered), "remark": view.remark}
        named = [(one.name, one.email) for one in view.mentors]
        mentors = [*named, *[("", "")] * (rows - len(named))]
    context: dict[str, Any] = {
        "view": view, **words.request_facts(view), "error": error, "typed": known, "mentors": mentors, "html_id": HTML_ID,
        "texts": TEXTS, "keeper": f"host-{view.id}", "htmx_url": static(htmx_file()), "limit": PLACES_LIMIT,
        "university": platform.course_organisation(view.course_key), "course": platform.course_name(view.course_key),
        "here": reverse("internship_xblock:offer_open", args=[view.id]), "offered": words.places(view.offered or 0),
        "is_sent": request.method == "GET" and "sent" in request.GET, "shown_mentors": 6,
    }  # fmt: skip
    return render(request, "hosts/offer.html", error.status if error else 200, **context)
