"""What an author may set as the rubric of a plan: what is still the default is kept as such."""

from __future__ import annotations

from ....reviews.api import Criterion
from ....reviews.web import rubric_form
from ... import rubric


class RubricForm(rubric_form.RubricForm):
    def to_keep(self, typed: Criterion) -> dict[str, str]:
        return rubric.to_keep(typed)
