"""The page where anybody checks what was issued: a code and a name, by POST, and then all that it says."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.language.text import NAME_LIMIT
from ....openedx.platform import site_address
from ....ui.pages.serving import page, read_form, render
from .. import api as statements
from .. import documents

TRIES, MINUTES = 30, 10  # wrong answers from one address; a right one counts for nothing
CODE_LIMIT = 100  # characters: more than a code with any spaces


def check_page() -> str:
    """Return the whole address of the page, as it stands on paper: of the site's settings, never of a request's host."""
    return site_address() + reverse("internship_xblock:check")


@page("GET", "POST", is_public=True)
def check(request: HttpRequest) -> HttpResponse:
    """GET asks for code and name; POST shows what was issued. The same answer for a wrong code and a wrong name."""
    if request.method == "GET":
        return _ask(request)
    typed = read_form(request)
    code, name = typed.get("code", "")[:CODE_LIMIT], typed.get("name", "")[:NAME_LIMIT]
    if _tries(request) >= TRIES:
        words = _("There were too many wrong answers from your network. Try again in %(minutes)d minutes.")
        return _ask(request, words % {"minutes": MINUTES}, code, name, 429)
    try:
        checked = statements.check(Actor.stranger(), code=code, name=name)
    except NotFound as error:
        _count(request)
        return _ask(request, str(error.message), code, name, 404)
    document = documents.document(checked.issued) if checked.issued else None
    return _sealed(render(request, "statements/checked.html", checked=checked, document=document, code=code, name=name))


def _ask(request: HttpRequest, error: str = "", code: str = "", name: str = "", status: int = 200) -> HttpResponse:
    return _sealed(render(request, "statements/check.html", status, error=error, code=code, name=name))


def _sealed(response: HttpResponse) -> HttpResponse:
    """Keep it out of search engines; out of caches it is by `page`."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _key(request: HttpRequest) -> str:
    """Where wrong answers of an address are counted: no cache knows the address itself."""
    known = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
    return f"internship-check-{known}"


def _tries(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _count(request: HttpRequest) -> None:
    if not cache.add(_key(request), 1, MINUTES * 60):
        try:
            cache.incr(_key(request))
        except ValueError:  # its time ended this moment
            cache.set(_key(request), 1, MINUTES * 60)
