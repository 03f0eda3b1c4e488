"""The author's mark on a step whose answer is submitted for review, of the kinds in which a learner writes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Part, Step

_NAME = "reviewed"
REVIEWED = Part(
    _NAME, _("Submitted for review"),
    _("The course team reads the answer once the learner has submitted it at the end of the unit."), type="flag",
)  # fmt: skip


def is_reviewed(step: Step) -> bool:
    return step.flag(_NAME)
