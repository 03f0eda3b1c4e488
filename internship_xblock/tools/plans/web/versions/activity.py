"""What one can do with versions: read what will be submitted, submit, read what was, compare, sign."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....ui.action import Data, action
from ....placements.api import PlacementView
from ....placements.web.placed import number
from ... import api as plans
from ...api import VersionView
from ...documents import plan as documents
from ..base import PlanBase
from ..screen import PlanScreen
from .signing import signing


class VersionsActivity(PlanBase):
    """What is submitted."""

    def as_somebody_else(self, actor: Actor, placement: PlacementView) -> str:
        """What staff see who look at the course as a party: what was submitted, never the draft."""
        version = plans.last_version(actor, placement=placement, usage_key=self.usage_id)
        sections = documents.sections(version.document, on_screen=True) if version is not None else []
        return self.html("plans/looked_at.html", placement=placement, version=version, sections=sections)

    @action("GET")
    def before_submit(self, actor: Actor, data: Data) -> str:
        """What will be submitted: all of it, and who is asked next."""
        return self._screen(actor, data).before_submit()

    @action("GET")
    def show_version(self, actor: Actor, data: Data) -> str:
        screen = self._screen(actor, data)
        return self._read(screen, self._version(actor, data))

    @action("GET")
    def compare_versions(self, actor: Actor, data: Data) -> str:
        older, newer = sorted((number(data, "older"), number(data, "newer")))
        compared = plans.compare(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, older=older, newer=newer
        )
        return self.html("plans/compared.html", compared=compared, older=older, newer=newer)

    @action("GET")
    def history(self, actor: Actor, data: Data) -> str:
        """What happened to the plan so far."""
        return self._screen(actor, data).history()

    @action()
    def sign_version(self, actor: Actor, data: Data) -> str:
        wanted = number(data, "number")
        agreement = plans.sign(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, number=wanted, shown=data.get("shown", "")
        )
        said = (
            _("Signed. All have signed: version %(number)d is agreed.")
            if agreement.is_agreed
            else _("Signed. It is agreed when the others have signed too.")
        )
        screen = self._screen(actor, data)
        return self._read(screen, self._version(actor, data), said % {"number": wanted}, **screen.signed())

    def _screen(self, actor: Actor, data: Data) -> PlanScreen:
        return self.screen_of(actor, self.read_plan(actor, number(data, "placement")))

    def _version(self, actor: Actor, data: Data) -> VersionView:
        return plans.version(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, number=number(data, "number")
        )

    def _read(self, screen: PlanScreen, version: VersionView, said: str = "", **elsewhere: Any) -> str:
        """A version with the signatures under it. Of several, the newest is there to be signed."""
        agreement = plans.agreement_under(screen.actor, plan=screen.plan, version=version)
        known = signing(screen.actor, screen.plan.placement, agreement)
        if version.number != screen.plan.versions[-1].number:
            known["may_sign"] = False
        context = {
            **known,
            "version": version,
            "head": documents.head(version.document, state=documents.state_of(version.number, agreement.is_agreed)),
            "sections": documents.sections(version.document, on_screen=True),
            "said": said,
            "is_swap": bool(elsewhere),
        }
        return screen.html("plans/version.html", **{**elsewhere, **context})
