"""The plan's pictures, drawn when somebody asks: the plan itself opens without them."""

from __future__ import annotations

from ....core.actor import Actor
from ....ui.action import Data, action
from ...placements.web.placed import number
from .. import api as plans
from ..pictures.all import pictures as draw
from .base import PlanBase


class PicturesActivity(PlanBase):
    """The pictures of a plan."""

    @action("GET")
    def pictures(self, actor: Actor, data: Data) -> str:
        """Of the draft as it is stored, or of the version named by `number`."""
        placement_id = number(data, "placement")
        if "number" not in data:
            plan = self.read_plan(actor, placement_id)
            document, name = plan.document(self.rules.headings), "draft"
        else:
            wanted = number(data, "number")
            version = plans.version(actor, placement_id=placement_id, usage_key=self.usage_id, number=wanted)
            document, name = version.document, f"version{wanted}"
        return self.html(
            "plans/macros/pictures.html#plan_pictures", pictures=draw(document), picture_id=f"{self.html_id}-{name}"
        )
