"""What the parts of a plan's activity share: its settings, its sections, and how a form names them."""

from __future__ import annotations

from typing import Any

from ....core.actor import Actor
from ....core.errors import BadRequest
from ....records.schema import Section
from ....ui.action import Data
from ...placements import api as placements
from ...placements.web.links.inviting import InvitingActivity
from ...reviews import api as reviews
from .. import api as plans
from ..rules import PlanRules
from ..sources import filling
from .screen import PlanScreen
from .settings import PlanSettings


class PlanBase(InvitingActivity):
    """An activity about one plan."""

    settings: PlanSettings

    @property
    def layout(self) -> plans.Layout:
        return self.settings.layout

    @property
    def rules(self) -> PlanRules:
        return self.settings.rules

    def show(self, actor: Actor, notice: str = "") -> str:
        raise NotImplementedError

    def read_plan(self, actor: Actor, placement: int | placements.PlacementView) -> plans.PlanView:
        return plans.open_plan(actor, placement=placement, usage_key=self.usage_id, layout=self.layout)

    def screen_of(self, actor: Actor, plan: plans.PlanView) -> PlanScreen:
        return PlanScreen(activity=self, actor=actor, plan=plan, rules=self.rules)

    def section_of(self, data: Data, rows: bool = False) -> Section:
        """Return the section that a form names; BadRequest for none, or where it has no `rows` and should."""
        section = self.layout.by_name.get(data.get("section", ""))
        if section is None or (rows and not section.has_rows):
            raise BadRequest()
        return section

    def standing(self, actor: Actor, plan: plans.PlanView) -> reviews.Standing | None:
        """Return what became of the last version; None where none was submitted."""
        if not plan.versions or plan.plan_id is None:
            return None
        return self.standing_of(actor, plan.placement, plan.plan_id)

    def standing_of(self, actor: Actor, placement: int | placements.PlacementView, plan_id: int) -> reviews.Standing | None:
        """Return what became of the last version of a plan by its number."""
        found = reviews.standing(actor, placement=placement, usage_key=self.usage_id, kind=plans.KIND, subject_ids=[plan_id])
        return found.get(plan_id)

    def start_context(self, plan: plans.PlanView) -> dict[str, Any]:
        """For `start_from_panel` (macros/starting.html): what this person can still fill, and what is offered first."""
        names = self._fillable()
        empty = [name for name in names if name in plan.writable and plans.is_untouched(plan.sections[name])]
        return {
            "placement": plan.placement,
            "can_start": bool(empty),
            "is_fresh": not self.begun(plan),
            "has_template": bool(self.settings.template_rows),
        }

    def begun(self, plan: plans.PlanView) -> list[str]:
        """Return the sections in which something stands that a template could hold."""
        return [name for name in self._fillable() if plan.sections[name].is_begun]

    def _fillable(self) -> list[str]:
        return [section.name for section in filling.sections_of(self.layout)]
