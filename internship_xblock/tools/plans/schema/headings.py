"""The course's headings for learning outcomes: its author's, or the usual three in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy, override

from ....core.errors import Words


@dataclass(frozen=True)
class Heading:
    """One of the course's headings for learning outcomes."""

    id: str
    text: str

    @property
    def kept(self) -> str:
        """What a document keeps: of a default heading the id, so that it is the same for readers of any language."""
        return self.id if self.text == str(_DEFAULT_WORDS.get(self.id)) else self.text


DEFAULT_HEADINGS: tuple[tuple[str, Words], ...] = (
    ("knowledge", gettext_lazy("Knowledge")),
    ("skills", gettext_lazy("Skills")),
    ("competence", gettext_lazy("General competence")),
)
_DEFAULT_WORDS = dict(DEFAULT_HEADINGS)


def heading_words(key: str, kept: str) -> str:
    """What a heading is called on screen: a default one, kept as its id or in English, in the reader's language."""
    is_default = key in _DEFAULT_WORDS and kept in (key, _in_english(key))
    return str(_DEFAULT_WORDS[key]) if is_default else kept


def options_of(headings: Iterable[Heading]) -> list[tuple[str, Words]]:
    """The headings as the choices that a plan offers for its outcomes."""
    return [(heading.id, heading.text) for heading in headings]


@cache
def _in_english(key: str) -> str:
    """A default heading as an author may have written it in OLX; asked for every heading of every screen."""
    with override("en"):
        return str(_DEFAULT_WORDS[key])
