"""Remind with preview: who gets which mail, who does not and why; then the button that sends."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....core import standing
from ....core.clock import as_reader
from ....core.errors import BadRequest
from ....openedx.platform import actor_of_request
from ....ui.pages.serving import go_to, page, read_form, render
from ...placements import api as placements
from ...placements.web.overview.pages import PAGES
from .. import api as coordination
from ..api import REMIND_LIMIT, Reminder
from .asking import choice_of, course_of, query
from .inviting import Inviter, plan_place

_WHY: dict[str, str | Promise] = {
    "no_address": gettext_lazy("has no e-mail address"),
    "today": gettext_lazy("was reminded today"),
    "declined": gettext_lazy("has declined"),
    "not_wanted": gettext_lazy("does not want such messages"),
    "not_joined": gettext_lazy("has not joined yet"),
    "gone": gettext_lazy("is not there any more"),
}
_MAILS: dict[str, str | Promise] = {
    "invited": gettext_lazy("The invitation, with a new link."),
    standing.UNSIGNED: gettext_lazy("A message that a plan waits for their signature."),
    "silent": gettext_lazy("A message that a few sentences in the log are enough."),
}


@page("GET", "POST")
def placements_remind(request: HttpRequest, course_key: str) -> HttpResponse:
    """The preview; and, once the button was pressed, back to the list. Opening it sends nothing."""
    actor = actor_of_request(request, course_key)
    choice: dict[str, Any] = {**choice_of(request)}
    back = reverse("internship_xblock:placements", args=[course_key]) + query(choice)
    with as_reader(actor.zone):
        if request.method == "POST":
            chosen = _numbers(read_form(request).get("placements", "").split(","))
            invite = Inviter(actor, plan_place(course_key))
            sent = coordination.remind(actor, course_key=course_key, state=choice["state"], placement_ids=chosen, invite=invite)
            words = ngettext("%(n)d reminder is on its way.", "%(n)d reminders are on their way.", sent) % {"n": sent}
            messages.add_message(request, messages.SUCCESS, words, fail_silently=True)
            return go_to(request, back)
        found = coordination.see_reminders(
            actor, course_key=course_key, **choice, placement_ids=_numbers(request.GET.getlist("row"))
        )
        return render(
            request, "coordination/remind.html", **course_of(course_key), back=back, here=query(choice),
            mail=_MAILS[found.state], sent=[_line(one) for one in found.sent],
            skipped=[_line(one) for one in found.skipped], is_cut=found.is_cut, limit=REMIND_LIMIT,
            placements=",".join(map(str, found.placement_ids)), can_send=placements.can_send(),
            title=_("Remind people"),
        )  # fmt: skip


def _numbers(texts: list[str]) -> list[int]:
    """The placements that are named. BadRequest for what is no number, or too many."""
    known = [text for text in texts if text]
    if len(known) > REMIND_LIMIT or not all(text.isascii() and text.isdigit() and len(text) < 19 for text in known):
        raise BadRequest()
    return [int(text) for text in known]


def _line(one: Reminder) -> dict[str, str]:
    return {
        "name": one.party.name or one.party.role_label, "role": one.party.role, "role_label": one.party.role_label,
        "title": one.view.title, "address": one.address, "language": str(dict(settings.LANGUAGES).get(one.language, "")),
        "url": PAGES.address(one.view.course_key, "", one.view.id), "why": str(_WHY.get(one.skipped, "")),
    }  # fmt: skip
