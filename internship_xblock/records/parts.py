"""What a document consists of, as plain values: people, lists, entries, tables, pictures.

Every text is cleaned when a part is made, so that no renderer meets a character that a PDF or an XML file cannot hold. A `key`
is the uid of the row that a part shows, "" where it shows none: a screen hangs its buttons there, paper leaves it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..core.language.formats import initials
from ..core.language.text import clean
from .drawing.shapes import Drawing


@dataclass(frozen=True)
class Fact:
    """A label and what was said to it; a value may have several lines. Without a label the value has the whole width."""

    label: str
    value: str

    def __post_init__(self) -> None:
        clean_fields(self, "label", "value")


@dataclass(frozen=True)
class Person:
    """Somebody in the document. `look` is the key of their role, by which a disc gets its colour and its form."""

    name: str
    role: str
    look: str = ""
    organisation: str = ""
    notes: tuple[str, ...] = ()
    key: str = ""

    def __post_init__(self) -> None:
        clean_fields(self, "name", "role", "organisation")
        object.__setattr__(self, "notes", tuple(clean(note) for note in self.notes))

    @property
    def initials(self) -> str:
        """One or two letters for their disc."""
        return initials(self.name)


@dataclass(frozen=True)
class People:
    """Those who take part."""

    kind: ClassVar[str] = "people"
    persons: tuple[Person, ...]


@dataclass(frozen=True)
class Point:
    """A numbered sentence."""

    number: int
    text: str
    key: str = ""

    def __post_init__(self) -> None:
        clean_fields(self, "text")


@dataclass(frozen=True)
class Listing:
    """Numbered sentences below a heading, or below none."""

    kind: ClassVar[str] = "listing"
    title: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        clean_fields(self, "title")


@dataclass(frozen=True)
class Entry:
    """One thing with what is said about it: a task, a group of answers (then without a title).

    `number` counts it among its like, 0 where nothing is counted; `aside` are short words that stand in its line.
    """

    kind: ClassVar[str] = "entry"
    title: str
    facts: tuple[Fact, ...]
    number: int = 0
    aside: tuple[str, ...] = ()
    key: str = ""

    def __post_init__(self) -> None:
        clean_fields(self, "title")
        object.__setattr__(self, "aside", tuple(clean(words) for words in self.aside))


@dataclass(frozen=True)
class Table:
    """Short things side by side. `shares` are the columns' parts of the width, in any unit.

    `is_named`: a cell does not say by itself what it is, so that it needs its column's name where there is no room for columns.
    """

    kind: ClassVar[str] = "table"
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    keys: tuple[str, ...] = ()
    is_named: bool = False

    def __post_init__(self) -> None:
        if len(self.shares) != len(self.columns) or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row and the shares have as many cells as there are columns")
        if self.keys and len(self.keys) != len(self.rows):
            raise ValueError("either every row has a key or none")
        object.__setattr__(self, "columns", tuple(clean(cell) for cell in self.columns))
        object.__setattr__(self, "rows", tuple(tuple(clean(cell) for cell in row) for row in self.rows))


@dataclass(frozen=True)
class Picture:
    """A drawing, with the sentence that says what it shows. `narrow` is for a narrow screen."""

    kind: ClassVar[str] = "picture"
    name: str
    title: str
    statement: str
    drawing: Drawing
    narrow: Drawing | None = None

    def __post_init__(self) -> None:
        clean_fields(self, "title", "statement")


Part = People | Listing | Entry | Table | Picture


@dataclass(frozen=True)
class Section:
    """A part under a heading. `note` is a sentence below it, or stands alone where there is nothing to show.

    `name` says which section of a record it is, "" where it is none.
    """

    title: str
    body: tuple[Part, ...] = ()
    note: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        clean_fields(self, "title", "note")


def clean_fields(value: object, *names: str) -> None:
    """Clean texts of a frozen value while it is made."""
    for name in names:
        object.__setattr__(value, name, clean(getattr(value, name)))
