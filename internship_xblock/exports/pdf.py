"""A document on paper: a tagged PDF (PDF/UA-1) in A4 or Letter, drawn by Typst with our own fonts.

`paper/document.typ` says how it looks. Everything that people wrote goes there as data and is never read as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ..records.document import Document, Entry, Fact, Listing, Part, People, Person, Picture, Section, Table
from . import drawings, glyphs

PAPERS = ("A4", "Letter")
_SIZES = {"A4": "a4", "Letter": "us-letter"}
_TEMPLATE = Path(__file__).parent / "paper" / "document.typ"
_LONG = 1_600  # characters of an entry that may go on on the next page: more might fill a page
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NO_TEXT = frozenset({"kind", "look", "anchor", "colour", "tail_colour", "strokes"})  # read by document.typ, not by people
_MISSING_SHOWN = 12  # names of missing signs that are said


def render(document: Document, paper: str = "A4") -> bytes:
    """Return the document as a PDF. `paper` is one of PAPERS; ValueError for any other.

    The same document makes the same bytes. It claims PDF/UA-1 unless a sign in it cannot be drawn: that stands there as
    U+FFFD, and the end of the document names it.
    """
    if paper not in PAPERS:
        raise ValueError(paper)
    said = _said(document)
    missing = glyphs.missing(_texts(said))
    if missing:
        more = len(missing) - _MISSING_SHOWN
        said["unshown"] = f"{document.words.unshown} {glyphs.named(missing[:_MISSING_SHOWN])}{' …' if more > 0 else ''}"
    inputs = {"settings": _settings(document, paper), "document": _ready(said, document.is_rtl)}
    try:
        return _compile(inputs, document.created, [] if missing else ["ua-1"])
    except typst.TypstError:
        return _compile(inputs, document.created, [])  # what is tagged but cannot be claimed is better than nothing


def _compile(inputs: Mapping[str, Any], created: str, standards: list[Any]) -> bytes:
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()},
        pdf_standards=standards,
        timestamp=int(datetime.fromisoformat(created).timestamp()) if created else 0,
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Read which fonts there are once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])


def _settings(document: Document, paper: str) -> dict[str, Any]:
    """What Typst itself reads: how the document is set, and what readers of the file show of it."""
    language, _, region = document.language.replace("_", "-").partition("-")
    return {
        "name": document.name,
        "paper": _SIZES[paper],
        "fonts": list(glyphs.FAMILIES),
        "language": language if _LANGUAGE.fullmatch(language) else "en",
        "region": region.upper() if re.fullmatch("[a-zA-Z]{2}", region) else None,
        "is_rtl": document.is_rtl,
        "page": document.words.page,
    }


def _said(document: Document) -> dict[str, Any]:
    """What stands on the paper: texts only, each of which is made ready to be drawn."""
    head = document.head
    return {
        "title": head.title or "-",
        "about": head.about,
        "organisations": list(head.organisations),
        "days": head.days,
        "state": head.state,
        "meta": [_fact(one) for one in document.meta],
        "sections": [_section(one) for one in document.sections],
        "agreed": document.agreed,
        "signatures": [{"name": one.name, "role": one.role, "signed": one.signed} for one in document.signatures],
        "footer": list(document.footer),
        "fingerprint": document.fingerprint,
        "signatures_title": document.words.signatures,
        "sign_here": document.words.sign_here,
        "unshown": None,
    }


def _section(section: Section) -> dict[str, Any]:
    note = section.note.split("\n") if section.note else None
    return {"title": section.title, "note": note, "body": [_part(part) for part in section.body]}


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Entry):
        return _entry(part)
    if isinstance(part, Table):
        rows = [[cell.split("\n") for cell in row] for row in part.rows]
        return {"kind": "table", "columns": list(part.columns), "rows": rows, "shares": list(part.shares)}
    if isinstance(part, Listing):
        points = [{"number": str(point.number), "text": point.text} for point in part.points]
        return {"kind": "listing", "title": part.title, "points": points}
    if isinstance(part, People):
        return {"kind": "people", "persons": [_person(one) for one in part.persons]}
    return _picture(part)


def _entry(entry: Entry) -> dict[str, Any]:
    length = len(entry.title) + sum(len(fact.label) + len(fact.value) + 80 * fact.value.count("\n") for fact in entry.facts)
    return {
        "kind": "entry", "title": entry.title, "number": str(entry.number or ""), "aside": " · ".join(entry.aside),
        "facts": [_fact(one) for one in entry.facts], "is_long": length > _LONG,
    }  # fmt: skip


def _picture(picture: Picture) -> dict[str, Any]:
    drawing = picture.drawing
    return {
        "kind": "picture", "title": picture.title, "statement": picture.statement, "strokes": drawings.strokes(drawing),
        "labels": drawings.labels(drawing), "width": drawing.width, "height": drawing.height,
    }  # fmt: skip


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name, "initials": person.initials, "look": person.look,
        "said": " · ".join(filter(None, (person.role, person.organisation, *person.notes))),
    }  # fmt: skip


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": fact.label, "value": fact.value.split("\n")}


def _ready(value: Any, is_rtl: bool) -> Any:
    """The same with every text ready to be drawn."""
    if isinstance(value, str):
        return glyphs.isolated(glyphs.ready(value)) if is_rtl else glyphs.ready(value)
    if isinstance(value, Mapping):
        return {name: one if name in _NO_TEXT else _ready(one, is_rtl) for name, one in value.items()}
    return [_ready(one, is_rtl) for one in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
