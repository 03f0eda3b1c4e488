"""What a Word document says, read back by python-docx, and that its parts are well-formed."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from lxml import etree

from internship_xblock.exports import word, word_styles
from internship_xblock.tools.plans.documents import plan as plans
from internship_xblock.tools.plans.schema import frozen_text
from tests.exports import world


def render(language: str = "en", paper: str = "A4", **sections: object) -> bytes:
    with translation.override(language):
        return word.render(plans.document(world.taken(world.plan(**sections))), paper)


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    paragraphs = [*document.paragraphs, *document.sections[0].footer.paragraphs]
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paragraphs), *(cell.text for cell in cells)])


def test_it_says_what_the_pdf_says() -> None:
    taken = world.taken(world.plan())
    said = text_of(render())
    assert [name for name in world.PERSON_NAMES if name not in said] == []
    assert taken.version.sha256 in said
    assert "Signed on Tuesday 1 September 2026" in said
    for part in frozen_text.outline(taken.version.document):
        assert str(part.title) in said


@pytest.mark.parametrize(("language", "tag"), [("nb", "nb-NO"), ("en", "en-US"), ("ar", "ar-SA")])
def test_it_says_its_language_everywhere(language: str, tag: str) -> None:
    content = render(language)
    said = set()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                tree = etree.fromstring(parts.read(name))
                for element in (*tree.iter(qn("w:lang")), *tree.iter(qn("w:themeFontLang"))):
                    said |= {(str(key).rpartition("}")[2], value) for key, value in element.attrib.items()}
        assert tag in parts.read("docProps/core.xml").decode()
    assert said == {("val", tag), ("eastAsia", tag), ("bidi", tag)}


@pytest.mark.parametrize(("language", "tag"), [("pt-br", "pt-BR"), ("zh-hans", "zh-CN"), ("sr-latn", "sr-Latn"), ("xx", "xx")])
def test_languages_are_called_as_word_calls_them(language: str, tag: str) -> None:
    assert word_styles.tag(language) == tag


def test_hostile_text_stands_there_as_text() -> None:
    tasks = [{"uid": "t", "text": world.FORMULA, "evidence": world.SCRIPT, "assessor": "a\x00b\x07c\uffffd", "outcomes": []}]
    content = render(tasks=tasks)
    said = text_of(content)
    assert world.FORMULA in said
    assert world.SCRIPT in said
    assert "abcd" in said
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


@pytest.mark.parametrize(("paper", "width"), [("A4", 210), ("Letter", 215.9)])
def test_the_paper(paper: str, width: float) -> None:
    section = docx.Document(io.BytesIO(render(paper=paper))).sections[0]
    assert section.page_width is not None
    assert section.page_width.mm == pytest.approx(width, abs=0.1)


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="A0"):
        render(paper="A0")


def test_arabic_words_run_from_the_right() -> None:
    document = docx.Document(io.BytesIO(render()))
    runs = [
        run
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    assert all(run.font.rtl for run in runs if run.text == world.ARABIC)
    assert not any(run.font.rtl for run in runs if run.text == world.SAMI)
    arabic = docx.Document(io.BytesIO(render("ar")))
    assert arabic.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert document.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is None


def test_properties_stand_in_the_order_of_the_schema() -> None:
    """Word refuses a file where they do not."""
    order = ["pStyle", "keepNext", "numPr", "pBdr", "shd", "bidi", "spacing", "jc"]
    body = docx.Document(io.BytesIO(render("ar"))).element.body
    found = 0
    for properties in body.iter(qn("w:pPr")):
        names = [child.tag.partition("}")[2] for child in properties]
        known = [name for name in names if name in order]
        assert known == sorted(known, key=order.index)
        found += "bidi" in names
    assert found
    of_tables = ["tblStyle", "bidiVisual", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for properties in body.iter(qn("w:tblPr")):
        names = [child.tag.partition("}")[2] for child in properties]
        assert names == sorted(names, key=of_tables.index)
        assert "bidiVisual" in names
    of_cells = ["tcW", "shd", "vAlign"]
    for properties in body.iter(qn("w:tcPr")):
        names = [child.tag.partition("}")[2] for child in properties]
        assert names == sorted(names, key=of_cells.index)


def test_a_label_stands_beside_its_answer_and_no_row_is_broken_in_two() -> None:
    """One below the other made a certificate of one page two, and the plan's tables were cut in the middle of a line."""
    document = docx.Document(io.BytesIO(render()))
    assert ["Insurance", "The university"] in [
        [cell.text for cell in row.cells] for table in document.tables for row in table.rows
    ]
    rows = list(document.element.body.iter(qn("w:tr")))
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_head_stands_on_a_band_of_its_own() -> None:
    first = docx.Document(io.BytesIO(render())).tables[0]
    said = first.rows[0].cells[0].text.split("\n")
    assert said[0] == "Northern Fish Auction"
    assert said[1:3] == ["Internship plan", world.SAMI]
    assert first.rows[0].cells[0].paragraphs[1].style.name == "Title"  # type: ignore[union-attr]
    assert first._tbl.find(f".//{qn('w:shd')}").get(qn("w:fill")) == word_styles.TINT


