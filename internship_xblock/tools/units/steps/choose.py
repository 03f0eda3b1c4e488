"""Choose: one answer, or several, with the author's words to each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.errors import BadRequest, Invalid, Words
from .base import Answer, Feedback, Given, Kind, Note, Part, Row, Rows, Score, Step, chosen, has_words, is_yes, known
from .remembered import Asked


class Choose(Kind):
    name = "choose"
    label = _("Choose")
    purpose = _("one answer or several, with feedback to each")
    text_label = _("Question")
    button = _("Check")
    closes = True
    parts = (
        Part("multiple", _("Several answers may be chosen"), type="flag"),
        Part(
            "keep", _("The answer stands in My workbook"), _("For a question about the learner that comes back later."),
            type="flag",
        ),
        Part("pool", _("Pool"), _("The name of the pool that it is drawn from; empty where everybody gets it.")),
    )  # fmt: skip
    rows = (
        Rows(
            "options", "option", _("Answer"), _("Answers"), _("Add an answer"),
            (
                Part("text", _("Text of the answer")),
                Part("correct", _("This answer is right"), type="flag"),
                Part("feedback", _("How to respond"), _("Shown to those who chose it."), type="text"),
            ),
        ),
    )  # fmt: skip

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        picked = list(dict.fromkeys(known(one, step.ids("options")) for one in given.get("option", ())))
        if not picked:
            raise Invalid(fields={"option": [_("Choose an answer first.")]})
        if len(picked) > 1 and not step.flag("multiple"):
            raise BadRequest()
        return {"chosen": picked}

    def asked(self, step: Step) -> dict[str, Any]:
        if not step.flag("keep"):
            return {}
        return {"keep": True, "options": [{"id": row["id"], "text": row["text"]} for row in step.rows["options"]]}

    def is_in_workbook(self, asked: Asked) -> bool:
        return bool(asked.get("keep"))

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return bool(set(chosen(answer, "chosen")) & set(step.ids("options")))

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        given = chosen(answer, "chosen")
        notes = tuple(
            Note(row["id"], row["text"], _is_right(row), row["id"] in given, row["feedback"]) for row in step.rows["options"]
        )
        score = self.score(step, answer)
        if score is None:
            return Feedback("plain", _now("Your answer is saved."), notes)
        if score.earned == score.possible:
            return Feedback("good", _now("That is right."), notes)
        if score.earned > 0 or any(note.chosen and note.right for note in notes):
            return Feedback("mind", _now("That is partly right."), notes)
        return Feedback("mind", _now("That is not quite right."), notes)

    def score(self, step: Step, answer: Answer | None) -> Score | None:
        """Of several right answers each counts alike, and a wrong one takes one away; never below nothing."""
        right = {row["id"] for row in step.rows["options"] if _is_right(row)}
        if not right:
            return None
        given = set(chosen(answer, "chosen")) & set(step.ids("options"))
        if not step.flag("multiple"):
            return Score(float(bool(given & right)), 1)
        return Score(max(0, len(given & right) - len(given - right)) / len(right), 1)

    def is_empty(self, step: Step) -> bool:
        return not has_words(step.rows["options"])

    def findings(self, step: Step) -> list[Words]:
        found: list[Words] = []
        options = step.rows["options"]
        if len(options) < 2:
            found.append(_("A choice needs at least two answers."))
        if not any(_is_right(row) for row in options):
            found.append(_("No answer is marked as right: it is an opinion, and there are no points for it."))
        if any(not row["text"].strip() for row in options):
            found.append(_("An answer has no text."))
        return found

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        given = chosen(answer, "chosen")
        return {
            "options": [{**row, "chosen": row["id"] in given} for row in step.rows["options"]],
            "multiple": step.flag("multiple"),
        }


def _is_right(row: Row) -> bool:
    return is_yes(row["correct"])
