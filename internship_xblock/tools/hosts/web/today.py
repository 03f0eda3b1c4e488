"""Which hosts are waited for, and which wait for the course team, on the Today of its staff."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.today import Part, Todo
from ....openedx.platform import get_platform
from .. import api as hosts


def queue(actor: Actor) -> Part:
    """Return what is to be done about requests, with the way to the list; what others have to do beside it. One query."""
    found = hosts.waiting_requests(actor, course_key=actor.course_key)
    if not (found.answered or found.overdue or found.lost or found.waiting):
        return Part()
    known = {"course": get_platform().course_name(actor.course_key)}
    address = reverse("internship_xblock:hosts", kwargs={"course_key": actor.course_key})
    todos = []
    if found.answered:
        said = ngettext(
            "In “%(course)s”: %(n)d host offers places. Create the placements.",
            "In “%(course)s”: %(n)d hosts offer places. Create the placements.", found.answered,
        )  # fmt: skip
        todos.append(_todo("host.answered", said % {**known, "n": found.answered}, address))
    if found.lost:
        said = ngettext(
            "In “%(course)s”: the letter to %(n)d host was not delivered.",
            "In “%(course)s”: the letters to %(n)d hosts were not delivered.", found.lost,
        )  # fmt: skip
        todos.append(_todo("host.lost", said % {**known, "n": found.lost}, address))
    if found.overdue:
        said = ngettext(
            "In “%(course)s”: the answer of %(n)d host is overdue.",
            "In “%(course)s”: the answers of %(n)d hosts are overdue.", found.overdue,
        )  # fmt: skip
        todos.append(_todo("host.overdue", said % {**known, "n": found.overdue}, address))
    if found.waiting:
        said = ngettext(
            "In “%(course)s”: %(n)d host has been asked for places.",
            "In “%(course)s”: %(n)d hosts have been asked for places.", found.waiting,
        )  # fmt: skip
        todos.append(replace(_todo("host.waiting", said % {**known, "n": found.waiting}, address), is_mine=False))
    return Part(todos=todos)


def _todo(kind: str, sentence: str, address: str) -> Todo:
    return Todo(kind=kind, sentence=sentence, action=_("See the hosts"), address=address)
