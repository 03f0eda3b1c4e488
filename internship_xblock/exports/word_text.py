"""Text in a Word document: each line in its own direction, on the document's side."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ..records.document import Document
from .word_xml import BEFORE_BIDI, base, field, mark, pieces, quiet


class Text:
    """Writes paragraphs of a document that runs from left to right or, `is_rtl`, from right to left."""

    def __init__(self, is_rtl: bool) -> None:
        self.is_rtl = is_rtl

    def fill(self, paragraph: Paragraph, text: str) -> None:
        """Write a text, whose lines end where it says."""
        is_rtl = base(text, self.is_rtl)
        self._direct(paragraph, is_rtl)
        for at, line in enumerate(text.split("\n")):
            if at:
                paragraph.add_run().add_break()
            for piece, piece_rtl in pieces(line, is_rtl):
                self._run(paragraph, piece, piece_rtl)

    def footer(self, foot: Any, document: Document) -> None:
        """Write the foot of every page: its lines, then which page it is."""
        for at, line in enumerate(document.footer):
            self.fill(foot.paragraphs[0] if at == 0 else foot.add_paragraph(), line)
        counted = foot.add_paragraph() if document.footer else foot.paragraphs[0]
        self._direct(counted, self.is_rtl)
        before, between, after = _around(document.words.page)
        for piece in (before, "PAGE", between, "NUMPAGES", after):
            if piece in ("PAGE", "NUMPAGES"):
                field(counted, piece)
            elif piece:
                self._run(counted, piece, self.is_rtl)
        for paragraph in foot.paragraphs:
            quiet(paragraph, 7.5)

    def _direct(self, paragraph: Paragraph, is_rtl: bool) -> None:
        """Set the order of the words; the side it stands on stays the document's."""
        if is_rtl:
            mark(paragraph._p.get_or_add_pPr(), "w:bidi", BEFORE_BIDI)
        if is_rtl != self.is_rtl:  # in a right-to-left paragraph Word's "right" is the end: the left side
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    @staticmethod
    def _run(paragraph: Paragraph, text: str, is_rtl: bool) -> Run:
        run = paragraph.add_run(text)
        if is_rtl:
            run.font.rtl = True
        return run


def _around(page: str) -> tuple[str, str, str]:
    """What stands before, between and after the two numbers of "Page %(page)d of %(pages)d"."""
    before, _sign, rest = page.partition("%(page)d")
    between, _sign, after = rest.partition("%(pages)d")
    return before, between, after
