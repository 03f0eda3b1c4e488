"""The page on which somebody chooses how they are told: signed in, or by the signed link of a mail.

By the link nobody signs in: whoever holds it can change this choice and nothing else, and is shown no name. Its GET shows the
form and changes nothing, so that a program that follows links does no harm; mail programs post to it (RFC 8058).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ....core.actor import Actor
from ....core.errors import BadRequest
from ....core.notices import kinds
from ....openedx.platform import actor_of_request
from ....ui.pages.actors import speak
from ....ui.pages.serving import page, read_form, render
from .. import api
from ..api import Choice
from ..choices import actor_of_token
from ..readers import language_of

ONE_CLICK = "List-Unsubscribe"
ONE_CLICK_LIMIT = 2_000  # bytes


@page("GET", "POST")
def notices(request: HttpRequest) -> HttpResponse:
    """What you are told, for somebody signed in."""
    return _chosen(request, actor_of_request(request, ""), reverse("internship_xblock:notices"), is_by_link=False)


@csrf_exempt  # what is signed in the address is all that counts: no cookie does
@page("GET", "POST", is_public=True)
def notices_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link of a mail."""
    here = reverse("internship_xblock:notices_by_link", kwargs={"token": token})
    actor = actor_of_token(token)
    speak(language_of(actor.identity))  # as the mail: nobody is signed in
    return _chosen(request, actor, here, is_by_link=True)


def _chosen(request: HttpRequest, actor: Actor, here: str, *, is_by_link: bool) -> HttpResponse:
    is_saved = request.method == "POST"
    if is_saved and is_by_link and _is_one_click(request):
        api.choose(actor, chosen=Choice.SIGNATURES)
    elif is_saved:
        api.choose(actor, chosen=read_form(request).get("choice", ""))
    context: dict[str, Any] = {"csrf_token": ""} if is_by_link else {}
    return render(
        request, "notices/notices.html", choices=_choices(), chosen=api.choice(actor), is_saved=is_saved,
        kinds=kinds().values(), action_url=here, **context,
    )  # fmt: skip


def _is_one_click(request: HttpRequest) -> bool:
    """Whether a mail program asks for fewer messages. RFC 8058 lets it send a form of either kind; ours is never of parts."""
    if request.content_type == "multipart/form-data":
        if not 0 < int(request.META.get("CONTENT_LENGTH") or 0) <= ONE_CLICK_LIMIT:
            raise BadRequest()
        try:
            return ONE_CLICK in request.POST
        except (MultiPartParserError, SuspiciousOperation):
            raise BadRequest() from None
    return request.content_type == "application/x-www-form-urlencoded" and request.body[:80].startswith(
        ONE_CLICK.encode() + b"="
    )


def _choices() -> list[tuple[str, str, str]]:
    """The ways, each with what it means."""
    helps = {
        Choice.AT_ONCE: _("What happens within a few minutes comes in one message."),
        Choice.DAILY: _("In the morning, everything since the day before."),
        Choice.SIGNATURES: _("Everything else you see when you open the placement."),
    }
    return [(one.value, str(one.label), helps[one]) for one in Choice]
