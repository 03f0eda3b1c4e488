"""A document in Word (DOCX): the same content in the same direction, in styles that a person can go on writing with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ..records.document import Document, Entry, Section, Table

_PAPERS = {"A4": (Mm(210), Mm(297)), "Letter": (Mm(215.9), Mm(279.4))}
_INK, _QUIET, _ACCENT = RGBColor(34, 48, 44), RGBColor(86, 100, 95), RGBColor(11, 92, 87)
_FACTS = (3, 7)  # the parts of the width of a label and of what was said to it
_TAGS = {
    "ar": "ar-SA", "bg": "bg-BG", "ca": "ca-ES", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US",
    "es": "es-ES", "et": "et-EE", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR",
    "hu": "hu-HU", "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "lt": "lt-LT", "lv": "lv-LV",
    "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "no": "nb-NO", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU",
    "se": "se-NO", "sk": "sk-SK", "sl": "sl-SI", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN",
    "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip
_FACES = {"ascii": "Calibri", "hAnsi": "Calibri", "cs": "Arial", "eastAsia": "Microsoft YaHei"}


def render(document: Document, paper: str = "A4") -> bytes:
    """The document as a DOCX file. `paper` is "A4" or "Letter"; ValueError for any other."""
    if paper not in _PAPERS:
        raise ValueError(paper)
    sink = BytesIO()
    _Writer(document, paper).write().save(sink)
    return sink.getvalue()


class _Writer:
    def __init__(self, document: Document, paper: str) -> None:
        self.document = document
        self.word: WordDocument = docx.Document()
        self._set_up(paper)

    def write(self) -> WordDocument:
        document = self.document
        self.paragraph(document.title, "Title")
        if document.subtitle:
            self.paragraph(document.subtitle, "Subtitle")
        self.facts([(fact.label, fact.value) for fact in document.meta])
        for section in document.sections:
            self.section(section)
        if document.signatures:
            self.signatures()
        if document.fingerprint:
            _quiet(self.paragraph(document.fingerprint), 7)
        self.footer()
        return self.word

    def section(self, section: Section) -> None:
        self.paragraph(section.title, "Heading 1")
        if section.note:
            self.paragraph(section.note)
        for part in section.body:
            if isinstance(part, Table):
                self.table(part)
            elif isinstance(part, Entry):
                if part.title:
                    self.paragraph(part.title, "Heading 2")
                self.facts([(fact.label, fact.value) for fact in part.facts])

    def facts(self, facts: list[tuple[str, str]]) -> None:
        """Labels beside what was said to them, as the PDF has them; what has no label has the whole width."""
        for is_labelled, group in groupby(facts, key=lambda fact: bool(fact[0])):
            if is_labelled:
                self._grid(list(group), _FACTS, quiet_first=True)
            else:
                for _label, value in group:
                    self.paragraph(value)

    def table(self, table: Table) -> None:
        grid = self._grid([table.columns, *table.rows], table.shares)
        head = grid.rows[0]
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on every page
        for cell in head.cells:
            _bold(cell.paragraphs[0])
        _lines(grid)

    def _grid(self, rows: Sequence[Sequence[str]], shares: Sequence[float], quiet_first: bool = False) -> WordTable:
        """Rows side by side, none of them broken by the end of a page, with a little room below."""
        grid: WordTable = self.word.add_table(rows=0, cols=len(shares))
        grid.autofit = False
        if self.document.is_rtl:
            _mark(grid._tbl.tblPr, "w:bidiVisual", _BEFORE_BIDI_VISUAL)
        section = self.word.sections[0]
        room = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
        widths = [int(room * share / sum(shares)) for share in shares]
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Emu(width)
        for texts in rows:
            row = grid.add_row()  # type: ignore[no-untyped-call]
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Emu(width)
                words = cell.paragraphs[0]
                words.paragraph_format.space_after = Pt(2)
                words.paragraph_format.line_spacing = 1
                self._fill(words, text)
            if quiet_first:
                _quiet(row.cells[0].paragraphs[0], 8.5)
        self.paragraph("").paragraph_format.space_after = Pt(0)
        return grid

    def signatures(self) -> None:
        self.paragraph(self.document.words.signatures, "Heading 1")
        if self.document.agreed:
            self.paragraph(self.document.agreed)
        for signature in self.document.signatures:
            name = self.paragraph(signature.name)
            name.paragraph_format.space_before = Pt(14)
            name.paragraph_format.space_after = Pt(0)
            name.paragraph_format.keep_with_next = True
            _bold(name)
            role = self.paragraph(signature.role)
            role.paragraph_format.keep_with_next = True
            self.paragraph(signature.signed or f"{self.document.words.sign_here}: {'_' * 40}")

    def footer(self) -> None:
        foot = self.word.sections[0].footer
        for at, line in enumerate(self.document.footer):
            one = foot.paragraphs[0] if at == 0 else foot.add_paragraph()
            self._fill(one, line)
        counted = foot.add_paragraph() if self.document.footer else foot.paragraphs[0]
        self._direct(counted, self.document.is_rtl)
        before, between, after = _around(self.document.words.page)
        for piece in (before, "PAGE", between, "NUMPAGES", after):
            if piece in ("PAGE", "NUMPAGES"):
                _field(counted, piece)
            elif piece:
                self._run(counted, piece, self.document.is_rtl)
        for paragraph in foot.paragraphs:
            _quiet(paragraph, 7.5)

    # -- text -----------------------------------------------------------------------------------------

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        made = self.word.add_paragraph(style=style)
        self._fill(made, text)
        return made

    def _fill(self, paragraph: Paragraph, text: str) -> None:
        is_rtl = _base(text, self.document.is_rtl)
        self._direct(paragraph, is_rtl)
        for at, line in enumerate(text.split("\n")):
            if at:
                paragraph.add_run().add_break()
            for piece, piece_rtl in _pieces(line, is_rtl):
                self._run(paragraph, piece, piece_rtl)

    def _direct(self, paragraph: Paragraph, is_rtl: bool) -> None:
        """Set the order of the words; the side it stands on stays the document's."""
        if is_rtl:
            _mark(paragraph._p.get_or_add_pPr(), "w:bidi", _BEFORE_BIDI)
        if is_rtl != self.document.is_rtl:  # in a right-to-left paragraph Word's "right" is the end: the left side
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    @staticmethod
    def _run(paragraph: Paragraph, text: str, is_rtl: bool) -> Run:
        run = paragraph.add_run(text)
        if is_rtl:
            run.font.rtl = True
        return run

    def _set_up(self, paper: str) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = _PAPERS[paper]
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
        for name, size, color in (
            ("Normal", 10.5, None), ("Title", 22, _ACCENT), ("Subtitle", 13, None), ("Heading 1", 14, _ACCENT),
            ("Heading 2", 11, None),
        ):  # fmt: skip
            style = self.word.styles[name]
            _size(style.font, size)
            style.font.italic = False
            style.font.color.rgb = color or _INK
            faces = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in [key for key in faces.attrib if key.endswith("Theme")]:
                del faces.attrib[theme]
            for spread in style.element.rPr.findall(qn("w:spacing")):  # the template spaces out the letters of a subtitle
                style.element.rPr.remove(spread)
            for script, face in _FACES.items():
                faces.set(qn(f"w:{script}"), face)
        about = self.word.core_properties
        about.title, about.language, about.author, about.comments = self.document.title, _tag(self.document.language), "", ""
        if self.document.created:
            at = datetime.fromisoformat(self.document.created).astimezone(UTC).replace(tzinfo=None)
            about.created = about.modified = at
        self._say_language(_tag(self.document.language))

    def _say_language(self, tag: str) -> None:
        """Say the language wherever the template says American English: in the styles and in the settings."""
        for element in (*self.word.styles.element.iter(qn("w:lang")), *self.word.settings.element.iter(qn("w:themeFontLang"))):
            for script in ("val", "eastAsia", "bidi"):
                element.set(qn(f"w:{script}"), tag)
        related = self.word.part.rels  # a copy of the styles for Word 2010 says it too, and nothing needs it
        for key in [key for key, one in related.items() if one.reltype.endswith("/stylesWithEffects")]:
            del related[key]


