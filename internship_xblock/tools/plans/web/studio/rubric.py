"""What a reviewer looks at in a plan: the author's setting, as learners read it and as it is submitted."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from xblock.fields import List, Scope

from ....reviews.api import Criterion, criteria_of
from ... import rubric
from .rubric_form import RubricForm


class RubricMixin:
    """Mixed into the plan block."""

    rubric = List(scope=Scope.settings, default=rubric.DEFAULT_ROWS, help="What a reviewer looks at: id, title and text.")

    @property
    def criteria(self: Any) -> tuple[Criterion, ...]:
        """As they are submitted with a plan."""
        return criteria_of(self.rubric)

    @property
    def criteria_in_words(self) -> list[Criterion]:
        return [rubric.in_words(one) for one in self.criteria]

    def rubric_form(self: Any, data: MultiValueDict[str, str] | None = None) -> RubricForm:
        return RubricForm(data, rubric=self.criteria_in_words, auto_id=f"{self.html_id}-%s")
