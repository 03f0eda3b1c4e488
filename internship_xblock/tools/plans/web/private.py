"""What a student tells a few about themselves, on the plan's screen. It comes when somebody opens its place.

The draft keeper does not keep it: no copy of it lies on a computer that others may use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....ui.action import Data, action
from ....ui.refusals import at_fields
from ...placements import api as placements
from ...placements.web.placed import number
from .. import api as plans
from .base import PlanBase


class PrivateActivity(PlanBase):
    """The answers that have their own readers."""

    @action("GET")
    def private(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        answers = plans.read_private(actor, placement=placement_id, usage_key=self.usage_id)
        return self._private(actor, placement_id, answers)

    @action()
    def save_private(self, actor: Actor, data: Data) -> str:
        field, placement_id = data.get("field", ""), number(data, "placement")
        prefix = f"private-{field}"
        text = data.get(f"{prefix}-text", "")
        with at_fields(prefix):
            answers = plans.write_private(
                actor, placement_id=placement_id, usage_key=self.usage_id, field=field, text=text,
                readers=data.getlist(f"{prefix}-readers"), is_agreed=f"{prefix}-agreed" in data,
                revision=number(data, "revision"), layout=self.layout,
            )  # fmt: skip
        said = (
            _("Saved. Only you and those you have chosen read it.") if text.strip() else _("Withdrawn. It is no longer stored.")
        )
        return self._private(actor, placement_id, answers, said)

    def _private(self, actor: Actor, placement_id: int, answers: Sequence[plans.PrivateView], said: str = "") -> str:
        place = placements.require(actor, "plan.read_private", placement_id)
        return self.html("plans/private.html", answers=[self._shown(one, place) for one in answers], placement=place, said=said)

    def _shown(self, one: plans.PrivateView, place: placements.PlacementView) -> dict[str, Any]:
        """An answer, and of the student's own those among whom they choose: who came to a chosen place later is not chosen."""
        seats = [seat for seat in place.parties if seat.role in one.field.readers and seat.user_id is not None]
        return {"view": one, "readers": [(seat, seat.uid in one.readers and _was_there(seat, one)) for seat in seats]}


def _was_there(seat: placements.PartyRow, one: plans.PrivateView) -> bool:
    return seat.joined_at is not None and one.consented_at is not None and seat.joined_at <= one.consented_at
