"""What the lessons say on Today: what came back or waits for a reviewer, commitments whose day has come, where one stopped,
and what is to be renewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ....core.actor import Actor
from ....core.language import formats
from ....core.today import Part, Todo, day_as_moment
from ....openedx.platform import get_platform
from ...reviews import api as reviews
from ...training.web.today import renewals
from .. import api as units
from ..api import LessonsLeft

COUNTED: Mapping[str, Any] = {
    "unit.due": ngettext_lazy(
        "Did you do what you set out to do? %(n)d commitment is due",
        "Did you do what you set out to do? %(n)d commitments are due",
        "n",
    ),
    "unit.change": ngettext_lazy(
        "Changes were requested in your answers to %(n)d lesson", "Changes were requested in your answers to %(n)d lessons", "n"
    ),
    "unit.review": ngettext_lazy(
        "Your answers to %(n)d lesson are with a reviewer", "Your answers to %(n)d lessons are with a reviewer", "n"
    ),
}


def part(actor: Actor) -> Part:
    """Return what is said of one's own lessons in the actor's course, or in all where the actor has none.

    One query; one more for whoever has begun a lesson, and one for whoever may have something to renew.
    """
    if actor.is_guest:  # a lesson is for those with an account
        return Part()
    found = units.lessons_left(actor, course_key=actor.course_key or None)
    submitted = reviews.pending_own(actor, kind=units.KIND, course_key=actor.course_key or None) if found.has_begun else ()
    to_renew = renewals(actor) if found.may_renew else []
    return Part(todos=[*map(_submitted, submitted), *_due(found), *to_renew, *_to_continue(found)], counted=COUNTED)


def _submitted(one: reviews.OwnSubmission) -> Todo:
    address = get_platform().block_url(one.course_key, one.usage_key)
    unit = {"unit": one.title or _("a lesson")}
    if one.status == reviews.RETURNED:
        said = _("Changes were requested in your answers to “%(unit)s”. Make them, then submit it again.") % unit
        return Todo(kind="unit.change", sentence=said, action=_("Read and change"), address=address, since=one.since)
    said = _("Your answers to “%(unit)s” were submitted on %(when)s. A reviewer reads them next.")
    said %= {**unit, "when": formats.day(one.since)}
    return Todo(kind="unit.review", sentence=said, address=address, since=one.since, is_mine=False)


def _due(found: LessonsLeft) -> list[Todo]:
    platform = get_platform()
    return [
        Todo(
            kind="unit.due",
            sentence=_("Did you do what you set out to do by %(day)s in “%(unit)s”?")
            % {"day": formats.day(one.by), "unit": one.unit or _("a lesson")},
            action=_("Answer"), address=platform.block_url(course_key, one.usage_key), since=day_as_moment(one.by),
        )
        for course_key, one in found.due
    ]  # fmt: skip


def _to_continue(found: LessonsLeft) -> list[Todo]:
    if found.last is None:
        return []
    course_key, usage_key, unit = found.last
    said = _("You were last in “%(unit)s”.") % {"unit": unit} if unit else _("You have begun the course.")
    url = get_platform().block_url(course_key, usage_key)
    return [Todo(kind="unit.continue", sentence=said, action=_("Continue the course"), address=url)]
