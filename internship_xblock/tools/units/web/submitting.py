"""Submitting what is reviewed of a unit, on its screens."""

from __future__ import annotations

from typing import Any

from ....core.actor import Actor
from ....ui.action import Data, action
from .. import api, documents
from ..steps.reviewed import is_reviewed
from ..unit import Unit
from .given import ABOVE


class SubmittingMixin:
    """Submitting and taking back, as actions of a UnitBlock, and what its screens say of them."""

    said_above: bool | None

    @action()
    def submit(self: Any, actor: Actor, data: Data) -> str:
        """Submit the answers that the form was shown beside: `seen` stands for them."""
        self.said_above = ABOVE in data
        api.submit(actor, unit=self.unit, usage_key=self.usage_id, seen=data.get("seen", ""))
        html: str = self.show(actor, focus="review")
        return html

    @action()
    def take_back(self: Any, actor: Actor, data: Data) -> str:
        """Take back what waits for an answer; the learner's answers stay as they are."""
        self.said_above = ABOVE in data
        api.take_back(actor, unit=self.unit, usage_key=self.usage_id)
        html: str = self.show(actor, focus="review")
        return html

    def review_context(self: Any, actor: Actor, unit: Unit, screen: api.Screen) -> dict[str, Any]:
        """What a screen says of the review: at the end, and on the steps that are reviewed. Nothing else asks for it."""
        is_shown = bool(unit.reviewed) and (screen.step is None or is_reviewed(screen.step))
        if not is_shown or actor.masquerading:
            return {"review": None, "to_read": ()}
        found = api.review(actor, unit=unit, usage_key=self.usage_id, state=screen.state)
        return {"review": found, "to_read": documents.submitted(found.records)}
