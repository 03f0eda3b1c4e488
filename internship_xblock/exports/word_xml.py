"""What python-docx has no words for: fields, borders, and marks of direction, in their order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.font import Font
from docx.text.paragraph import Paragraph


def set_size(font: Font, points: float) -> None:
    """The size of every script: Word keeps that of Arabic apart."""
    font.size = Pt(points)
    element: Any = font._element  # of a run or of a style: both have run properties
    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(points * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)


QUIET = RGBColor(86, 100, 95)


def bold(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.bold = run.font.cs_bold = True


def quiet(paragraph: Paragraph, points: float) -> None:
    colour(paragraph, QUIET, points)


def colour(paragraph: Paragraph, color: RGBColor, points: float) -> None:
    for run in paragraph.runs:
        set_size(run.font, points)
        run.font.color.rgb = color


def base(text: str, otherwise: bool) -> bool:
    """Whether a text reads from right to left: its first letter says so, the document where it has none."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return otherwise


def pieces(text: str, is_rtl: bool) -> Iterator[tuple[str, bool]]:
    """A line in pieces of one direction: what has none goes with what stands before it."""
    at = is_rtl
    marked = []
    for char in text:
        kind = unicodedata.bidirectional(char)
        at = True if kind in ("R", "AL", "AN") else False if kind in ("L", "EN") else at
        marked.append((char, at))
    for direction, chars in groupby(marked, key=lambda pair: pair[1]):
        yield "".join(char for char, _direction in chars), direction


def field(paragraph: Paragraph, name: str) -> None:
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


# The schema wants the children of a paragraph's and of a table's properties in order; Word refuses a file where they are not.
BEFORE_BIDI = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr",
    "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN",
)  # fmt: skip


BEFORE_BIDI_VISUAL = ("tblStyle", "tblpPr", "tblOverlap")


BEFORE_BOTTOM = BEFORE_BIDI[: BEFORE_BIDI.index("pBdr")]
BEFORE_SHADE = BEFORE_BIDI[: BEFORE_BIDI.index("shd")]
_BEFORE_BORDERS = (
    *BEFORE_BIDI_VISUAL,
    "bidiVisual",
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
    "tblW",
    "jc",
    "tblCellSpacing",
    "tblInd",
)
_BEFORE_MARGINS = (*_BEFORE_BORDERS, "tblBorders", "shd", "tblLayout")
_IN_CELL = ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection", "tcFitText", "vAlign")


def mark(properties: BaseOxmlElement, name: str, before: tuple[str, ...]) -> None:
    """Add an empty property in its place, after those of `before`."""
    put(properties, OxmlElement(name), before)


def put(properties: Any, one: Any, before: tuple[str, ...]) -> None:
    """Add a property in its place, after those of `before`."""
    tags = {qn(f"w:{tag}") for tag in before}
    properties.insert(sum(child.tag in tags for child in properties), one)


def element(name: str, **attributes: str) -> Any:
    """Return an element with attributes of Word's own."""
    made: Any = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def in_cell(cell: Any, name: str, **attributes: str) -> None:
    """Set a property of a cell in its place: "shd", "tcBorders", "vAlign"."""
    put(cell._tc.get_or_add_tcPr(), element(f"w:{name}", **attributes), _IN_CELL[: _IN_CELL.index(name)])


def shade(cell: Any, color: str) -> None:
    """Give a cell a ground."""
    in_cell(cell, "shd", val="clear", color="auto", fill=color)


def lines(table: WordTable, color: str) -> None:
    """A thin line below each row, as the PDF has it."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=color))
    put(table._tbl.tblPr, borders, _BEFORE_BORDERS)


def inset(table: WordTable, **sides: int) -> None:
    """Set the room inside of a table's cells, in twentieths of a point; its edge stands where the text's does."""
    put(table._tbl.tblPr, element("w:tblInd", w=str(sides["left"]), type="dxa"), _BEFORE_BORDERS[:-1])
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            margins.append(element(f"w:{side}", w=str(sides[side]), type="dxa"))
    put(table._tbl.tblPr, margins, _BEFORE_MARGINS)


def keep_together(elements: Iterable[Any]) -> None:
    """Keep paragraphs and the rows of tables on the page of what follows them."""
    for part in elements:
        for paragraph in part.iter(qn("w:p")):
            properties = paragraph.get_or_add_pPr()
            if properties.find(qn("w:keepNext")) is None:
                mark(properties, "w:keepNext", ("pStyle",))
