"""A guide on paper: one page A4, tagged, set by the project's own Typst (exports/paper/guide.typ)."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ...core.language.text import clean
from ...exports import glyphs, palette, typesetting
from ...records.document import Document, Head, Words
from ...tools.units.lesson import SOURCES_WORD
from ..outline import Course
from ..policies import language, licence
from .reading import BLANK, BOX, Guide, headings, words

_BOLD, _SPOKEN = ("strong", "b"), ("em", "i")
_NAMES, _SHORT = 40, 10  # characters of a first column, and of any other, that takes no more than it needs
_WRITTEN = 50  # characters that a blank is thought to take
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")
_SOURCES = re.compile(rf"(?:{SOURCES_WORD})[.:]")
_EMPTY = Words(page="", signatures="", sign_here="", unshown="")


class NotPrintable(Exception):
    """The guide cannot be printed; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def render(course: Course, guide: Guide) -> bytes:
    """Return the guide as a PDF of one page, the same bytes for the same text. NotPrintable if it does not become one."""
    said = _said(course, guide)
    missing = glyphs.missing(typesetting.texts(said))
    if missing:
        raise NotPrintable(f"No font of ours has {glyphs.named(missing)}. Write it otherwise.")
    said["fingerprint"] = _fingerprint(said)
    document = Document(Head(title=guide.title), (), _EMPTY, language(course))
    try:
        return typesetting.pdf(document, said, "A4", is_claimed=True, template=typesetting.GUIDE)
    except typesetting.Unclaimed as error:
        if "longer than one page" in str(error):
            raise NotPrintable("This guide is longer than one page A4, even in the smallest type. Shorten it.") from None
        raise NotPrintable(f"This guide does not become an accessible PDF: {error}. Simplify it.") from None


def fingerprint(course: Course, guide: Guide) -> str:
    """Return what the PDF of this guide carries: a digest over all that it says and over how it is set."""
    return _fingerprint(_said(course, guide))


def _fingerprint(said: dict[str, Any]) -> str:
    made_of = (json.dumps(said, sort_keys=True), typesetting.source(typesetting.GUIDE), json.dumps(palette.FOR_TYPST))
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()


def _said(course: Course, guide: Guide) -> dict[str, Any]:
    """What stands on the page. Everything before the first heading stands above the sections."""
    level = next((str(heading.tag) for heading in headings(guide.body)), "")
    sections: list[dict[str, Any]] = [{"title": "", "body": []}]
    for element in _blocks(guide.body):
        if element.tag == level:
            sections.append({"title": _in_print(words(element)), "body": []})
        elif part := _part(element):
            sections[-1]["body"].append(part)
    first, *others = sections
    last = (others[-1] if others else first)["body"]
    sources = last.pop()["runs"] if last and _is_sources(last[-1]) else []
    title = course.root.title if course.root is not None else ""
    return {
        "title": _in_print(guide.title), "about": _in_print(guide.reader), "columns": guide.columns,
        "intro": first["body"], "sections": others, "sources": sources,
        "footer": [one for one in (title, licence(course)) if one],
    }  # fmt: skip


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs, lists, tables and headings, with what only wraps them left out."""
    for element in body.iterchildren(etree.Element):
        if element.tag in ("div", "section"):
            yield from _blocks(element)
        else:
            yield element


def _part(element: etree._Element) -> dict[str, Any]:
    if element.tag in ("ul", "ol"):
        items = [_item(item) for item in element.iterchildren("li")]
        return {"kind": "list", "ordered": element.tag == "ol", "items": items}
    if element.tag == "table":
        return _table(element)
    runs = _trimmed(list(_runs(element)))
    if sum(run["blank"] for run in runs) > 1:
        return {"kind": "fields", "fields": _fields(runs)}
    return {"kind": "text", "runs": runs} if runs else {}


def _item(item: etree._Element) -> dict[str, Any]:
    runs = _trimmed(list(_runs(item)))
    is_box = bool(runs) and runs[0]["text"].startswith(BOX)
    if is_box:
        runs[0]["text"] = runs[0]["text"].removeprefix(BOX)
    return {"runs": runs, "box": is_box}


def _table(table: etree._Element) -> dict[str, Any]:
    has_head = table.find("thead") is not None
    rows = [
        [_trimmed(list(_runs(cell, bold=cell.tag == "th" and not has_head))) for cell in row.iterchildren("th", "td")]
        for row in table.iter("tr")
    ]
    columns, body = (rows[0], rows[1:]) if has_head and rows else ([], rows)
    columns = columns if any(columns) else []  # Markdown knows no table without a head
    count = max((len(row) for row in rows), default=0)
    columns = [*columns, *[[]] * (count - len(columns))] if columns else []
    body = [[*row, *[[]] * (count - len(row))] for row in body]
    shares = [_share(at, [row[at] for row in [columns, *body] if row]) for at in range(count)]
    is_form = any(_is_blank(cell) for row in body for cell in row)
    return {"kind": "table", "columns": columns, "rows": body, "shares": shares, "is_form": is_form}


def _share(at: int, cells: list[list[dict[str, Any]]]) -> float:
    """A column's part of the width, 0 for one that takes what it needs."""
    lengths = [_length(cell) for cell in cells]
    return 0.0 if max(lengths) <= (_SHORT if at else _NAMES) else round(math.sqrt(sum(lengths[1:]) + 1), 2)


def _length(runs: list[dict[str, Any]]) -> int:
    return sum(_WRITTEN if run["blank"] else len(run["text"]) for run in runs)


def _is_blank(runs: list[dict[str, Any]]) -> bool:
    return bool(runs) and all(run["blank"] or not run["text"].strip() for run in runs)


def _is_sources(part: dict[str, Any]) -> bool:
    return part["kind"] == "text" and _SOURCES.match(part["runs"][0]["text"]) is not None


def _fields(runs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What stands before each blank, without the blank."""
    fields: list[list[dict[str, Any]]] = [[]]
    for run in runs:
        if run["blank"]:
            fields.append([])
        else:
            fields[-1].append(run)
    return [_trimmed(field) for field in fields if _trimmed(field)]


def _runs(element: etree._Element, bold: bool = False, spoken: bool = False) -> Iterator[dict[str, Any]]:
    """The text of an element in pieces, each of one look; a blank is a piece of its own."""
    bold, spoken = bold or element.tag in _BOLD, spoken or element.tag in _SPOKEN
    yield from _pieces(element.text or "", bold, spoken)
    for child in element.iterchildren(etree.Element):
        yield from _runs(child, bold, spoken)
        yield from _pieces(child.tail or "", bold, spoken)


def _pieces(text: str, bold: bool, spoken: bool) -> Iterator[dict[str, Any]]:
    for at, piece in enumerate(_in_print(text).split(BLANK)):
        if at:
            yield {"text": "", "bold": False, "spoken": False, "blank": True}
        if piece:
            yield {"text": piece, "bold": bold, "spoken": spoken, "blank": False}


def _in_print(text: str) -> str:
    """A text with the apostrophes of print, on one line."""
    return _APOSTROPHE.sub("’", re.sub(r"\s+", " ", clean(text)))


def _trimmed(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same without space at both ends, and without pieces that hold nothing else there."""
    found = [dict(run) for run in runs]
    while found and not found[0]["blank"] and not found[0]["text"].strip():
        found.pop(0)
    while found and not found[-1]["blank"] and not found[-1]["text"].strip():
        found.pop()
    if found:
        found[0]["text"] = found[0]["text"].lstrip()
        found[-1]["text"] = found[-1]["text"].rstrip()
    return found
