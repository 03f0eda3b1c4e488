"""Commit: what I will do, and by when. Comes back on the closing screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.clock import is_past
from ....core.errors import Invalid, Words
from ....core.language.text import LINE_LIMIT, too_long
from .base import Answer, Feedback, Given, Kind, Step, last, parse_day, written

DONE, DROPPED = "done", "dropped"


def is_settled(answer: Answer) -> bool:
    """Whether somebody has said how a commitment went."""
    return written(answer, "settled") in (DONE, DROPPED)


def settled(answer: Answer, outcome: str, on: date) -> Answer:
    """Return a commitment with how it went, DONE or DROPPED, and the day on which that was said."""
    return {**answer, "settled": outcome, "settled_on": on.isoformat()}


def wrong_day(by: str, before: str = "") -> list[Words]:
    """Return what is wrong with the day of a commitment; one that has passed stays right where it was there `before`."""
    day = parse_day(by)
    if day is None:
        return [_("Choose a date.")]
    return [_("This date has passed. Choose one from today on.")] if is_past(day) and by != before else []


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
        if wrong := wrong_day(by, before=written(before, "by")):
            problems["by"] = wrong
        if problems:
            raise Invalid(fields=problems)
        is_same = before is not None and (written(before, "text"), written(before, "by")) == (text, by)
        return dict(before or {}) if is_same else {"text": text, "by": by}  # another commitment is open again

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return bool(written(answer, "text").strip()) and parse_day(written(answer, "by")) is not None

    def asked(self, step: Step) -> dict[str, Any]:
        return {"prompt": step.text}

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        said = _now("Saved. From that day on, the next lesson that you open asks whether you did it.")
        return Feedback("good", said)

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        is_over = is_settled(answer)
        return {
            "day": parse_day(written(answer, "by")), "outcome": written(answer, "settled") if is_over else "",
            "settled_on": parse_day(written(answer, "settled_on")) if is_over else None,
        }  # fmt: skip

    def record(self, step: Step, answer: Answer) -> str:
        return written(answer, "text")
