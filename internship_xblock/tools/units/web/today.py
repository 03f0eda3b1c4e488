"""What the lessons say on Today: commitments whose day has come, where one stopped, and what is to be renewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ....core.actor import Actor
from ....core.language import formats
from ....core.today import Part, Todo, day_as_moment
from ....openedx.platform import get_platform
from ...training.web.today import renewals
from .. import api as units
from ..api import LessonsLeft

COUNTED: Mapping[str, Any] = {
    "unit.due": ngettext_lazy(
        "Did you do what you set out to do? %(n)d commitment is due",
        "Did you do what you set out to do? %(n)d commitments are due",
        "n",
    ),
}


def part(actor: Actor) -> Part:
    """Return what is said of one's own lessons in the actor's course, or in all where the actor has none.

    One query, two for whoever may have something to renew.
    """
    if actor.is_guest:  # a lesson is for those with an account
        return Part()
    found = units.lessons_left(actor, course_key=actor.course_key or None)
    to_renew = renewals(actor) if found.may_renew else []
    return Part(todos=[*_due(found), *to_renew, *_to_continue(found)], counted=COUNTED)


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
