"""What waits in a course for its reviewers, on Today."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.language import formats
from ....core.today import Part, Todo
from ....openedx.platform import get_platform
from .. import api as reviews
from ..api import COUNT_LIMIT
from .words import count_limit


def queue(actor: Actor) -> Part:
    """Return how much waits for an answer, with the way to what has waited longest. One query, however much."""
    found = reviews.queue(actor, course_key=actor.course_key)
    if found.oldest_id is None:
        return Part()
    course = {"course": get_platform().course_name(actor.course_key), "day": formats.day(found.oldest_at)}
    if found.count > COUNT_LIMIT:
        said = _("In “%(course)s” more than %(limit)s submissions are waiting for a review, the oldest since %(day)s.")
        said %= {**course, "limit": count_limit()}
    else:
        words = ngettext(
            "In “%(course)s” %(count)d submission is waiting for a review since %(day)s.",
            "In “%(course)s” %(count)d submissions are waiting for a review, the oldest since %(day)s.",
            found.count,
        )
        said = words % {**course, "count": found.count}
    address = reverse("internship_xblock:review_open", args=[actor.course_key, found.oldest_id])
    action = _("Open the one that has waited longest") if found.count > 1 else _("Open it")
    return Part(todos=[Todo(kind="review.answer", sentence=said, action=action, address=address, since=found.oldest_at)])
