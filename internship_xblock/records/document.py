"""A document as plain values: what it says, in which language and direction, and nothing about how it looks.

Every text is cleaned when a document is made, so that no renderer meets a character that a PDF or an XML file cannot hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..core.language.text import clean


def moment(at: datetime) -> str:
    """A day and a time by the site's clock, and which clock that is: paper knows no reader's."""
    at = localtime(at)
    said = date_format(at, _("l j F Y, H:i"))
    return f"{said} {at:%Z}"


@dataclass(frozen=True)
class Fact:
    """A label and what was said to it; a value may have several lines. Without a label the value has the whole width."""

    label: str
    value: str

    def __post_init__(self) -> None:
        _clean(self, "label", "value")


@dataclass(frozen=True)
class Entry:
    """One thing with what is said about it: a task, a group of answers (then without a title)."""

    title: str
    facts: tuple[Fact, ...]

    def __post_init__(self) -> None:
        _clean(self, "title")


@dataclass(frozen=True)
class Table:
    """Short things side by side. `shares` are the columns' parts of the width, in any unit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.shares) != len(self.columns) or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row and the shares have as many cells as there are columns")
        object.__setattr__(self, "columns", tuple(clean(cell) for cell in self.columns))
        object.__setattr__(self, "rows", tuple(tuple(clean(cell) for cell in row) for row in self.rows))


@dataclass(frozen=True)
class Section:
    """A part under a heading. `note` is a sentence below it, or stands alone where there is nothing to show."""

    title: str
    body: tuple[Entry | Table, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        _clean(self, "title", "note")


@dataclass(frozen=True)
class Signature:
    """A place to sign. `signed` says when and how it was signed; "" leaves a line for the pen."""

    name: str
    role: str
    signed: str = ""

    def __post_init__(self) -> None:
        _clean(self, "name", "role", "signed")


@dataclass(frozen=True)
class Words:
    """What a renderer itself has to say, in the document's language. `page` holds %(page)d and %(pages)d."""

    page: str
    signatures: str
    sign_here: str
    unshown: str  # said once where some characters have no glyph in any font

    @classmethod
    def usual(cls) -> Words:
        """Those of a document whose text can be had as Word and as JSON too."""
        return cls(
            page=_("Page %(page)d of %(pages)d"),
            signatures=_("Signatures"),
            sign_here=_("Place, date and signature"),
            unshown=_("� stands for a character that this PDF cannot show. The Word document and the JSON file have it."),
        )


@dataclass(frozen=True)
class Document:
    """The whole. `footer` stands at the foot of every page, `fingerprint` once, at the end."""

    title: str
    subtitle: str
    meta: tuple[Fact, ...]
    sections: tuple[Section, ...]
    words: Words
    language: str
    is_rtl: bool = False
    agreed: str = ""  # the sentence that the signatures stand under
    signatures: tuple[Signature, ...] = ()
    footer: tuple[str, ...] = ()
    fingerprint: str = ""
    created: str = ""  # ISO date and time of what it shows: the same version makes the same file

    def __post_init__(self) -> None:
        _clean(self, "title", "subtitle", "agreed")
        object.__setattr__(self, "footer", tuple(clean(line) for line in self.footer))


def _clean(value: object, *names: str) -> None:
    for name in names:
        object.__setattr__(value, name, clean(getattr(value, name)))
