"""The tester's switches: under which conditions this browser shows the course. Each is a cookie; the usual answer is none."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...ui.pages.variant import COOKIES


@dataclass(frozen=True)
class Switch:
    """One question with a few answers; the answer "" is the usual one, and is not stored."""

    name: str
    title: str | Promise
    cookie: str
    choices: tuple[tuple[str, str | Promise], ...]

    def chosen(self, request: HttpRequest) -> str:
        value = request.COOKIES.get(self.cookie, "")
        return value if value in dict(self.choices) else ""

    def keep(self, answer: HttpResponseBase, value: str) -> None:
        """Store a choice in the browser that gets this answer; anything unknown counts as the usual one."""
        if value and value in dict(self.choices):
            answer.set_cookie(self.cookie, value, samesite="Lax")
        else:
            answer.delete_cookie(self.cookie)


SWITCHES = (
    # Where a site's theme keeps it, so that our own pages find it as they do there.
    Switch("colours", _("Colours"), COOKIES[0], (("", _("As the device")), ("light", _("Light")), ("dark", _("Dark")))),
    Switch("width", _("Width"), "internship_width", (("", _("The window")), ("phone", _("A phone")))),
    Switch("hostile", _("Styles around the blocks"), "internship_hostile", (("", _("Plain")), ("on", _("Hostile")))),
)


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return what is chosen, by the names of the switches."""
    return {switch.name: switch.chosen(request) for switch in SWITCHES}


def turned(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Store each choice that was posted."""
    for switch in SWITCHES:
        if switch.name in request.POST:
            switch.keep(answer, request.POST[switch.name])
