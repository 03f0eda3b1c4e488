"""Paragraphs and rows in a Word document, in its direction and as wide as its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Emu, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from .word_text import Text
from .word_xml import BEFORE_BIDI_VISUAL, mark


class Grids:
    """What a writer of documents puts them together from."""

    def __init__(self, word: WordDocument, is_rtl: bool) -> None:
        self.word = word
        self.text = Text(is_rtl)

    @property
    def room(self) -> int:
        """The width between the margins."""
        section = self.word.sections[0]
        return int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)

    def grid(self, first: Sequence[str | None], shares: Sequence[float]) -> WordTable:
        """A table of this row, or of none yet."""
        grid: WordTable = self.word.add_table(rows=0, cols=len(shares))
        grid.autofit = False
        if self.text.is_rtl:
            mark(grid._tbl.tblPr, "w:bidiVisual", BEFORE_BIDI_VISUAL)
        for column, width in zip(grid.columns, self.widths(shares), strict=True):
            column.width = Emu(width)
        if first:
            self.row(grid, first, shares)
        return grid

    def row(self, grid: WordTable, texts: Sequence[str | None], shares: Sequence[float]) -> Any:
        """A row that the end of a page does not break."""
        row = grid.add_row()  # type: ignore[no-untyped-call]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, texts, self.widths(shares), strict=True):
            cell.width = Emu(width)
            words = cell.paragraphs[0]
            words.paragraph_format.space_after = Pt(2)
            words.paragraph_format.line_spacing = 1
            if text is not None:  # filled later
                self.fill(words, text)
        return row

    def widths(self, shares: Sequence[float]) -> list[int]:
        return [int(self.room * share / sum(shares)) for share in shares]

    def space(self) -> None:
        """A little room below a table; without it Word makes one of two."""
        below = self.paragraph("")
        below.paragraph_format.space_after = Pt(0)
        below.paragraph_format.line_spacing = Pt(7)

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        return self.fill(self.word.add_paragraph(style=style), text)

    def fill(self, paragraph: Paragraph, text: str) -> Paragraph:
        self.text.fill(paragraph, text)
        return paragraph
