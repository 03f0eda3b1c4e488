"""A document on paper: a tagged PDF (PDF/UA-1) in A4 or Letter, drawn by Typst with our own fonts.

`paper/document.typ` says how it looks. Everything that people wrote goes there as data and is never read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.language.formats import initials
from ..records.document import Document, Entry, Fact, Listing, Part, People, Person, Picture, Section, Signature, Table
from . import drawings, glyphs, layout, typesetting

PAPERS = typesetting.PAPERS
_MISSING_SHOWN = 12  # names of missing signs that are said


def render(document: Document, paper: str = "A4") -> bytes:
    """Return the document as a PDF. `paper` is one of PAPERS; ValueError for any other.

    The same document makes the same bytes. It claims PDF/UA-1 unless a sign in it cannot be drawn: that stands there as
    U+FFFD, and the end of the document names it.
    """
    if paper not in PAPERS:
        raise ValueError(paper)
    said = _said(document)
    missing = glyphs.missing(typesetting.texts(said))
    if missing:
        more = len(missing) - _MISSING_SHOWN
        said["unshown"] = f"{document.words.unshown} {glyphs.named(missing[:_MISSING_SHOWN])}{' …' if more > 0 else ''}"
    try:
        return typesetting.pdf(document, said, paper, is_claimed=not missing)
    except typesetting.Unclaimed:  # what is tagged but cannot be claimed is better than nothing
        return typesetting.pdf(document, said, paper, is_claimed=False)


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
        "sections": _sections(document),
        "agreed": document.agreed,
        "signatures": [_signature(one) for one in document.signatures],
        "footer": list(document.footer),
        "fingerprint": document.fingerprint,
        "signatures_title": document.words.signatures,
        "sign_here": document.words.sign_here,
        "unshown": None,
    }


def _sections(document: Document) -> list[dict[str, Any]]:
    """The sections, with their pictures counted: document.typ asks where each stands."""
    sections = [_section(one) for one in document.sections]
    pictures = (part for section in sections for part in section["body"] if part["kind"] == "picture")
    for place, picture in enumerate(pictures):
        picture["place"] = place
    return sections


def _section(section: Section) -> dict[str, Any]:
    columns = layout.columns(section.body)
    return {
        "title": section.title, "note": section.note.split("\n") if section.note else None,
        "body": [_part(part, columns) for part in section.body], "is_long": layout.is_long(*section.body),
    }  # fmt: skip


def _part(part: Part, columns: Mapping[str, float]) -> dict[str, Any]:
    if isinstance(part, Table):
        rows = [[cell.split("\n") for cell in row] for row in part.rows]
        return {
            "kind": "table",
            "columns": list(part.columns),
            "rows": rows,
            "shares": layout.shares(part),
            "is_few": layout.is_few(part),
        }
    if isinstance(part, Listing):
        points = [{"number": str(point.number), "text": point.text} for point in part.points]
        return {"kind": "listing", "title": part.title, "points": points, "is_few": layout.is_few(part)}
    if isinstance(part, People):
        return {"kind": "people", "persons": [_person(one) for one in part.persons]}
    if isinstance(part, Picture):
        return {"kind": "picture", "title": part.title, **drawings.drawn(part)}
    return _entry(part, columns)


def _entry(entry: Entry, columns: Mapping[str, float]) -> dict[str, Any]:
    """An entry; of a numbered one that is short, the answers stand side by side in these columns."""
    beside = layout.beside(entry, columns)
    return {
        "kind": "entry", "title": entry.title, "number": str(entry.number or ""), "aside": " · ".join(entry.aside),
        "facts": [fact and _fact(fact) for fact in beside or entry.facts], "shares": list(columns.values()) if beside else [],
        "is_paired": layout.is_paired(entry), "is_long": layout.is_long(entry),
    }  # fmt: skip


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name, "initials": person.initials, "look": person.look,
        "said": " · ".join(filter(None, (person.role, person.organisation, *person.notes))),
    }  # fmt: skip


def _signature(one: Signature) -> dict[str, Any]:
    return {"name": one.name, "role": one.role, "signed": one.signed, "look": one.look, "initials": initials(one.name)}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": fact.label, "value": fact.value.split("\n")}
