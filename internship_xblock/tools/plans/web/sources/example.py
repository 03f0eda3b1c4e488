"""The example, read beside an empty part of a plan and copied part by part."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .....core.actor import Actor
from .....core.errors import Invalid
from .....records.parts import Section as DocumentSection
from .....ui.action import Data, action
from ....placements.web.placed import number
from ... import api as plans
from ...documents import parts
from ...schema import frozen_text
from ...sources import examples
from ..base import PlanBase

_BEGUN = _("Somebody has started this part in the meantime, so it stays as they wrote it. Reload the page to see it.")


class ExampleActivity(PlanBase):
    """An invented plan of another student, to look at."""

    @action("GET")
    def example(self, actor: Actor, data: Data) -> str:
        """One part of the example, below the part of the plan that is empty."""
        spec = self.section_of(data)
        plan = self.read_plan(actor, number(data, "placement"))
        may_copy = spec.name in examples.FILLED and spec.name in plan.writable and plans.is_untouched(plan.sections[spec.name])
        return self.html(
            "plans/example.html", name=spec.name, part=self._part(spec.name), may_copy=may_copy, placement=plan.placement
        )

    @action()
    def copy_example(self, actor: Actor, data: Data) -> str:
        """Put one part of the example into the plan, marked as what it is."""
        spec, placement_id = self.section_of(data), number(data, "placement")
        source = examples.source(self.rules, timezone.localdate())
        filled = plans.fill(
            actor, placement_id=placement_id, usage_key=self.usage_id, source=source, first_day=source.first_day,
            settings=self.rules, only=[spec.name],
        )  # fmt: skip
        if not filled.filled:
            raise Invalid(str(_BEGUN))
        return self.screen_of(actor, self.read_plan(actor, placement_id)).replaced(spec)

    def _part(self, name: str) -> DocumentSection | None:
        """What the example says in a section, with its own people around."""
        known = self.layout.by_name
        answers = examples.example(self.rules, timezone.localdate())
        data = {key: {"rows": rows} if known[key].has_rows else {"values": rows[0]} for key, rows in answers.items()}
        document = frozen_text.build(examples.people(self.layout), data, self.rules.headings, self.layout)
        found = parts.sections(document, pictures=())
        return next((section for section in found if section.name == name), None)
