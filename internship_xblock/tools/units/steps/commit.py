"""Commit: what I will do, and by when. Comes back on the closing screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.clock import is_past
from ....core.errors import Invalid, Words
from ....core.language.text import LINE_LIMIT, too_long
from .base import Answer, Feedback, Given, Kind, Step, last, parse_day, written


class Commit(Kind):
    name = "commit"
    label = _("Commit")
    purpose = _("what the learner will do, and by when")
    in_workbook = True
    drafts = {"text": _("What I will do"), "by": _("By when")}

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        text, by = last(given, "text"), last(given, "by")
        problems: dict[str, Sequence[Words]] = {}
        if too_long(text, LINE_LIMIT) or not text.strip():
            problems["text"] = too_long(text, LINE_LIMIT) or [_("Write one thing that you will do.")]
        day = parse_day(by)
        if day is None:
            problems["by"] = [_("Choose a date.")]
        elif is_past(day) and by != written(before, "by"):
            problems["by"] = [_("This date has passed. Choose one from today on.")]
        if problems:
            raise Invalid(fields=problems)
        return {"text": text, "by": by}

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return bool(written(answer, "text").strip()) and parse_day(written(answer, "by")) is not None

    def asked(self, step: Step) -> dict[str, Any]:
        return {"prompt": step.text}

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        return Feedback("good", _now("Saved. You will find it again at the end of this lesson."))

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        return {"day": parse_day(written(answer, "by"))}

    def record(self, step: Step, answer: Answer) -> str:
        return written(answer, "text")
