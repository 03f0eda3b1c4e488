"""A document as plain values: what it says, in which language and direction, and nothing about how it looks.

One model for a plan, a version, a certificate and a log. It is drawn as HTML (`ui/templates/macros/document.html`), as PDF and
as Word (`exports/`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..core import errors
from ..core.language.text import clean
from .parts import Entry, Fact, Listing, Part, People, Person, Picture, Point, Section, Table, clean_fields

__all__ = [
    "Document", "Entry", "Fact", "Head", "Listing", "Part", "People", "Person", "Picture", "Point", "Section", "Signature",
    "Table", "Words", "moment", "warned",
]  # fmt: skip


def warned(warnings: Iterable[errors.Words]) -> list[Section]:
    """What must be read before all else, as the first section; none where there is nothing to warn of."""
    said = "\n".join(str(one) for one in warnings if one)
    return [Section(str(_("Read this first")), note=said)] if said else []


def moment(at: datetime) -> str:
    """A day and a time by the site's clock, and which clock that is: paper knows no reader's."""
    at = localtime(at)
    said = date_format(at, _("l j F Y, H:i"))
    return f"{said} {at:%Z}"


@dataclass(frozen=True)
class Head:
    """What stands on top: what it is, whom it is about, between which organisations, when, and how far it is."""

    title: str
    about: str = ""
    organisations: tuple[str, ...] = ()
    days: str = ""
    state: str = ""

    def __post_init__(self) -> None:
        clean_fields(self, "title", "about", "days", "state")
        object.__setattr__(self, "organisations", tuple(clean(name) for name in self.organisations))


@dataclass(frozen=True)
class Signature:
    """A place to sign. `signed` says when and how it was signed; "" leaves a line for the pen."""

    name: str
    role: str
    signed: str = ""
    look: str = ""

    def __post_init__(self) -> None:
        clean_fields(self, "name", "role", "signed")


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
        unshown = _("� stands for a character that this PDF cannot show. The Word document and the JSON file include it.")
        return cls(_page(), _("Signatures"), _("Place, date and signature"), unshown)

    @classmethod
    def without_json(cls, signatures: str = "", sign_here: str = "") -> Words:
        """Those of a document whose text can be had as Word; where nobody signs it, without words for that."""
        return cls(
            _page(),
            signatures,
            sign_here,
            _("� stands for a character that this PDF cannot show. The Word document includes it."),
        )


def _page() -> str:
    return _("Page %(page)d of %(pages)d")


@dataclass(frozen=True)
class Document:
    """The whole. `footer` stands at the foot of every page, `fingerprint` once, at the end."""

    head: Head
    sections: tuple[Section, ...]
    words: Words
    language: str
    meta: tuple[Fact, ...] = ()  # below the head
    is_rtl: bool = False
    agreed: str = ""  # the sentence that the signatures stand under
    signatures: tuple[Signature, ...] = ()
    footer: tuple[str, ...] = ()
    fingerprint: str = ""
    created: str = ""  # ISO date and time of what it shows: the same version makes the same file

    def __post_init__(self) -> None:
        clean_fields(self, "agreed")
        object.__setattr__(self, "footer", tuple(clean(line) for line in self.footer))

    @property
    def name(self) -> str:
        """What a reader of the file calls it."""
        return " – ".join(filter(None, (self.head.title, self.head.about))) or "-"
