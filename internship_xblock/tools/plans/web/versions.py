"""What one can do with versions that were handed in: read, compare, sign."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....ui.block import action
from ...placements import api as placements
from ...placements.api import PlacementView
from ...placements.web.placed import number
from .. import api as plans

Data = MultiValueDict[str, str]


class VersionsMixin:
    """Mixed into the plan block."""

    def as_somebody_else(self: Any, actor: Actor, placement: PlacementView) -> str:
        """What staff see who look at the course as a party: what was handed in, never the draft."""
        version = plans.last_version(actor, placement=placement, usage_key=self.usage_id)
        parts = version.parts if version is not None else ()
        return self.html("plans/looked_at.html", placement=placement, version=version, parts=parts)

    @action("GET")
    def show_version(self: Any, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        version = plans.version(actor, placement_id=placement_id, usage_key=self.usage_id, number=number(data, "number"))
        return self.html("plans/version.html", version=version, parts=version.parts, placement_id=placement_id)

    @action("GET")
    def compare_versions(self: Any, actor: Actor, data: Data) -> str:
        older, newer = sorted((number(data, "older"), number(data, "newer")))
        compared = plans.compare(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, older=older, newer=newer
        )
        return self.html("plans/compared.html", compared=compared, older=older, newer=newer)

    @action()
    def sign_version(self: Any, actor: Actor, data: Data) -> str:
        placement_id, wanted = number(data, "placement"), number(data, "number")
        agreement = plans.sign(actor, placement_id=placement_id, usage_key=self.usage_id, number=wanted)
        placement = placements.get(actor, placement_id=placement_id)
        said = (
            _("Signed. All have signed: version %(number)d is agreed.")
            if agreement.is_agreed
            else _("Signed. It is agreed when the others have signed too.")
        )
        signed = self.html(
            "plans/macros/versions.html#agreement_panel",
            placement=placement,
            is_settled=False,
            said=said % {"number": wanted},
            agreement=agreement,
            sentence=plans.sentence(agreement.number),
            may_sign=_may_sign(actor, placement),
        )
        return str(signed + self._screen(actor, self._read(actor, placement)).next_piece())


def signing(actor: Actor, placement: PlacementView, agreement: plans.Agreement) -> dict[str, Any]:
    """What the signatures under a version are shown with, and whether one of them is this person's to give."""
    return {
        "agreement": agreement,
        "may_sign": _may_sign(actor, placement),
        "sentence": plans.sentence(agreement.number),
        "awaited": [line.name for line in agreement.lines if line.must and not line.signed_at and line != agreement.mine],
    }


def _may_sign(actor: Actor, placement: PlacementView) -> bool:
    return not actor.masquerading and permissions.is_allowed("plan.sign", placement.roles)
