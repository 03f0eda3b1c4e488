"""Where the switches of the test settings post to: who one is, and under which conditions the course is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import people
from . import switches
from .frame import Refusal, in_words


@require_POST
@in_words
def view_as(request: HttpRequest) -> HttpResponse:
    """Become one of the people, and stay on the page where everybody may be there."""
    key = request.POST.get("person", "")
    if key not in people.PEOPLE:
        raise Refusal(400, _("There is nobody by that name to view the course as."))
    people.become(request, key)
    return HttpResponseRedirect(_back(request))


@require_POST
@in_words
def switch(request: HttpRequest) -> HttpResponse:
    """Show the course under another condition, in this browser."""
    answer = HttpResponseRedirect(_back(request))
    switches.turned(request, answer)
    return answer


def _back(request: HttpRequest) -> str:
    """The page the switch stood on: a path of our own, never another site."""
    path = request.POST.get("next", "/")
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"
