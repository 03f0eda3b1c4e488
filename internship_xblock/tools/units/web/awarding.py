"""What a unit awards, on its closing screen and in Studio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....openedx.platform import CourseUnit, get_platform
from .. import api
from ..awards.rule import ids_of, unit_id
from ..unit import State, Unit


@dataclass(frozen=True)
class Missing:
    """A lesson that a learner has not completed yet. `url` is "" where it is no longer in the course."""

    title: str
    url: str


class AwardMixin:
    """What a UnitBlock shows of what it awards."""

    def award_context(self: Any, actor: Actor, unit: Unit, state: State) -> dict[str, Any]:
        """What the closing screen says of it. Nothing is asked of a unit that awards nothing."""
        if unit.award is None or actor.masquerading:
            return {"award": None, "missing": ()}
        found = api.award_progress(actor, unit=unit, usage_key=self.usage_id, state=state)
        return {"award": found, "missing": _missing(actor.course_key, found.missing if found else ())}

    def units_to_choose(self: Any) -> list[CourseUnit] | None:
        """The other units of the course, for the author, and those that are named and gone. None where there is no course."""
        found = get_platform().course_units(self.course_key)
        if found is None:
            return None
        known = {one.id for one in found}
        words = _("A lesson that is no longer in the course (%(id)s)")
        gone = [CourseUnit(name, words % {"id": name}, "") for name in ids_of(self.award_needs) if name not in known]
        return [*(one for one in found if one.id != unit_id(self.usage_id)), *gone]


def _missing(course_key: str, usage_keys: Sequence[str]) -> list[Missing]:
    """The names of lessons and the ways to them: those of this learner's alone that are still to do."""
    platform, found = get_platform(), []
    for usage_key in usage_keys:
        block = platform.load_block(course_key, usage_key)
        title = str(getattr(block, "display_name", "") or "")
        found.append(Missing(title, platform.block_url(course_key, usage_key) if block is not None else ""))
    return found
