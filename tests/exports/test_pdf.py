"""What a PDF says, read back from the file."""

from __future__ import annotations

import io
import unicodedata
from itertools import groupby

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from internship_xblock.exports import pdf, word
from internship_xblock.exports.typeset import Sheet, Typesetter
from internship_xblock.records.document import Document, Entry, Fact, Section, Table, Words
from internship_xblock.tools.plans import documents as plans
from tests.exports import world

SIZES = {"A4": (595, 842), "Letter": (612, 792)}
WORDS = Words("Page %(page)d of %(pages)d", "Signatures", "Sign here", "Some characters are missing.")


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """The text with presentation forms folded into letters, as a search in a reader does."""
    return unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in read(content).pages))


def simple(*values: str, is_rtl: bool = False, title: str = "A title") -> Document:
    facts = tuple(Fact("Label", value) for value in values)
    return Document(title, "", (), (Section("Part", (Entry("", facts),)),), WORDS, "ar" if is_rtl else "en", is_rtl)


@pytest.mark.parametrize("paper", pdf.PAPERS)
def test_all_names_stand_in_it(paper: str) -> None:
    content = pdf.render(plans.document(world.taken(world.plan())), paper)
    said = text_of(content)
    assert [name for name in world.PERSON_NAMES if name not in said] == []
    box = read(content).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == SIZES[paper]


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="A0"):
        pdf.render(simple("x"), "A0")


def test_every_page_has_its_number_and_the_whole_fingerprint() -> None:
    taken = world.taken(world.plan(task_count=30, checkpoint_count=20))
    pages = read(pdf.render(plans.document(taken))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        said = page.extract_text()
        assert f"Page {number} of {len(pages)}" in said
        assert taken.version.sha256 in said
        assert "Version 1" in said


def test_hostile_text_stands_there_as_text() -> None:
    tasks = [{"uid": "t", "text": world.FORMULA, "evidence": world.SCRIPT, "assessor": "a\x00b\x07c\uffffd", "outcomes": []}]
    said = text_of(pdf.render(plans.document(world.taken(world.plan(tasks=tasks)))))
    assert world.FORMULA in said
    assert world.SCRIPT in said
    assert "abcd" in said


def test_a_character_that_no_font_has_is_replaced_and_said() -> None:
    said = text_of(pdf.render(simple("before 🎉 हिन्दी after")))
    assert "before \ufffd" in said
    assert "after" in said
    assert WORDS.unshown in said
    assert WORDS.unshown not in text_of(pdf.render(simple("before after")))


def test_long_words_and_long_lists_stay_between_the_margins() -> None:
    long = ["x" * 2000, "漢字" * 500, "محمد" * 300, "a\u0301" * 400, " ".join(["word"] * 2000)]
    sheet = pdf._Writer(simple(*long), "A4")
    sheet.lay_out()
    for marks in sheet.pages:
        for mark in marks:
            if isinstance(mark, pdf.Type):
                assert mark.x >= 20 - 0.01
                assert mark.x + mark.line.width <= sheet.pdf.w - 20 + 0.5
                assert mark.y < sheet.bottom + 1
    said = text_of(sheet.write()) if len(sheet.pages) > 1 else ""
    assert said.count("x") >= 2000


def test_a_table_goes_on_below_its_head_on_the_next_page() -> None:
    table = Table(("Name", "What"), tuple((f"Row {at}", "something") for at in range(80)), (1, 2))
    content = pdf.render(Document("T", "", (), (Section("Many", (table,)),), WORDS, "en"))
    pages = [page.extract_text() for page in read(content).pages]
    assert len(pages) > 1
    assert all("Name" in page and "What" in page for page in pages)
    assert all(f"Row {at}" in "\n".join(pages) for at in range(80))


def test_in_arabic_the_page_begins_on_the_right() -> None:
    def place(is_rtl: bool) -> float:
        sheet = pdf._Writer(simple("x", is_rtl=is_rtl), "A4")
        sheet.lay_out()
        return next(mark.x for mark in sheet.pages[0] if isinstance(mark, pdf.Type) and mark.look.text == "Label")

    assert place(False) == 20
    assert place(True) > 170
    with translation.override("ar"):
        document = plans.document(world.taken(world.plan()))
    assert document.is_rtl
    assert world.ARABIC in text_of(pdf.render(document))


def visual(text: str) -> str:
    """A line's runs from left to right, right-to-left ones in brackets."""
    (line,) = Typesetter(Sheet()).lines(text, 500, 10)
    found = [(is_rtl, [run.text for run in runs]) for is_rtl, runs in groupby(line.runs, lambda run: run.is_rtl)]
    return "|".join(f"[{''.join(texts)}]" if is_rtl else "".join(texts) for is_rtl, texts in found)


def test_the_order_of_mixed_text_is_unicodes() -> None:
    assert visual("Kari Holm 2026") == "Kari Holm 2026"
    assert visual("by محمد on Monday") == "by |[محمد]| on Monday"
    # In an Arabic sentence the number and the Latin name keep their own order, the whole runs from the right.
    assert visual("محمد 2026, Kari على") == "[على ]|Kari|[, ]|2026|[محمد ]"
    assert visual("محمد (Kari) علي") == "[علي) ]|Kari|[(محمد ]"


def test_a_vowel_sign_is_shaped_with_its_letter() -> None:
    """Shaped alone it would take no account of the letter: as a piece of one run it adds nothing to the width."""
    setter = Typesetter(Sheet())
    plain, signed = setter.lines("نص طويل", 500, 10)[0], setter.lines("نصّ طويل", 500, 10)[0]
    assert signed.width == pytest.approx(plain.width, abs=0.05)
    sheet = setter.pdf
    sheet.add_page()
    setter.draw(signed, 20, 20, 10)
    assert len(sheet._preload_bidirectional_text("نصّ", False)) == 1


def test_the_same_version_makes_the_same_file() -> None:
    document = plans.document(world.taken(world.plan()))
    assert pdf.render(document) == pdf.render(document)


def test_who_signed_and_who_has_not() -> None:
    said = text_of(pdf.render(plans.document(world.taken(world.plan()))))
    assert "Signed on Tuesday 1 September 2026" in said
    assert said.count("Place, date and signature") == 2


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_no_text_breaks_a_document(text: str, is_rtl: bool) -> None:
    document = simple(text, text, is_rtl=is_rtl, title=text)
    assert pdf.render(document).startswith(b"%PDF-")
    assert word.render(document).startswith(b"PK")
