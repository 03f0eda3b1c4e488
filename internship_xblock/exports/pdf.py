"""A document on paper: PDF in A4 or Letter, text that can be selected, every font inside the file.

Everything stands on one grid of lines. A row of columns is what all is made of: a fact is a row of two, a table has rows
of several. A row moves to the next page whole if it fits there, and is cut between lines only where it is longer than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..records.document import Document, Entry, Fact, Section, Signature, Table
from .typeset import Line, Sheet, Typesetter

PAPERS = ("A4", "Letter")
_MARGIN, _FOOT = 20.0, 24.0  # mm
_LABEL = 0.3  # a label's share of the width
_GAP = 4.0  # mm between columns
_LEADING = 1.42  # line height by size of type
_POINT = 25.4 / 72  # mm
# The colours of internship.css, on white paper.
_INK, _QUIET, _RULE, _ACCENT = (34, 48, 44), (86, 100, 95), (207, 216, 210), (11, 92, 87)
_TEXT, _SMALL, _TINY, _HEADING, _TITLE = 10.0, 8.5, 7.0, 13.0, 21.0


@dataclass(frozen=True)
class Cell:
    """Text in a column: its place from the start of the line, its width, its look."""

    text: str
    at: float
    width: float
    size: float = _TEXT
    bold: bool = False
    color: tuple[int, int, int] = _INK


def render(document: Document, paper: str = "A4") -> bytes:
    """The document as a PDF. `paper` is one of PAPERS; ValueError for any other."""
    if paper not in PAPERS:
        raise ValueError(paper)
    return _Writer(document, paper).write()


@dataclass(frozen=True)
class Stroke:
    """A line across, of a thickness in mm."""

    left: float
    right: float
    y: float
    color: tuple[int, int, int]
    thick: float


@dataclass(frozen=True)
class Type:
    """A line of text in its place: left end and baseline."""

    line: Line
    x: float
    y: float
    look: Cell


@dataclass(frozen=True)
class Bookmark:
    title: str
    y: float


Mark = Stroke | Type | Bookmark
Lines = list[tuple[float, list[tuple[Cell, Line]]]]  # each with its height


class _Writer:
    """The writing of one document: first what stands where on which page, then, the pages counted, the pages."""

    def __init__(self, document: Document, paper: str) -> None:
        self.document = document
        self.pdf = Sheet(format=paper.lower(), unit="mm")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margins(0, 0, 0)
        self.pdf.c_margin = 0
        self.pdf.set_title(document.title + (f" – {document.subtitle}" if document.subtitle else ""))
        self.pdf.set_lang(document.language)
        self.pdf.set_creator("internship-xblock")
        if document.created:
            self.pdf.set_creation_date(datetime.fromisoformat(document.created))
        self.setter = Typesetter(self.pdf)
        self.width = self.pdf.w - 2 * _MARGIN
        self.bottom = self.pdf.h - _FOOT
        self.y = _MARGIN
        self.pages: list[list[Mark]] = [[]]

    def write(self) -> bytes:
        self.lay_out()
        for number, marks in enumerate(self.pages, start=1):
            self.pdf.add_page()
            self.foot(number, marks)
            for mark in marks:
                self.draw(mark)
        return bytes(self.pdf.output())

    def lay_out(self) -> None:
        document = self.document
        self.row([Cell(document.title, 0, self.width, _TITLE, True, _ACCENT)])
        if document.subtitle:
            self.row([Cell(document.subtitle, 0, self.width, _HEADING)])
        self.space(2)
        self.rule(_ACCENT, 0.6)
        self.space(2)
        for fact in document.meta:
            self.fact(fact)
        for section in document.sections:
            self.section(section)
        if document.signatures:
            self.signatures(document.signatures)
        if self.setter.has_unshown:
            self.space(4)
            self.row([Cell(document.words.unshown, 0, self.width, _SMALL, color=_QUIET)])

    # -- parts ----------------------------------------------------------------------------------------

    def section(self, section: Section) -> None:
        self.heading(section.title, self.beginning(section))
        if section.note:
            self.row([Cell(section.note, 0, self.width, color=_QUIET)])
        for part in section.body:
            if isinstance(part, Table):
                self.table(part)
            else:
                self.entry(part)

    def beginning(self, section: Section) -> float:
        """How much height the first of what stands under a heading takes; 0 where that is too much to be kept together."""
        lines = self.set([Cell(section.note, 0, self.width)]) if section.note else []
        first = section.body[0] if section.body else None
        if isinstance(first, Entry):
            lines += self.set([Cell(first.title, 0, self.width, bold=True)]) if first.title else []
            lines += self.set(self.cells(first.facts[0])) if first.facts else []
        return self.height(lines) if self.fits_a_page(lines) else 0.0

    def heading(self, title: str, below: float = 0.0) -> None:
        self.space(5)
        self.keep(max(26.0, 16 + below))  # not alone at the foot of a page
        self.pages[-1].append(Bookmark(title, self.y))
        self.row([Cell(title, 0, self.width, _HEADING, True, _ACCENT)])
        self.space(0.5)
        self.rule()
        self.space(1.5)

    def entry(self, entry: Entry) -> None:
        if entry.title:
            self.space(1.5)
            title = self.set([Cell(entry.title, 0, self.width, bold=True)])
            first = self.set(self.cells(entry.facts[0])) if entry.facts else []
            if self.fits_a_page(title + first):  # a title never stands alone
                self.keep(self.height(title + first))
            self.put(title)
        for fact in entry.facts:
            self.fact(fact)
        self.space(1.5)

    def fact(self, fact: Fact) -> None:
        self.row(self.cells(fact))
        self.space(0.6)

    def cells(self, fact: Fact) -> list[Cell]:
        start = self.width * _LABEL if fact.label else 0.0
        value = Cell(fact.value, start, self.width - start)
        return [Cell(fact.label, 0, start - _GAP, _SMALL, color=_QUIET), value] if fact.label else [value]

    def table(self, table: Table) -> None:
        total = sum(table.shares)
        wide = [(self.width + _GAP) * share / total for share in table.shares]
        places = [sum(wide[:at]) for at in range(len(wide))]

        def cells(texts: Sequence[str], head: bool) -> list[Cell]:
            size, color = (_SMALL, _QUIET) if head else (_TEXT, _INK)
            return [
                Cell(text, at, width - _GAP, size, color=color) for text, at, width in zip(texts, places, wide, strict=True)
            ]

        def head() -> None:
            self.row(cells(table.columns, True))
            self.space(0.8)
            self.rule()
            self.space(1)

        self.keep(18)
        head()
        for texts in table.rows:
            page = len(self.pages)
            lines = self.set(cells(texts, False))
            if self.y + self.height(lines) > self.bottom and self.fits_a_page(lines):
                self.break_page()
            if len(self.pages) != page:
                head()
            self.put(lines)
            self.space(0.8)
            self.rule()
            self.space(1)

    def signatures(self, signatures: Sequence[Signature]) -> None:
        self.heading(self.document.words.signatures)
        if self.document.agreed:
            self.row([Cell(self.document.agreed, 0, self.width)])
        start = self.width * 0.45
        for signature in signatures:
            self.space(4)
            self.keep(20)
            top = self.y
            self.row([Cell(signature.name, 0, start - _GAP, bold=True)])
            self.row([Cell(signature.role, 0, start - _GAP, _SMALL, color=_QUIET)])
            end, self.y = self.y, max(top, self.y - 7.5)
            if signature.signed:
                self.row([Cell(signature.signed, start, self.width - start)])
            else:
                self.rule(_INK, 0.2, start)
                self.space(0.6)
                self.row([Cell(self.document.words.sign_here, start, self.width - start, _TINY, color=_QUIET)])
            self.y = max(self.y, end)

    def foot(self, page: int, marks: list[Mark]) -> None:
        """What stands at the foot of a page, added to its marks: written last, only then the pages are counted."""
        said = self.document.words.page % {"page": page, "pages": len(self.pages)}
        number = self.setter.lines(said, self.width, _TINY)[0]
        place = self.width - number.width
        self.y = self.bottom + 4
        marks.append(self._stroke(_RULE, 0.2, 0))
        self.y += 1.5
        cells = [Cell(text, 0, place - _GAP, _TINY, color=_QUIET) for text in self.document.footer]
        lines = [one for cell in cells for one in self.set([cell])]
        count = Cell(said, place, number.width, _TINY, color=_QUIET)
        for at, (height, here) in enumerate(lines or [(_TINY * _POINT * _LEADING, [])]):
            for cell, line in [*here, *([(count, number)] if at == 0 else [])]:
                marks.append(Type(line, self._left(cell, line), self.y + height * 0.74, cell))
            self.y += height

    def draw(self, mark: Mark) -> None:
        if isinstance(mark, Bookmark):
            self.pdf.set_y(mark.y)
            self.pdf.start_section(mark.title)
        elif isinstance(mark, Stroke):
            self.pdf.set_draw_color(*mark.color)
            self.pdf.set_line_width(mark.thick)
            self.pdf.line(mark.left, mark.y, mark.right, mark.y)
        else:
            self.pdf.set_text_color(*mark.look.color)
            self.setter.draw(mark.line, mark.x, mark.y, mark.look.size, mark.look.bold)

    # -- the grid -------------------------------------------------------------------------------------

    def row(self, cells: Sequence[Cell]) -> None:
        lines = self.set(cells)
        if self.y + self.height(lines) > self.bottom and self.fits_a_page(lines):
            self.break_page()
        self.put(lines)

    def set(self, cells: Sequence[Cell]) -> Lines:
        """Cells as lines of the page: each with its height and what stands on it."""
        columns = [self.setter.lines(cell.text, cell.width, cell.size, cell.bold) for cell in cells]
        found: Lines = []
        for at in range(max(map(len, columns), default=0)):
            here = [(cell, lines[at]) for cell, lines in zip(cells, columns, strict=True) if at < len(lines)]
            found.append((max(cell.size for cell, _line in here) * _POINT * _LEADING, here))
        return found

    def put(self, lines: Lines) -> None:
        for height, here in lines:
            if self.y + height > self.bottom:
                self.break_page()
            baseline = self.y + height * 0.74
            for cell, line in here:
                self.pages[-1].append(Type(line, self._left(cell, line), baseline, cell))
            self.y += height

    def _left(self, cell: Cell, line: Line) -> float:
        """Where a line begins on the page: text stands at the start of its column, which is the right one in Arabic."""
        if self.document.is_rtl:
            return self.pdf.w - _MARGIN - cell.at - line.width
        return _MARGIN + cell.at

    @staticmethod
    def height(lines: Lines) -> float:
        return sum(height for height, _here in lines)

    def fits_a_page(self, lines: Lines) -> bool:
        return self.height(lines) < self.bottom - _MARGIN - 20

    def keep(self, height: float) -> None:
        """Go to the next page unless this much is left."""
        if self.y + height > self.bottom:
            self.break_page()

    def break_page(self) -> None:
        self.pages.append([])
        self.y = _MARGIN

    def space(self, height: float) -> None:
        if self.y > _MARGIN:
            self.y += height

    def rule(self, color: tuple[int, int, int] = _RULE, thick: float = 0.2, at: float = 0.0) -> None:
        """A line across, from `at` after the start of the line."""
        self.pages[-1].append(self._stroke(color, thick, at))

    def _stroke(self, color: tuple[int, int, int], thick: float, at: float) -> Stroke:
        left, right = _MARGIN + at, self.pdf.w - _MARGIN
        if self.document.is_rtl:
            left, right = _MARGIN, self.pdf.w - _MARGIN - at
        return Stroke(left, right, self.y, color, thick)
