"""Rewrite: write it better, compare with a model answer, say what you would change now.

The model is shown once the learner has kept a first version of their own; the step is done with the second thought.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.errors import Invalid, Words
from ....core.language.text import too_long
from .base import Answer, Feedback, Given, Kind, Part, Step, last, written
from .reviewed import REVIEWED


class Rewrite(Kind):
    name = "rewrite"
    label = _("Rewrite")
    purpose = _("improve a text, then compare it with a model answer")
    in_workbook = True
    drafts = {"text": _("Your version"), "change": _("What you would change now")}
    parts = (
        Part("original", _("The text to improve"), type="text", is_element=True),
        Part("model", _("A model answer"), _("Shown once the learner has written a version."), type="text", is_element=True),
        REVIEWED,
    )

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        text, change = last(given, "text"), last(given, "change")
        problems: dict[str, Sequence[Words]] = {
            "text": too_long(text) or ([] if text.strip() else [_("Write your version first.")]),
            "change": too_long(change),
        }
        if written(before, "text") and not change.strip():
            problems["change"] = [_("Compare the two, and write what you would change, or why you would change nothing.")]
        problems = {name: words for name, words in problems.items() if words}
        if problems:
            raise Invalid(fields=problems)
        return {"text": text, "change": change}

    def asked(self, step: Step) -> dict[str, Any]:
        return {"prompt": step.text, "original": step.parts["original"]}

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return bool(written(answer, "text").strip() and written(answer, "change").strip())

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        if self.is_done(step, answer):
            return Feedback("good", _now("Both are saved."))
        return Feedback(
            "plain", _now("Your version is saved. Compare it with the model answer below, and write what you would change.")
        )

    def is_empty(self, step: Step) -> bool:
        return not (step.text.strip() or step.parts["original"].strip())

    def findings(self, step: Step) -> list[Words]:
        return [] if step.parts["model"].strip() else [_("There is no model answer to compare with.")]

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        return {"has_version": bool(written(answer, "text").strip())}

    def record(self, step: Step, answer: Answer) -> str:
        return written(answer, "change")
