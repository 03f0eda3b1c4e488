"""Comments on a plan, and who may write in it: what the parties do with each other on its screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.errors import NotFound
from .....records.schema import Section
from .....ui.action import Data, action
from .....ui.refusals import at_fields
from ....placements.web.placed import number
from ... import api as plans
from ..base import PlanBase
from .names import form_name
from .screen import Talk


class CommentsActivity(PlanBase):
    """What the parties say to each other about the plan, and who of them writes where."""

    @action("GET")
    def comments(self, actor: Actor, data: Data) -> str:
        talk, spec, row = self._talk(actor, data)
        return str(talk.panel(spec, row))

    @action()
    def comment(self, actor: Actor, data: Data) -> str:
        spec, row = self.section_of(data), data.get("row", "")
        with at_fields(form_name(spec.name, row)):
            plans.comment(
                actor, placement_id=number(data, "placement"), usage_key=self.usage_id, layout=self.layout, section=spec.name,
                row=row, field=data.get("field", ""), text=data.get("text", ""),
            )  # fmt: skip
        talk, spec, row = self._talk(actor, data)
        sent = _("Sent. Everybody taking part in this plan can read it.")
        return str(talk.panel(spec, row, said=sent) + talk.refresh(spec, row))

    @action()
    def settle_comments(self, actor: Actor, data: Data) -> str:
        plans.settle(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, section=data.get("section", ""),
            row=data.get("row", ""), field=data.get("field", ""), upto=number(data, "upto"),
        )  # fmt: skip
        return self._turns(actor, data, _("Resolved. It opens again when somebody writes here."))

    @action()
    def withdraw_comment(self, actor: Actor, data: Data) -> str:
        plans.withdraw_comment(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, comment_id=number(data, "comment")
        )
        return self._turns(actor, data, _("Withdrawn. Nobody had answered it."))

    def _turns(self, actor: Actor, data: Data, noted: str) -> str:
        talk, spec, row = self._talk(actor, data)
        return str(talk.turns(spec, row, noted) + talk.refresh(spec, row))

    def _talk(self, actor: Actor, data: Data) -> tuple[Talk, Section, str]:
        """The conversations of the card that a form names, as they stand now."""
        spec, row = self.section_of(data), data.get("row", "")
        plan = self.read_plan(actor, number(data, "placement"))
        view = plan.sections[spec.name]
        if row and row not in {one["uid"] for one in (*view.rows, *view.removed)}:
            raise NotFound(_("This was removed in the meantime and cannot be restored."))
        return self.screen_of(actor, plan).talk, spec, row

    # -- who may write where ----------------------------------------------------------------------------------

    @action("GET")
    def rights(self, actor: Actor, data: Data) -> str:
        return self._rights(actor, self.read_plan(actor, number(data, "placement")))

    @action()
    def allow(self, actor: Actor, data: Data) -> str:
        plan = plans.allow(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, revision=number(data, "revision"),
            ticked={uid: data.getlist(f"may-{uid}") for uid in data.getlist("party")}, layout=self.layout,
        )  # fmt: skip
        return self._rights(actor, plan, is_saved=True)

    def _rights(self, actor: Actor, plan: plans.PlanView, is_saved: bool = False) -> str:
        rows = [
            (party, [(spec, may[spec.name]) for spec in plan.layout.sections if spec.name in may])
            for party, may in plans.who_writes(actor, plan=plan)
        ]
        return str(self.html("plans/rights.html", plan=plan, placement=plan.placement, rows=rows, is_saved=is_saved))
