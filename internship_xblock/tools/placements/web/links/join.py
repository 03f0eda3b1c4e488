"""The personal link: who invites to what, and one button to take the place. Looking never uses the link up.

The code stands after the `#` of the link, which a browser sends to nobody: no web server's log and no tracking log has it. A
script of ours posts it; without one there is a field to paste it into. Who has to sign in first does so from this page: the
code waits in the browser meanwhile.
"""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from .....core.errors import Invalid, NotFound, ToolError
from .....openedx.platform import COURSE_IS_GONE, actor_of_request, get_platform
from .....ui.pages.serving import page, read_form, render
from ... import api as placements


@page("GET", "POST", is_public=True)
def join(request: HttpRequest) -> HttpResponse:
    """GET asks for the code; POST shows what it stands for, and takes the place where `take` is pressed."""
    if request.method == "GET":
        return _ask(request)
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("internship_xblock:join"))
    typed = read_form(request)
    try:
        return _answer(request, typed)
    except NotFound as error:
        return _ask(request, error, typed.get("code", ""))


def _ask(request: HttpRequest, error: ToolError | None = None, code: str = "") -> HttpResponse:
    sign_in = "" if request.user.is_authenticated else redirect_to_login(reverse("internship_xblock:join")).url
    context = {"sign_in": sign_in, "error": error, "code": code}
    return render(request, "placements/join_code.html", error.status if error else 200, **context)


def _answer(request: HttpRequest, typed: MultiValueDict[str, str]) -> HttpResponse:
    code, anywhere = typed.get("code", ""), actor_of_request(request, "")
    invitation = placements.see_invitation(anywhere, code=code)
    platform = get_platform()
    if not platform.course_exists(invitation.course_key):
        raise NotFound(COURSE_IS_GONE)
    error: ToolError | None = None
    is_enrolled, takes = platform.is_enrolled(request.user, invitation.course_key), "take" in typed
    if takes and is_enrolled and not invitation.is_mine:  # whoever has joined sees it again after a reload
        try:
            placements.join(actor_of_request(request, invitation.course_key), course_key=invitation.course_key, code=code)
        except Invalid as refusal:
            error = refusal
        invitation = placements.see_invitation(anywhere, code=code)
    context = {
        "invitation": invitation,
        "code": code,
        "reasons": [words for messages in error.fields.values() for words in messages] if isinstance(error, Invalid) else [],
        "is_enrolled": is_enrolled,
        "course_name": platform.course_name(invitation.course_key),
        "course_url": platform.course_url(invitation.course_key),
    }
    status = 422 if error else 403 if takes and not is_enrolled else 200
    return render(request, "placements/join.html", status, **context)
