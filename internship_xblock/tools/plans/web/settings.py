"""The author's settings of a plan, as its screens take them: plain values, wherever they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...placements.api import INVITATION_DAYS
from ...reviews.api import Criterion
from .. import rubric
from ..rules import PlanRules
from ..schema.layout import Layout


@dataclass(frozen=True)
class PlanSettings:
    """The settings of one plan block.

    Attributes:
        rules: What the plan asks and how much of it, with the headings in the reader's language.
        criteria: The rubric, as it is submitted with a plan.
        possible: The points a reviewer can give, 0 for none.
        template_rows: What a plan can start from, as it is stored (sources/author_template.py).
        owner_role: Who usually begins the plan.
        link_days: How long a personal link opens a placement after its last period.
    """

    display_name: str
    rules: PlanRules
    criteria: tuple[Criterion, ...] = ()
    possible: float = 0
    template_rows: Sequence[Mapping[str, Any]] = ()
    owner_role: str = "mentor"
    link_days: int = INVITATION_DAYS

    @property
    def layout(self) -> Layout:
        return self.rules.layout

    @property
    def staff_mode(self) -> bool:
        return self.layout.staff

    @property
    def placement_kind(self) -> str:
        return self.layout.kind

    @property
    def has_closing(self) -> bool:
        """Whether something can be issued at the end. Erasmus+ asks for one; an onboarding has no student."""
        return not self.layout.staff

    @property
    def criteria_in_words(self) -> list[Criterion]:
        return [rubric.in_words(one) for one in self.criteria]
