"""The author's mark on a step that gives a point for being worked through, of the kinds in which nothing is right or wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Part, Step

_NAME = "counted"
COUNTED = Part(
    _NAME, _("Counts in the grade"),
    _("One point for whoever works through it, whichever way they take."), type="flag",
)  # fmt: skip


def is_counted(step: Step) -> bool:
    return step.flag(_NAME)
