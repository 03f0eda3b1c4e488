"""A document as a person reads it, section by section, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from ..core.errors import Words
from ..core.language import formats
from ..core.language.text import shortened, squeezed
from .schema import NOTHING, Field, Section, Surroundings, label_of, rows_in


@dataclass(frozen=True)
class Line:
    label: Words
    text: str


@dataclass(frozen=True)
class Item:
    """A row, or the single answers of a section (then without a title)."""

    title: str
    lines: tuple[Line, ...]
    uid: str = ""


@dataclass(frozen=True)
class Part:
    """A section as it reads."""

    name: str
    title: Words
    items: tuple[Item, ...]


def outline(sections: Iterable[Section], document: Mapping[str, Any], around: Surroundings) -> list[Part]:
    """The document as words, section by section; what was not answered is left out, and what the title says already."""
    parts = []
    for section in sections:
        items = []
        for number, row in enumerate(rows_in(section, document), start=1):
            lines = [(f.name, Line(f.label, in_words(f, row[f.name], around))) for f in section.fields]
            answered = [(name, line) for name, line in lines if line.text]
            title = row_title(section, number, row) if section.has_rows else ""
            shown = tuple(line for name, line in answered if name != section.title_field or not title.endswith(line.text))
            if answered:
                items.append(Item(title, shown, str(row.get("uid", ""))))
        parts.append(Part(section.name, section.title, tuple(items)))
    return parts


def row_title(section: Section, number: int, row: Mapping[str, Any]) -> str:
    """What a row card is called: "Task 3: shadow the auction"."""
    text = squeezed(row.get(section.title_field, ""))
    if not text:
        return _("%(row)s %(number)d") % {"row": section.row_name, "number": number}
    return _("%(row)s %(number)d: %(text)s") % {"row": section.row_name, "number": number, "text": shortened(text, 70)}


def in_words(field: Field, value: Any, around: Surroundings = NOTHING) -> str:
    """One answer as a person reads it; "" for none."""
    if field.kind == "tick":
        return str(_("Yes")) if value else ""
    if not value:
        return ""
    if field.kind == "date":
        day = as_date(value)
        return formats.day_and_year(day) if day else str(value)
    if field.kind in ("choice", "option"):
        return label_of(around.choices_of(field), str(value))
    if field.kind in ("hours", "number"):
        return formats.number(value)
    if field.kind == "links":
        texts = dict(around.linked)
        return "\n".join(texts.get(uid, "") or str(field.gone) for uid in value)
    return str(value)


def as_date(value: object) -> date | None:
    """The day an ISO string stands for, None where it stands for none."""
    try:
        return parse_date(str(value))
    except ValueError:
        return None
