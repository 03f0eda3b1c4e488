"""Typst, as we run it: our own fonts and templates, everything that people wrote as data that is never read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ..records.document import Document, Picture
from . import drawings, glyphs, palette

PAPERS = ("A4", "Letter")
DOCUMENT, GUIDE = "document.typ", "guide.typ"
Unclaimed = typst.TypstError  # what is said where a document is not what its standard asks for
_SIZES = {"A4": "a4", "Letter": "us-letter"}
_ROOM = {"A4": (170, 257), "Letter": (175.9, 239.4)}  # millimetres between the margins of paper/parts.typ
_TEMPLATES = Path(__file__).parent / "paper"
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NO_TEXT = frozenset({"kind", "look", "anchor", "colour", "tail_colour", "strokes"})  # read by the templates, not by people
_SHARP = 220  # dots an inch of a picture for Word


def pdf(document: Document, said: Mapping[str, Any], paper: str, *, is_claimed: bool, template: str = DOCUMENT) -> bytes:
    """Return what a document says as a tagged PDF, which claims PDF/UA-1 or does not. Raises Unclaimed where it cannot."""
    at = int(datetime.fromisoformat(document.created).timestamp()) if document.created else 0
    standards: list[Any] = ["ua-1"] if is_claimed else []
    inputs = {"settings": _settings(document, paper), "document": ready(said, document.is_rtl)}
    return _compile(template, inputs, format="pdf", pdf_standards=standards, timestamp=at)


def source(template: str) -> str:
    """Return the text of a template: what was made from another one looks otherwise."""
    return (_TEMPLATES / template).read_text(encoding="utf-8")


def png(document: Document, picture: Picture) -> bytes:
    """Return a picture of a document as a PNG file."""
    inputs = {"settings": _settings(document, PAPERS[0]), "picture": ready(drawings.drawn(picture), document.is_rtl)}
    return _compile("picture.typ", inputs, format="png", ppi=_SHARP)


def ready(value: Any, is_rtl: bool) -> Any:
    """Return the same with every text ready to be drawn."""
    if isinstance(value, str):
        return glyphs.isolated(glyphs.ready(value)) if is_rtl else glyphs.ready(value)
    if isinstance(value, Mapping):
        return {name: one if name in _NO_TEXT else ready(one, is_rtl) for name, one in value.items()}
    return [ready(one, is_rtl) for one in value] if isinstance(value, list) else value


def texts(value: Any) -> Iterator[str]:
    """Return every text in what a document says."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def _compile(template: str, inputs: Mapping[str, Any], **how: Any) -> bytes:
    made = typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()},
        **how,
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Read which fonts there are once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])


def _settings(document: Document, paper: str) -> dict[str, Any]:
    """What Typst itself reads: how the document is set, and what readers of the file show of it."""
    language, _, region = document.language.replace("_", "-").partition("-")
    width, height = _ROOM[paper]
    return {
        "name": document.name,
        "is_dated": bool(document.created),
        "paper": _SIZES[paper],
        "width": width,
        "height": height,
        "fonts": glyphs.families(language),
        "language": language if _LANGUAGE.fullmatch(language) else "en",
        "region": region.upper() if re.fullmatch("[a-zA-Z]{2}", region) else None,
        "is_rtl": document.is_rtl,
        "page": document.words.page,
        "colours": palette.FOR_TYPST,
        "role_colours": palette.ROLES,
    }
