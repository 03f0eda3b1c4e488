"""Of which courses somebody sees placements, and what every page of hosts says of its course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ....core.actor import Actor
from ....core.courses import org_of
from ....openedx.platform import get_platform
from ...coordination.web.asking import course_of

COURSES_LIMIT = 100  # of one organisation; more than anybody looks after


def elsewhere(request: HttpRequest, actor: Actor) -> Sequence[Actor]:
    """Return the same person in the other courses of the organisation in which the platform names them as staff."""
    org, own = org_of(actor.course_key), actor.course_key
    keys = [key for key in get_platform().staffed_courses(request.user) if key != own and org_of(key) == org]
    return [replace(actor, course_key=key, is_staff=True) for key in keys[:COURSES_LIMIT]]


def frame(course_key: str) -> dict[str, Any]:
    """Return what every page of hosts has: its course, and the ways to the lists."""
    return {
        **course_of(course_key), "org": get_platform().course_organisation(course_key) or org_of(course_key),
        "hosts_url": reverse("internship_xblock:hosts", args=[course_key]),
        "placements_url": reverse("internship_xblock:placements", args=[course_key]),
    }  # fmt: skip