def _tag(language: str) -> str:
    """Django's name of a language as Word writes it (BCP 47), with the region that Word's dictionaries are called by."""
    name, *rest = language.replace("_", "-").split("-")
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return _TAGS.get(language.lower()) or "-".join([name.lower(), *parts])


def _size(font: Font, points: float) -> None:
    """The size of every script: Word keeps that of Arabic apart."""
    font.size = Pt(points)
    element: Any = font._element  # of a run or of a style: both have run properties
    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(points * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)


def _bold(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.bold = run.font.cs_bold = True


def _quiet(paragraph: Paragraph, points: float) -> None:
    for run in paragraph.runs:
        _size(run.font, points)
        run.font.color.rgb = _QUIET


def _base(text: str, otherwise: bool) -> bool:
    """Whether a text reads from right to left: its first letter says so, the document where it has none."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return otherwise


def _pieces(text: str, is_rtl: bool) -> Iterator[tuple[str, bool]]:
    """A line in pieces of one direction: what has none goes with what stands before it."""
    at = is_rtl
    marked = []
    for char in text:
        kind = unicodedata.bidirectional(char)
        at = True if kind in ("R", "AL", "AN") else False if kind in ("L", "EN") else at
        marked.append((char, at))
    for direction, chars in groupby(marked, key=lambda pair: pair[1]):
        yield "".join(char for char, _direction in chars), direction


def _around(page: str) -> tuple[str, str, str]:
    """What stands before, between and after the two numbers of "Page %(page)d of %(pages)d"."""
    before, _sign, rest = page.partition("%(page)d")
    between, _sign, after = rest.partition("%(pages)d")
    return before, between, after


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word fills in: in runs of its own, so that it gets the size of the words around it."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":  # until it is filled in
            run.text = kind
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = name
            run._r.append(mark)


def _lines(table: WordTable) -> None:
    """A thin line below each row, as the PDF has it."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "CDD5D2")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    after = {qn(f"w:{tag}") for tag in ("shd", "tblLayout", "tblCellMar", "tblLook")}
    properties.insert(next((at for at, child in enumerate(properties) if child.tag in after), len(properties)), borders)


# The schema wants the children of a paragraph's and of a table's properties in order; Word refuses a file where they are not.
_BEFORE_BIDI = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr",
    "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN",
)  # fmt: skip
_BEFORE_BIDI_VISUAL = ("tblStyle", "tblpPr", "tblOverlap")


def _mark(properties: BaseOxmlElement, name: str, before: tuple[str, ...]) -> None:
    """Add an empty property in its place, after those of `before`."""
    tags = {qn(f"w:{tag}") for tag in before}
    properties.insert(sum(child.tag in tags for child in properties), OxmlElement(name))
