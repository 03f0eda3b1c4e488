"""Which of a learner's answers are pages of their workbook. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from .steps import KINDS
from .unit import StepRecord


def in_workbook(records: Sequence[StepRecord]) -> list[StepRecord]:
    """Those of them that are pages of the learner's own, and answered."""
    kinds = ((one, KINDS.get(kind_name(one))) for one in records if one.answer is not None)
    return [one for one, kind in kinds if kind and kind.is_in_workbook(one.asked)]


def kind_name(record: StepRecord) -> str:
    """Which kind of step was answered; of an answer from before that was kept it is told by its parts. "" for none of these."""
    parts, there = {"checklist": {"ticked"}, "commit": {"text", "by"}, "rewrite": {"text", "change"}}, set(record.answer or ())
    told = next((name for name, names in parts.items() if names <= there), "")  # a settled commitment has more than these
    return str(record.asked.get("kind") or told)