def test_every_picture_says_what_it_shows_and_is_as_wide_as_the_text_at_most() -> None:
    document = docx.Document(io.BytesIO(render(task_count=30)))
    pictures = document.inline_shapes
    assert [shape._inline.docPr.get("title") for shape in pictures] == ["The placement at a glance", "What supports what"]
    assert ["3 checkpoints" in said for said in (shape._inline.docPr.get("descr") for shape in pictures)] == [True, False]
    assert "outcomes are supported" in pictures[1]._inline.docPr.get("descr")
    assert all(shape.width.mm <= 170.1 and shape.height.mm <= 201 for shape in pictures)
    sizes = {part.blob[:8] for part in document.part.package.image_parts}
    assert sizes == {b"\x89PNG\r\n\x1a\n"}


def test_outcomes_are_a_numbered_list_with_the_numbers_of_the_plan() -> None:
    document = docx.Document(io.BytesIO(render()))
    starts = {
        num.numId: num.find(qn("w:lvlOverride")).find(qn("w:startOverride")).val
        for num in document.part.numbering_part.element.num_lst
        if num.find(qn("w:lvlOverride")) is not None
    }
    found = [
        (starts[one._p.pPr.numPr.numId.val], one.text)
        for one in document.paragraphs
        if one._p.pPr is not None and one._p.pPr.numPr is not None
    ]
    assert [number for number, _text in found] == [1, 3, 5, 2, 4, 6]
    assert all(text == f"Explain part {number - 1} of the trade" for number, text in found)


def test_tables_repeat_their_heads_and_headings_are_headings() -> None:
    document = docx.Document(io.BytesIO(render()))
    heads = [row for row in document.element.body.iter(qn("w:tr")) if row.find(f".//{qn('w:tblHeader')}") is not None]
    assert ["Date" in "".join(head.itertext()) for head in heads] == [False, True]
    styles = {one.text: one.style.name for one in document.paragraphs if one.style is not None}
    assert styles["Participants"] == styles["Signatures"] == "Heading 1"
    assert styles["1. Task 0: make the catalogue together with the auctioneer"] == "Heading 2"
    assert document.core_properties.title == f"Internship plan – {world.SAMI}"


def test_what_is_signed_stands_on_the_page_of_the_signatures() -> None:
    document = docx.Document(io.BytesIO(render()))
    texts = [one.text for one in document.paragraphs]
    kept = {one.text for one in document.paragraphs if one.paragraph_format.keep_with_next}
    assert {"Contacts and time", "I have read version 1 of this plan and will do my part in it."} <= kept
    assert texts.index("Contacts and time") < texts.index("Signatures")
