"""Sharing a plan as a template, and ending that again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....ui.action import Data, action
from ....placements.web.placed import number
from ... import api as plans
from ...sources.template_form import ShareForm
from ..base import PlanBase


class SharingActivity(PlanBase):
    """Sharing what was written, without its people, with everybody in the course."""

    @action("GET")
    def sharing(self, actor: Actor, data: Data) -> str:
        """Exactly the text that would be shared, and what is shared already."""
        return self.share_panel(actor, number(data, "placement"))

    @action()
    def share_template(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        shared = plans.share_template(
            actor, placement_id=placement_id, usage_key=self.usage_id, settings=self.rules, typed=data.dict(),
            seen=data.get("seen", ""),
        )  # fmt: skip
        said = _("“%(title)s” is shared: everybody in this course who opens a plan can copy it. You can withdraw it here.")
        return self.share_panel(actor, placement_id, said % {"title": shared.title})

    @action()
    def withdraw_template(self, actor: Actor, data: Data) -> str:
        plans.withdraw_template(actor, template_id=number(data, "template"))
        said = _("It is withdrawn, and nobody finds it any more. Plans that started from it keep their text.")
        if "placement" not in data:
            return self.shared_panel(actor, said)
        return self.share_panel(actor, number(data, "placement"), said)

    @action("GET")
    def shared_templates(self, actor: Actor, data: Data) -> str:
        """What is shared in the course, for those who answer for it and have no plan of their own here."""
        return self.shared_panel(actor)

    def shared_panel(self, actor: Actor, said: str = "") -> str:
        shared = plans.templates(actor, settings=self.rules, to_withdraw=True)
        return self.html("plans/shared.html", shared=shared, said=said)

    def share_panel(self, actor: Actor, placement_id: int, said: str = "") -> str:
        ready = plans.to_share(actor, placement=placement_id, usage_key=self.usage_id, settings=self.rules)
        return self.html(
            "plans/share.html", ready=ready, placement_id=placement_id, said=said,
            form=ShareForm(auto_id=f"{self.html_id}-%s"),
            shared=plans.templates(actor, settings=self.rules, to_withdraw=True),
        )  # fmt: skip

    @action("GET")
    def more_shared(self, actor: Actor, data: Data) -> str:
        """More of what one may withdraw: in a plan, or for those who answer for the course."""
        here: dict[str, Any] = {"target": "shared"}
        if "placement" in data:
            here = {"target": "share", "placement_id": self.read_plan(actor, number(data, "placement")).placement.id}
        shared = plans.templates(actor, settings=self.rules, to_withdraw=True, after=data.get("after", ""))
        return self.html("plans/macros/sharing.html#shared_rows", shared=shared, has_focus=True, **here)
