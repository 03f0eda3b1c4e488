"""A plan as a document: what rules read, what a version freezes, and how it reads as text.

The document is plain JSON. Its canonical form (sorted keys, no spaces, UTF-8) is what the hash is over; rows nobody
filled in and links to outcomes that are gone are left out, e-mail addresses too: an agreement needs names only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from ....core import formats
from ..drafts.substitutes import substitutes
from ..rules import Heading, heading_words
from ..schema.layout import USUAL, Layout
from ..schema.sections import SECTIONS, Field, Row, Section, Words, label_of, rows_of, values_of

SCHEMA = 1


def build(
    parties: Sequence[Row],
    data: Mapping[str, Mapping[str, Any]],
    headings: Sequence[Heading],
    layout: Layout = USUAL,
) -> dict[str, Any]:
    """The document of a draft: `parties` as rows, `data` the sections' data by name, the course's headings.

    It has every section and every answer that a usual plan has, empty where this layout does not ask: whoever reads a
    document finds the same shape, whatever an author has switched off. What only this layout asks comes beside it.
    """
    document: dict[str, Any] = {"schema": SCHEMA, **layout.kept, "headings": [{"id": h.id, "text": h.kept} for h in headings]}
    known_to_all = {section.name for section in SECTIONS}
    for section in (*SECTIONS, *(one for one in layout.sections if one.name not in known_to_all)):
        stored = data.get(section.name, {}) if layout.asks(section.name) else {}
        if section.name == "parties":
            document["parties"] = _people(section, parties)
        elif section.has_rows:
            document[section.name] = [{**section.blank(), **row} for row in rows_of(stored) if not section.is_empty(row)]
        else:
            document[section.name] = {**section.blank(), **values_of(stored)}
    known = {row["uid"] for row in document["outcomes"]}
    for task in document["tasks"]:
        task["outcomes"] = [uid for uid in task["outcomes"] if uid in known]
    return document


def _people(section: Section, parties: Sequence[Row]) -> list[Row]:
    """The people as an agreement names them: without addresses, and what only a mentor is asked of mentors only."""
    steps_in = substitutes(parties)
    found = []
    for row in parties:
        asked = [f for f in section.fields if f.kind != "email"]
        said = {f.name: row.get(f.name, f.empty) if f.only_for in ("", row.get("role")) else f.empty for f in asked}
        found.append({"uid": row["uid"], **said, "is_substitute": row["uid"] in steps_in})
    return found


def canonical(document: Mapping[str, Any]) -> str:
    """The one way to write a document down."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def read(text: str) -> dict[str, Any]:
    """Read what `canonical` wrote. A text that somebody spoilt says nothing, so that what is wrong with it can be shown."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def digest(previous: str, text: str) -> str:
    """The hash of a version: over the hash of the version before ("" for the first) and the canonical text."""
    return hashlib.sha256((previous + text).encode("utf-8")).hexdigest()


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


def outline(document: Mapping[str, Any]) -> list[Part]:
    """The document as words, section by section; what was not answered is left out, and what the title says already."""
    names = {row["uid"]: row["text"] for row in document.get("outcomes", [])}
    headings = heading_names(document)
    parts = []
    for section in Layout.of(document).sections:
        stored = document.get(section.name) or ([] if section.has_rows else {})
        items = []
        for number, row in enumerate(stored if section.has_rows else [stored], start=1):
            lines = [(f.name, Line(f.label, in_words(f, row.get(f.name, f.empty), names, headings))) for f in section.fields]
            answered = [(name, line) for name, line in lines if line.text]
            title = row_title(section, number, row) if section.has_rows else ""
            shown = tuple(line for name, line in answered if name != section.title_field or not title.endswith(line.text))
            if answered:
                items.append(Item(title, shown, str(row.get("uid", ""))))
        parts.append(Part(section.name, section.title, tuple(items)))
    return parts


def heading_names(document: Mapping[str, Any]) -> dict[str, str]:
    """What the document's headings are called, by their ids."""
    return {row["id"]: heading_words(row["id"], row["text"]) for row in document.get("headings", [])}


def named(document: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    """The first person with a name in this role, one who steps in only where there is no other; empty for none."""
    rows = [row for row in document.get("parties", []) if row.get("role") == role and row.get("name")]
    return min(rows, key=lambda row: bool(row.get("is_substitute")), default={})


def row_title(section: Section, number: int, row: Mapping[str, Any]) -> str:
    """What a row card is called: "Task 3: shadow the auction"."""
    text = " ".join(str(row.get(section.title_field, "")).split())
    if not text:
        return _("%(row)s %(number)d") % {"row": section.row_name, "number": number}
    short = text if len(text) <= 70 else text[:69].rstrip() + "…"
    return _("%(row)s %(number)d: %(text)s") % {"row": section.row_name, "number": number, "text": short}


def in_words(
    field: Field, value: Any, outcomes: Mapping[str, str] | None = None, headings: Mapping[str, str] | None = None
) -> str:
    """One answer as a person reads it; "" for none."""
    if field.kind == "tick":
        return str(_("Yes")) if value else ""
    if not value:
        return ""
    if field.kind == "date":
        day = as_date(value)
        return formats.day_and_year(day) if day else str(value)
    if field.kind == "choice":
        return label_of(field.choices, str(value))
    if field.kind == "heading":
        return (headings or {}).get(str(value), str(value))
    if field.kind in ("hours", "number"):
        return formats.number(value)
    if field.kind == "outcomes":
        return "\n".join((outcomes or {}).get(uid, "") or _("(an outcome that was removed)") for uid in value)
    return str(value)


def as_date(value: object) -> date | None:
    """The day an ISO string stands for, None where it stands for none."""
    try:
        return parse_date(str(value))
    except ValueError:
        return None
