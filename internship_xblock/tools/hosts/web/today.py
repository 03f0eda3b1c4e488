"""Which hosts are waited for, and which wait for the course team, on the Today of its staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ....core.actor import Actor
from ....core.today import Part, Todo
from ....openedx.platform import get_platform
from .. import api as hosts

_WAITING = "waiting"  # for the hosts to do: all else is the course team's
# What is said of so many requests, by what they are counted as (`hosts.waiting_requests`), in this order. Chosen by the number,
# these have no type.
_SENTENCES: Mapping[str, Any] = {
    "answered": ngettext_lazy(
        "In “%(course)s”: %(n)d host offers places. Create the placements.",
        "In “%(course)s”: %(n)d hosts offer places. Create the placements.", "n",
    ),
    "lost": ngettext_lazy(
        "In “%(course)s”: the letter to %(n)d host was not delivered.",
        "In “%(course)s”: the letters to %(n)d hosts were not delivered.", "n",
    ),
    "overdue": ngettext_lazy(
        "In “%(course)s”: the answer of %(n)d host is overdue.",
        "In “%(course)s”: the answers of %(n)d hosts are overdue.", "n",
    ),
    _WAITING: ngettext_lazy(
        "In “%(course)s”: %(n)d host has been asked for places.",
        "In “%(course)s”: %(n)d hosts have been asked for places.", "n",
    ),
}  # fmt: skip


def queue(actor: Actor) -> Part:
    """Return what is to be done about requests, with the way to the list; what others have to do beside it. One query."""
    found = hosts.waiting_requests(actor, course_key=actor.course_key)
    counts = {name: count for name in _SENTENCES if (count := getattr(found, name))}
    if not counts:
        return Part()
    course = get_platform().course_name(actor.course_key)
    address = reverse("internship_xblock:hosts", kwargs={"course_key": actor.course_key})
    return Part(
        todos=[
            Todo(
                kind=f"host.{name}", sentence=str(_SENTENCES[name] % {"course": course, "n": count}), action=_("See the hosts"),
                address=address, is_mine=name != _WAITING,
            )
            for name, count in counts.items()
        ]
    )  # fmt: skip
