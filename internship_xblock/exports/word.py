"""A document in Word (DOCX): the same content in the same direction, in styles that a person can go on writing with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ..records.document import Document, Entry, Listing, Part, People, Section, Table
from .word_xml import BEFORE_BIDI, BEFORE_BIDI_VISUAL, base, bold, field, lines, mark, pieces, quiet, set_size

_PAPERS = {"A4": (Mm(210), Mm(297)), "Letter": (Mm(215.9), Mm(279.4))}
_INK, _ACCENT = RGBColor(34, 48, 44), RGBColor(11, 92, 87)
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
        head = document.head
        self.paragraph(head.title, "Title")
        if head.about:
            self.paragraph(head.about, "Subtitle")
        for line in (" · ".join(head.organisations), " · ".join(filter(None, (head.days, head.state)))):
            if line:
                self.paragraph(line)
        self.facts([(fact.label, fact.value) for fact in document.meta])
        for section in document.sections:
            self.section(section)
        if document.signatures:
            self.signatures()
        if document.fingerprint:
            quiet(self.paragraph(document.fingerprint), 7)
        self.footer()
        return self.word

    def section(self, section: Section) -> None:
        self.paragraph(section.title, "Heading 1")
        if section.note:
            self.paragraph(section.note)
        for part in section.body:
            self.part(part)

    def part(self, part: Part) -> None:
        if isinstance(part, Table):
            self.table(part)
        elif isinstance(part, Entry):
            self.entry(part)
        elif isinstance(part, Listing):
            if part.title:
                self.paragraph(part.title, "Heading 2")
            for point in part.points:
                self.paragraph(f"{point.number}. {point.text}")
        elif isinstance(part, People):
            for person in part.persons:
                said = (person.name, person.role, person.organisation, *person.notes)
                self.paragraph(" · ".join(filter(None, said)))

    def entry(self, entry: Entry) -> None:
        if entry.title:
            self.paragraph(f"{entry.number}. {entry.title}" if entry.number else entry.title, "Heading 2")
        if entry.aside:
            quiet(self.paragraph(" · ".join(entry.aside)), 8.5)
        self.facts([(fact.label, fact.value) for fact in entry.facts])

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
            bold(cell.paragraphs[0])
        lines(grid)

    def _grid(self, rows: Sequence[Sequence[str]], shares: Sequence[float], quiet_first: bool = False) -> WordTable:
        """Rows side by side, none of them broken by the end of a page, with a little room below."""
        grid: WordTable = self.word.add_table(rows=0, cols=len(shares))
        grid.autofit = False
        if self.document.is_rtl:
            mark(grid._tbl.tblPr, "w:bidiVisual", BEFORE_BIDI_VISUAL)
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
                quiet(row.cells[0].paragraphs[0], 8.5)
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
            bold(name)
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
                field(counted, piece)
            elif piece:
                self._run(counted, piece, self.document.is_rtl)
        for paragraph in foot.paragraphs:
            quiet(paragraph, 7.5)

    # -- text -----------------------------------------------------------------------------------------

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        made = self.word.add_paragraph(style=style)
        self._fill(made, text)
        return made

    def _fill(self, paragraph: Paragraph, text: str) -> None:
        is_rtl = base(text, self.document.is_rtl)
        self._direct(paragraph, is_rtl)
        for at, line in enumerate(text.split("\n")):
            if at:
                paragraph.add_run().add_break()
            for piece, piece_rtl in pieces(line, is_rtl):
                self._run(paragraph, piece, piece_rtl)

    def _direct(self, paragraph: Paragraph, is_rtl: bool) -> None:
        """Set the order of the words; the side it stands on stays the document's."""
        if is_rtl:
            mark(paragraph._p.get_or_add_pPr(), "w:bidi", BEFORE_BIDI)
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
            set_size(style.font, size)
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
        about.title, about.language, about.author, about.comments = self.document.name, _tag(self.document.language), "", ""
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


def _around(page: str) -> tuple[str, str, str]:
    """What stands before, between and after the two numbers of "Page %(page)d of %(pages)d"."""
    before, _sign, rest = page.partition("%(page)d")
    between, _sign, after = rest.partition("%(pages)d")
    return before, between, after
