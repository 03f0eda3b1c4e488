"""The page where anybody checks what was issued: a code and a name, by POST, and then all that it says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ....core import limits
from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.language.text import NAME_LIMIT
from ....openedx.platform import site_address
from ....ui.pages.serving import network_of, page, read_form, render
from .. import api as statements
from .. import documents

WRONG_ANSWERS = limits.Limit("check", 30, 600)  # from one network; a right one counts for nothing
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
    if limits.is_used_up(WRONG_ANSWERS, network_of(request)):
        words = _("There were too many wrong answers from your network. Try again in %(minutes)d minutes.")
        return _ask(request, words % {"minutes": WRONG_ANSWERS.minutes}, code, name, 429)
    try:
        checked = statements.check(Actor.stranger(), code=code, name=name)
    except NotFound as error:
        limits.count(WRONG_ANSWERS, network_of(request))
        return _ask(request, str(error.message), code, name, 404)
    document = documents.document(checked.issued) if checked.issued else None
    return render(request, "statements/checked.html", checked=checked, document=document, code=code, name=name)


def _ask(request: HttpRequest, error: str = "", code: str = "", name: str = "", status: int = 200) -> HttpResponse:
    return render(request, "statements/check.html", status, error=error, code=code, name=name)
