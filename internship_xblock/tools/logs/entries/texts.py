"""All that was written in an entry, as text: kept before a change, compared after one, and as people read it.

Used by this tool's api only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.errors import Difference, Words
from ....core.language import formats
from ..models import Entry
from . import links
from .prompts import Kept, level_label, prompt_set, question_of

FACTS: dict[str, Words] = {
    "date": gettext_lazy("Day"), "hours": gettext_lazy("Hours"), "next_step": gettext_lazy("My next step"),
    "date_reason": gettext_lazy("Why this day"), "links": gettext_lazy("Links"),
}  # fmt: skip


def document(entry: Entry) -> dict[str, str]:
    """All that was written in an entry, as text: what is kept before a change, and compared after one."""
    return {
        **entry.texts, "next_step": entry.next_step, "date": entry.date.isoformat(), "hours": hours_text(entry.hours),
        "date_reason": entry.date_reason, "links": links.in_words(entry.links),
    }  # fmt: skip


def as_read(kept: Mapping[str, str]) -> dict[str, str]:
    """A document as people read it: its day and its hours are kept as machines write them."""
    read = dict(kept)
    if day := parse_date(read.get("date", "")):
        read["date"] = formats.day_and_year(day)
    if read.get("hours"):
        read["hours"] = formats.number(read["hours"])
    return read


def hours_text(hours: Any) -> str:
    if hours is None:
        return ""
    text = f"{hours:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def differences(entry: Entry, typed: Mapping[str, Any]) -> list[Difference]:
    """Where what was typed differs from what is stored, field by field."""
    stored = {name: getattr(entry, name) for name in typed}
    kept = [*typed.get("questions", ()), *stored.get("questions", ())]
    mine, theirs = words(typed, kept), words(stored, kept)
    empty = ("", "")
    return [
        Difference((mine.get(part) or theirs[part])[0], mine.get(part, empty)[1], theirs.get(part, empty)[1])
        for part in {**mine, **theirs}
        if mine.get(part, empty)[1] != theirs.get(part, empty)[1]
    ]


def words(columns: Mapping[str, Any], kept: Kept) -> dict[str, tuple[Words, str]]:
    """Columns of an entry as a person would read them: for each part of it, what it is called and what stands there."""
    found: dict[str, tuple[Words, str]] = {}
    if isinstance(columns.get("date"), date):
        found["date"] = (_("Day"), formats.day_and_year(columns["date"]))
    if "hours" in columns:
        found["hours"] = (_("Hours"), formats.number(columns["hours"]))
    if "model" in columns:
        found["model"] = (_("Questions"), str(prompt_set(columns["model"], kept).label))
    for name, text in columns["texts"].items():
        found[f"text-{name}"] = (question_of(name, kept) or _("Written with other questions"), text)
    if "next_step" in columns:
        found["next_step"] = (_("My next step"), columns["next_step"])
    if "date_reason" in columns:
        found["date_reason"] = (_("Why this day"), columns["date_reason"])
    if "links" in columns:
        found["links"] = (_("Links"), links.in_words(columns["links"]))
    if "level" in columns:
        found["level"] = (_("How deep does this entry go?"), str(level_label(columns["level"])))
    if "outcomes" in columns:
        found["outcomes"] = (_("Learning outcomes this concerns"), ", ".join(sorted(columns["outcomes"])))
    return found


def labels_of(entry: Entry, before: Mapping[str, str]) -> dict[str, Words]:
    """What the parts of an entry's document are called, the questions first."""
    names = [prompt.id for prompt in prompt_set(entry.model, entry.questions).prompts]
    names += [name for name in (*entry.texts, *before) if name not in names and name not in FACTS]
    return {name: question_of(name, entry.questions) for name in names} | FACTS
