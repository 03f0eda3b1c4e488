"""The author's settings of a log, as its screens take them: plain values, wherever they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...placements.api import INVITATION_DAYS, ONBOARDING, PLACEMENT
from ..api import LogRules
from ..practice.samples import Sample


@dataclass(frozen=True)
class LogSettings:
    """The settings of one log block.

    Attributes:
        rules: What the log asks, who may read it, for how long it is kept.
        staff_mode: It is the learning log of a new employee.
        ask_hours: An entry has hours.
        length_hint: How long good entries often are, in words, "" for no hint.
        owner_role: Who usually begins it.
        teaching: Learners comment on `samples` instead of writing their own.
        link_days: How long a personal link opens a placement after its last period.
    """

    display_name: str
    rules: LogRules
    staff_mode: bool = False
    ask_hours: bool = True
    length_hint: str = ""
    owner_role: str = "student"
    teaching: bool = False
    samples: Sequence[Sample] = ()
    link_days: int = INVITATION_DAYS

    @property
    def placement_kind(self) -> str:
        return ONBOARDING if self.staff_mode else PLACEMENT

    @property
    def share_cohort(self) -> bool:
        """Whether an entry may be shared with all in the placement."""
        return "cohort" in self.rules.levels
