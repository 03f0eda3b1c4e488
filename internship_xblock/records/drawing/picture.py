"""A picture with what it says in words and as a table; ui/macros/pictures.html shows all three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...core.errors import Words
from .shapes import NARROW, WIDE, Drawing


@dataclass(frozen=True)
class Picture:
    """One picture. Each row of the table is one mark of each drawing; its first cell says what the row is about."""

    key: str
    title: Words
    statement: str
    drawings: tuple[tuple[str, Drawing], ...]
    columns: tuple[Words, ...]
    rows: tuple[tuple[str, ...], ...]


def drawings(draw: Callable[[int], Drawing]) -> tuple[tuple[str, Drawing], ...]:
    """For a wide place and for a narrow one."""
    return ("wide", draw(WIDE)), ("narrow", draw(NARROW))
