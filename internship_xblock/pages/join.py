"""The personal link: who invites to what, and one button to take the place. Looking never uses the link up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..openedx.platform import actor_of_request, get_platform
from ..tools.errors import Invalid, ToolError
from ..tools.placements import api as placements
from .base import page, read_form


@page("GET", "POST")
def join(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows the invitation, POST accepts it."""
    invitation = placements.see_invitation(actor_of_request(request, ""), code=code)
    platform = get_platform()
    error: ToolError | None = None
    is_enrolled = platform.is_enrolled(request.user, invitation.course_key)
    if request.method == "POST":
        read_form(request)
        if is_enrolled:
            try:
                placements.join(actor_of_request(request, invitation.course_key), course_key=invitation.course_key, code=code)
            except Invalid as refusal:
                error = refusal
                invitation = placements.see_invitation(actor_of_request(request, ""), code=code)
            else:
                return redirect("internship_xblock:join", code=code)
    context = {
        "invitation": invitation,
        "reasons": [words for messages in error.fields.values() for words in messages] if isinstance(error, Invalid) else [],
        "is_enrolled": is_enrolled,
        "course_name": platform.course_name(invitation.course_key),
        "course_url": platform.course_url(invitation.course_key),
    }
    status = 422 if error else 403 if request.method == "POST" and not is_enrolled else 200
    return render(request, "internship_xblock/pages/join.html", context, status=status)
