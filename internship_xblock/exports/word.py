"""A document in Word (DOCX): it looks as the PDF does, in styles that a person can go on writing with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Emu, Mm, Pt

from ..core.language.formats import initials
from ..records.document import Document, Entry, Fact, Listing, Part, People, Picture, Section, Signature, Table
from . import layout, typesetting, word_styles
from .word_grids import Grids
from .word_styles import ACCENT, GOOD, LINE, PAPERS, ROLES, TINT, WHITE
from .word_xml import (
    BEFORE_BOTTOM,
    BEFORE_SHADE,
    bold,
    colour,
    element,
    in_cell,
    inset,
    keep_together,
    lines,
    put,
    quiet,
    shade,
)  # fmt: skip

_FACTS = (3, 7)  # the parts of the width of a label and of what was said to it
_PAIRS = (2, 3, 2, 3)
_DISC, _GAP = 6.5, 3  # of a hundred: a person's initials, and what parts two columns
_HEIGHT = Mm(200)  # of a picture at most


def render(document: Document, paper: str = "A4") -> bytes:
    """Return the document as a DOCX file. `paper` is "A4" or "Letter"; ValueError for any other."""
    if paper not in PAPERS:
        raise ValueError(paper)
    sink = BytesIO()
    _Writer(document, paper).write().save(sink)
    return sink.getvalue()


class _Writer(Grids):
    def __init__(self, document: Document, paper: str) -> None:
        self.document = document
        super().__init__(docx.Document(), document.is_rtl)
        word_styles.set_up(self.word, document, paper)
        self.numbers = word_styles.numbering(self.word, document.is_rtl)

    def write(self) -> WordDocument:
        self.head()
        for section in self.document.sections:
            begun = len(self.word.element.body)
            self.section(section)
        if self.document.signatures:
            if self.document.sections and not layout.is_long(*self.document.sections[-1].body):
                keep_together(list(self.word.element.body)[begun - 1 :])
            self.signatures()
        if self.document.fingerprint:
            quiet(self.paragraph(self.document.fingerprint), 7)
        self.text.footer(self.word.sections[0].footer, self.document)
        return self.word

    def head(self) -> None:
        """The head band: a tinted cell as wide as the text. What is longer stands below it."""
        head, band = self.document.head, self.grid([None], [100])
        inset(band, top=200, left=240, bottom=160, right=240)
        (cell,) = band.rows[0].cells
        shade(cell, TINT)
        above, *others = [(" | ".join(head.organisations), None), (head.title, "Title"), (head.about, "Subtitle")]
        bold(self.fill(cell.paragraphs[0], above[0]))
        for words, style in others:
            if words:
                self.fill(cell.add_paragraph(style=style), words)
        self.fill(cell.add_paragraph(), head.days)
        if head.state:
            state = self.fill(cell.add_paragraph(), head.state)
            bold(state)
            colour(state, ACCENT, 10.5)
        for fact in self.document.meta:
            self.fill(cell.add_paragraph(), ": ".join(filter(None, (fact.label, fact.value))))
            quiet(cell.paragraphs[-1], 9.5)
        self.space()

    def section(self, section: Section) -> None:
        self.paragraph(section.title, "Heading 1")
        if section.note:
            self.paragraph(section.note)
        columns = layout.columns(section.body)
        for part in section.body:
            self.part(part, columns)

    def part(self, part: Part, columns: Mapping[str, float]) -> None:
        if isinstance(part, Table):
            self.table(part)
        elif isinstance(part, Entry):
            self.entry(part, columns)
        elif isinstance(part, Listing):
            self.listing(part)
        elif isinstance(part, People):
            pairs = [
                (one.name, one.look, " · ".join(filter(None, (one.role, one.organisation, *one.notes)))) for one in part.persons
            ]
            for two in _twos(pairs):
                self.persons(two)
                self.space()
        else:
            self.picture(part)

    def entry(self, entry: Entry, columns: Mapping[str, float]) -> None:
        if entry.title:
            self.paragraph(f"{entry.number}. {entry.title}" if entry.number else entry.title, "Heading 2")
        if entry.aside:
            aside = self.paragraph(" · ".join(entry.aside))
            aside.paragraph_format.keep_with_next = True
            quiet(aside, 8.5)
        beside = layout.beside(entry, columns)
        if beside:
            self.beside(beside, list(columns.values()))
        elif layout.is_paired(entry):
            self.paired(entry.facts)
        elif entry.facts:
            self.facts(entry.facts, is_whole=not layout.is_long(entry))

    def beside(self, facts: Sequence[Fact | None], shares: Sequence[float]) -> None:
        """Short answers side by side, what each answers above it."""
        grid = self.grid([None for _ in facts], shares)
        for cell, fact in zip(grid.rows[0].cells, facts, strict=True):
            if fact is not None:
                quiet(self.fill(cell.paragraphs[0], fact.label), 8)
                answer = self.fill(cell.add_paragraph(), fact.value)
                answer.paragraph_format.space_after = Pt(0)
        self.space()

    def paired(self, facts: Sequence[Fact]) -> None:
        """Short answers in two columns."""
        grid = self.grid([], _PAIRS)
        for two in _twos(facts):
            texts = [text for fact in two for text in (fact.label, fact.value)]
            row = self.row(grid, [*texts, *[None] * (4 - len(texts))], _PAIRS)
            for at in (0, 2):
                quiet(row.cells[at].paragraphs[0], 8.5)
        self.space()

    def facts(self, facts: Sequence[Fact], is_whole: bool = True) -> None:
        """Labels beside what was said to them, as the PDF has them; what has no label has the whole width."""
        for is_labelled, group in groupby(facts, key=lambda fact: bool(fact.label)):
            found = list(group)
            if not is_labelled:
                for fact in found:
                    self.paragraph(fact.value)
                continue
            grid = self.grid([], _FACTS)
            for fact in found:
                row = self.row(grid, (fact.label, fact.value), _FACTS)
                quiet(row.cells[0].paragraphs[0], 8.5)
                if is_whole and fact is not found[-1]:
                    _keep(row.cells)
            self.space()

    def table(self, table: Table) -> None:
        shares = table.shares
        grid = self.grid(table.columns, shares)
        for texts in table.rows:
            self.row(grid, texts, shares)
        head = grid.rows[0]
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on every page
        for cell in head.cells:
            bold(cell.paragraphs[0])
            shade(cell, TINT)
        _keep(head.cells)
        lines(grid, LINE)
        inset(grid, left=108)
        self.space()

    def listing(self, listing: Listing) -> None:
        """A numbered list, begun anew wherever a number does not follow the one before."""
        if listing.title:
            self.paragraph(listing.title, "Heading 2")
        last, known = None, ""
        for point in listing.points:
            if last is None or point.number != last + 1:
                known = word_styles.list_from(self.word, self.numbers, point.number)
            last = point.number
            word_styles.put_in_list(self.paragraph(point.text)._p.get_or_add_pPr(), known)

    def picture(self, picture: Picture) -> None:
        """A picture as a file, with the sentence that says what it shows."""
        if picture.title:
            self.paragraph(picture.title, "Heading 2")
        holder = self.word.add_paragraph()
        drawing = picture.drawing
        width = min(self.room, int(_HEIGHT * drawing.width / drawing.height), int(Pt(0.8) * drawing.width))
        shape = holder.add_run().add_picture(BytesIO(typesetting.png(self.document, picture)), width=Emu(width))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")
        about = shape._inline.docPr
        about.set("descr", picture.statement)
        about.set("title", picture.title)

    def persons(self, persons: Sequence[tuple[str, str, str]], below: Sequence[Signature] = ()) -> None:
        """Two people side by side: initials in the colour of their role, name, what they are; below them how they signed."""
        half = (100 - _GAP) / 2 - _DISC
        grid = self.grid([None] * 5, (_DISC, half, _GAP, _DISC, half))
        inset(grid, left=108)
        for at, (name, look, said) in enumerate(persons):
            disc, words = (grid.rows[0].cells[at * 3 + further] for further in (0, 1))
            shade(disc, ROLES.get(look, ROLES[""]))
            for cell in (disc, words):
                in_cell(cell, "vAlign", val="center")
            letters = disc.paragraphs[0]
            letters.add_run(initials(name))  # without a direction of its own, which some readers take for the table's
            letters.alignment = WD_ALIGN_PARAGRAPH.CENTER
            bold(letters)
            colour(letters, WHITE, 9)
            bold(self.fill(words.paragraphs[0], name))
            quiet(self.fill(words.add_paragraph(), said), 8.5)
            words.paragraphs[-1].paragraph_format.space_after = Pt(0)
        if below:
            _keep(grid.rows[0].cells)
            self.signed(below)

    def signed(self, signatures: Sequence[Signature]) -> None:
        """How two people signed, or the lines on which they will."""
        half = (100 - _GAP) / 2
        grid = self.grid([None] * 3, (half, _GAP, half))
        for at, one in enumerate(signatures):
            cell = grid.rows[0].cells[at * 2]
            words = cell.paragraphs[0]
            if one.signed:
                colour(self.fill(words, f"✓ {one.signed}"), GOOD, 9)
                continue
            words.paragraph_format.space_before = Pt(26)
            borders = OxmlElement("w:pBdr")
            borders.append(element("w:bottom", val="single", sz="6", space="1", color="56645F"))
            put(words._p.get_or_add_pPr(), borders, BEFORE_BOTTOM)
            quiet(self.fill(cell.add_paragraph(), self.document.words.sign_here), 8)
        self.space()

    def signatures(self) -> None:
        self.paragraph(self.document.words.signatures, "Heading 1")
        if self.document.agreed:
            agreed = self.paragraph(self.document.agreed)
            agreed.paragraph_format.keep_with_next = True
            agreed.paragraph_format.space_after = Pt(10)
            put(agreed._p.get_or_add_pPr(), element("w:shd", val="clear", color="auto", fill=TINT), BEFORE_SHADE)
        for two in _twos(self.document.signatures):
            self.persons([(one.name, one.look, one.role) for one in two], two)


def _keep(cells: Iterable[Any]) -> None:
    """Keep a row on the page of the next."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _twos(found: Sequence[Any]) -> list[Sequence[Any]]:
    return [found[at : at + 2] for at in range(0, len(found), 2)]
