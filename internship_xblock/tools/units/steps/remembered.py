"""What a kind of step says of its answers for those who read them later: without the step, or after its author changed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from .base import Answer, Step

Asked = Mapping[str, Any]  # JSON: what they saw when they answered (asked.py)


class Remembered:
    """The part of a `Kind` that is about answers from before."""

    in_workbook: ClassVar[bool] = False  # whether its answers are pages of the learner's own (documents.py)

    def is_in_workbook(self, asked: Asked) -> bool:
        """Return whether an answer to what was asked is a page of the learner's own."""
        return self.in_workbook

    def asked(self, step: Step) -> dict[str, Any]:
        """What an answer needs to be read without the step; {} where nobody reads it again."""
        return {}

    def with_earlier(self, said: dict[str, Any], before: Asked, answer: Answer) -> dict[str, Any]:
        """The same, with what earlier words in the answer need that the step no longer says."""
        return said

    def left_over(self, step: Step, answer: Answer, asked: Asked) -> list[tuple[str, str]]:
        """What a learner wrote in fields that are gone, each with its label."""
        return []
