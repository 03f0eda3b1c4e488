"""The sections of a plan as its document shows them, for templates/macros/sections.html."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .....core.errors import Words
from .....records.parts import Part
from .fields import Written


@dataclass(frozen=True, slots=True)
class RowFrame:
    """What stands beside a row of the document. In the body of an entry there is room for who wrote it."""

    talk: Mapping[str, Any]
    origin: Words
    written: Sequence[Written]
    is_entry: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A section with what it says, and what this person can do about it.

    `rows` by their uids. Where it says nothing yet, `invitation` leads whoever may write to the element `first` of its form.
    `known` are the answers that stand there in other words than in the form (copies.js).
    """

    name: str
    title: Words
    intro: Words
    invitation: Words
    first: str
    body: Sequence[Part]
    rows: Mapping[str, RowFrame]
    talk: Mapping[str, Any]
    origin: str
    written: Sequence[Written]
    known: str
    may_write: bool
    may_link: bool
    may_allow: bool
    has_example: bool

    @property
    def origins(self) -> list[str]:
        """Where rows came from that nobody has changed or confirmed yet, each once."""
        return list(dict.fromkeys(str(row.origin) for row in self.rows.values() if row.origin))
