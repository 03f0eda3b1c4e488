"""What moving a placement's days does to its plan, in words, for the page of the placement (core/moving.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.language import formats
from ....core.moving import Move, Moved, Wanted
from ....records.reading import row_title
from ....ui.pages.blocks import Blocks
from ...placements.api import PlacementView
from .. import api as plans
from ..api import Moving
from ..drafts.where import usage_keys
from ..rules.moving import RowMove
from .block import PlanBlock


class PlanMoves:
    """The days of the newest plan of a placement whose block is still in the course."""

    def may(self, actor: Actor, placement: PlacementView) -> bool:
        roles = placement.roles
        return not actor.masquerading and permissions.is_allowed("plan.move_dates", roles)

    def look(self, actor: Actor, placement: PlacementView, wanted: Wanted) -> Move | None:
        where = self._where(placement)
        if where is None:
            return None
        usage_key, settings, address = where
        found = plans.would_move(actor, placement=placement, usage_key=usage_key, wanted=wanted, settings=settings.rules)
        return _in_words(found, address)

    def move(self, actor: Actor, placement: PlacementView, wanted: Wanted, shown: str) -> Move | None:
        where = self._where(placement)
        if where is None:
            return None
        usage_key, settings, address = where
        found = plans.move_dates(
            actor, placement_id=placement.id, usage_key=usage_key, wanted=wanted, settings=settings.rules, shown=shown
        )
        return _in_words(found, address)

    def _where(self, placement: PlacementView) -> tuple[str, Any, str] | None:
        """Return the block of the plan, its author's settings and its page; None where there is none. One query."""
        blocks = Blocks("plan", "internship_plan", PlanBlock)
        for usage_key in usage_keys(placement.id):
            settings = blocks.settings(placement.course_key, usage_key)
            if settings is not None:
                return usage_key, settings, blocks.address(placement.course_key, usage_key, placement.id)
        return None


MOVES = PlanMoves()


def _in_words(found: Moving, address: str) -> Move:
    lines = [(one.moves, _line(found, name, one)) for name, rows in found.rows.items() for one in rows]
    return Move(
        moving=[line for moves, line in lines if moves], staying=[line for moves, line in lines if not moves],
        days=found.days, shown=found.shown, notes=list(_notes(found)), address=address,
    )  # fmt: skip


def _line(found: Moving, name: str, one: RowMove) -> Moved:
    spec = found.plan.layout.by_name[name]
    what = row_title(spec, one.number, one.before) if spec.has_rows else str(spec.title)
    before, after = _days(one, one.before), _days(one, one.after)
    if not one.moves:
        return Moved(what, before, after, _("has passed"))
    is_part = any(day < timezone.localdate() for day in one.days(one.before))
    return Moved(what, before, after, _("has begun: only its last day moves") if is_part else "")


def _days(one: RowMove, row: Any) -> str:
    days = one.days(row)
    return formats.days(days[0], days[-1])


def _notes(found: Moving) -> Iterator[str]:
    number = found.plan.last_number
    if number:
        words = _(
            "Version %(number)d of the plan keeps the days that were agreed. The draft gets the new ones; they hold once the "
            "next version is submitted and signed."
        )
        yield words % {"number": number}
    if found.days % 7:
        yield _("The days fall on other days of the week than before: check them.")
    moved = (day for rows in found.rows.values() for one in rows if one.moves for day in one.days(one.after))
    if not all(map(found.plan.placement.timing.takes_place, moved)):
        yield _("Some of the new days fall into a pause or after the end of the placement: they do not take place.")
