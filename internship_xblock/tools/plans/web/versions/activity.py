"""What one can do with versions that were handed in: read, compare, sign."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....ui.action import Data, action
from ....placements import api as placements
from ....placements.api import PlacementView
from ....placements.web.placed import number
from ... import api as plans
from ..base import PlanBase
from .signing import signing


class VersionsActivity(PlanBase):
    """What was handed in."""

    def as_somebody_else(self, actor: Actor, placement: PlacementView) -> str:
        """What staff see who look at the course as a party: what was handed in, never the draft."""
        version = plans.last_version(actor, placement=placement, usage_key=self.usage_id)
        parts = version.parts if version is not None else ()
        return self.html("plans/looked_at.html", placement=placement, version=version, parts=parts)

    @action("GET")
    def show_version(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        version = plans.version(actor, placement_id=placement_id, usage_key=self.usage_id, number=number(data, "number"))
        return self.html("plans/version.html", version=version, parts=version.parts, placement_id=placement_id)

    @action("GET")
    def compare_versions(self, actor: Actor, data: Data) -> str:
        older, newer = sorted((number(data, "older"), number(data, "newer")))
        compared = plans.compare(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, older=older, newer=newer
        )
        return self.html("plans/compared.html", compared=compared, older=older, newer=newer)

    @action()
    def sign_version(self, actor: Actor, data: Data) -> str:
        placement_id, wanted = number(data, "placement"), number(data, "number")
        agreement = plans.sign(actor, placement_id=placement_id, usage_key=self.usage_id, number=wanted)
        placement = placements.get(actor, placement_id=placement_id)
        said = (
            _("Signed. All have signed: version %(number)d is agreed.")
            if agreement.is_agreed
            else _("Signed. It is agreed when the others have signed too.")
        )
        known = signing(actor, placement, agreement)
        del known["awaited"]  # who is awaited stands beside
        signed = self.html(
            "plans/macros/versions.html#agreement_panel",
            placement=placement,
            said=said % {"number": wanted},
            is_settled=False,
            **known,
        )
        return str(signed + self.screen_of(actor, self.read_plan(actor, placement)).next_piece())
