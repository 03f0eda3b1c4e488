"""Blocks of authored Markdown that are read otherwise than the converter does. Used by markup.py alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any
from xml.etree.ElementTree import Element

from markdown.blockprocessors import (
    BlockProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.tables import TableProcessor

_REFERENCES_LIMIT = 100  # how many addresses may be named


class Apart(BlockProcessor):
    """Make a block of each heading and each rule, all at once, right before the converter looks for them.

    It takes out the first and reads all the rest anew: a text of nothing but headings would take as long as its length squared.
    """

    def test(self, parent: Element, block: str) -> bool:
        return "\n" in block

    def run(self, parent: Element, blocks: list[str]) -> bool:
        # In an item of a list what is indented belongs to it; elsewhere it is code.
        pieces = list(_pieces(blocks[0].split("\n"), indent="" if parent.tag == "li" else " " * 4))
        blocks[:1] = pieces
        return len(pieces) > 1


def _pieces(lines: list[str], indent: str) -> Iterator[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        count = _alone(lines, at, indent, is_first=not kept)
        if count and kept:
            yield "\n".join(kept)
            kept = []
        if count:
            yield "\n".join(lines[at : at + count])
        else:
            kept.append(lines[at])
        at += count or 1
    if kept:
        yield "\n".join(kept)


def _alone(lines: list[str], at: int, indent: str, is_first: bool) -> int:
    """How many lines from here on are a block of their own: a heading, a rule, or code, which has `indent`."""
    if _is_heading(lines[at]):
        return 1
    if indent and is_first and lines[at].startswith(indent):
        return sum(1 for _line in takewhile(lambda line: line.startswith(indent), lines[at:]))
    if is_first and SetextHeaderProcessor.RE.match("\n".join(lines[at : at + 2])):  # by what stands below it
        return 2
    return int(_is_rule(lines[at]))


def _is_heading(line: str) -> bool:
    return HashHeaderProcessor.RE.match(line) is not None


def _is_rule(line: str) -> bool:
    return HRProcessor.SEARCH_RE.search(line) is not None


class Table(TableProcessor):
    """A row with more cells than the table has columns: the last column holds the rest."""

    columns = 0

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        self.columns = len(align)
        super()._build_row(row, parent, align)  # type: ignore[misc]
        self.columns = 0

    def _split_row(self, row: str) -> list[str]:
        cells: list[str] = super()._split_row(row)  # type: ignore[misc]
        if 0 < self.columns < len(cells):
            return [*cells[: self.columns - 1], " | ".join(cell.strip() for cell in cells[self.columns - 1 :])]
        return cells


class Reference(ReferenceProcessor):
    """A line that gives an address to refer to: the first of its name, and only where something does refer to it."""

    def __init__(self, parser: Any, source: str) -> None:
        super().__init__(parser)
        self.source = source.lower()

    def run(self, parent: Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        found = next((one for one in self.RE.finditer(block) if self._is_reference(one)), None)
        if found is None:
            blocks.insert(0, block)
            return False
        title = found[5] or found[6]
        self.parser.md.references[found[1].strip().lower()] = (found[2].lstrip("<").rstrip(">"), title)
        blocks[:0] = [part for part in (block[: found.start()].rstrip("\n"), block[found.end() :].lstrip("\n")) if part.strip()]
        return True

    def _is_reference(self, found: re.Match[str]) -> bool:
        name, known = found[1].strip().lower(), self.parser.md.references
        is_new = name not in known and len(known) < _REFERENCES_LIMIT
        return (
            is_new
            and bool(re.fullmatch(r"[^\[\]]*[/:#.@][^\[\]]*", found[2]))
            and self.source.count(f"[{found[1].lower()}]") > 1
        )
