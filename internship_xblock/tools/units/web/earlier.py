"""What earlier lessons left, on the screens of a later one: commitments whose day has come, and what one wrote there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ....core.actor import Actor
from ....records.document import Part
from ....ui.action import Data, action
from ....ui.refusals import in_form_of
from .. import api, documents
from .shown import Line, ShownStep


class EarlierMixin:
    """What a UnitBlock shows of earlier lessons, and the action by which a commitment is settled."""

    @action()
    def settle_commitment(self: Any, actor: Actor, data: Data) -> str:
        """Note how a commitment of an earlier lesson went: `unit`, `step`, `outcome`, `by` and the `place` of its form."""
        with in_form_of(data.get("place", "")):
            api.settle_commitment(
                actor, course_key=actor.course_key, usage_key=data.get("unit", ""), step_id=data.get("step", ""),
                outcome=data.get("outcome", ""), by=data.get("by", ""),
            )  # fmt: skip
        html: str = self.html("units/due.html", due=self.commitments_due(actor), focus="due", is_noted=True)
        return html

    def recalled_parts(self, actor: Actor, shown_step: ShownStep) -> tuple[Part, ...]:
        named = shown_step.data.get("recall", "")
        return documents.recalled(api.recalled(actor, course_key=actor.course_key, references=named)) if named else ()

    def has_workbook(self, actor: Actor, lines: Sequence[Line]) -> bool:
        """Whether the last screen leads to the workbook: this lesson has a page of it, or another left some. One query."""
        if actor.masquerading:
            return False
        return any(line.in_workbook for line in lines) or bool(
            api.in_workbook(api.workbook(actor, course_key=actor.course_key))
        )

    def commitments_due(self: Any, actor: Actor) -> tuple[api.Commitment, ...]:
        """The commitments of other lessons that a lesson asks about where it begins."""
        return api.due_commitments(actor, course_key=actor.course_key, but=self.usage_id)
