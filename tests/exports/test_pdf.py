"""What a PDF says, read back from the file."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from internship_xblock.exports import glyphs, pdf, word
from internship_xblock.records.document import (
    Document,
    Entry,
    Fact,
    Head,
    Listing,
    Picture,
    Point,
    Section,
    Signature,
    Table,
    Words,
)
from internship_xblock.tools.logs import documents as logs
from internship_xblock.tools.plans.documents import plan as plans
from internship_xblock.tools.statements import documents as certificates
from tests.exports import logs_world, world
from tests.exports.paper import boxes, opened, pages_of, place_of, stands_in, text_of
from tests.exports.test_statements import CHECK_PAGE, hosted, issued

SIZES = {"A4": (595, 842), "Letter": (612, 792)}
WORDS = Words("Page %(page)d of %(pages)d", "Signatures", "Sign here", "Some characters are missing.")


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def simple(*values: str, is_rtl: bool = False, title: str = "A title") -> Document:
    facts = tuple(Fact("Label", value) for value in values)
    part = Section("Part", (Entry("", facts),))
    return Document(Head(title), (part,), WORDS, "ar" if is_rtl else "en", is_rtl=is_rtl)


@pytest.mark.parametrize("paper", pdf.PAPERS)
def test_all_names_stand_in_it(paper: str) -> None:
    content = pdf.render(plans.document(world.taken(world.plan())), paper)
    said = text_of(content)
    assert [name for name in world.PERSON_NAMES if not stands_in(name, said)] == []
    box = read(content).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == SIZES[paper]


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="A0"):
        pdf.render(simple("x"), "A0")


def test_every_page_has_its_number_and_the_last_one_the_fingerprint() -> None:
    taken = world.taken(world.plan(task_count=30, checkpoint_count=20))
    pages = pages_of(pdf.render(plans.document(taken)))
    assert len(pages) > 3
    for number, said in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in said
        assert "Version 1" in said
        assert (taken.version.sha256 in said) is (number == len(pages))


def test_hostile_text_stands_there_as_text() -> None:
    tasks = [{"uid": "t", "text": world.FORMULA, "evidence": world.SCRIPT, "assessor": "a\x00b\x07c\uffffd", "outcomes": []}]
    said = text_of(pdf.render(plans.document(world.taken(world.plan(tasks=tasks)))))
    assert world.FORMULA in said
    assert world.SCRIPT in said
    assert "abcd" in said


def test_a_sign_that_no_font_has_is_replaced_and_named() -> None:
    content = pdf.render(simple("before \u16a0\u16a2 after"))
    said = text_of(content)
    assert "before \ufffd\ufffd after" in said
    assert f"{WORDS.unshown} U+16A0 RUNIC LETTER FEHU FEOH FE F, U+16A2" in " ".join(said.split())
    assert not claims_accessibility(content)
    assert WORDS.unshown not in text_of(pdf.render(simple("before after")))


def test_so_is_one_in_the_name_of_who_signs() -> None:
    document = replace(simple("text"), signatures=(Signature("Ola \u16a0 \uf0b7", "Mentor"),))
    assert "Ola \ufffd \u2022" in text_of(pdf.render(document))


@pytest.mark.parametrize("sign", ["\u0613", "\u1039", "\U0001e8d0", "\u1680", "\u0600"])
def test_so_is_a_mark_or_a_space_that_no_font_has(sign: str) -> None:
    content = pdf.render(simple(f"a{sign}b"))
    assert "a\ufffdb" in text_of(content)
    assert f"U+{ord(sign):04X}" in text_of(content)


def test_what_shows_nothing_is_no_missing_sign() -> None:
    content = pdf.render(simple("\ufeffa\u200bb\u200e\u2060c\ufe0f\u180bd\u034f\U000e0100"))
    assert WORDS.unshown not in text_of(content)
    assert claims_accessibility(content)


NAMES = (
    "Ánde Čáhppesšuolu đŋŧž", "Nguyễn Thị Ánh", "Ọ̀rúnmìlà Ẹ̀yọ̀", "Ιωάννης Παπαδόπουλος", "Людмила Їжак", "محمد بن علي",
    "יצחק כהן", "अनिरुद्ध क्षत्रिय", "สมชาย วงศ์ใหญ่", "李小龙", "髙橋 さくら", "김철수",
)  # fmt: skip
SIGNS = "יִצְחָק → ✓ ☐ ≥ ≤ ≈ • ½ € ″ ♥ 🎉 👍🏽"


def test_names_of_all_the_scripts_we_promise_and_signs_are_drawn() -> None:
    content = pdf.render(simple(*NAMES, SIGNS))
    assert glyphs.missing([*NAMES, SIGNS]) == []
    assert claims_accessibility(content)  # Typst itself refuses the claim where a glyph is missing
    said = text_of(content)
    twice = NAMES[2]  # pdfium tells Yoruba's marks twice
    assert [name for name in NAMES if name != twice and not stands_in(name, said)] == []


def test_a_bullet_of_words_own_fonts_is_a_bullet() -> None:
    assert "• first" in text_of(pdf.render(simple("\uf0b7 first")))


def test_the_list_of_what_the_fonts_cover_is_true() -> None:
    known: set[int] = set()
    for file in glyphs.FONTS.glob("*-Regular.ttf"):
        known |= set(TTFont(file).getBestCmap())
    assert known == glyphs.covered()
    assert {file.name.partition("-")[0] for file in glyphs.FONTS.glob("*.ttf")} == {
        family.replace(" ", "") for family in glyphs.FAMILIES
    }


def test_it_is_tagged_with_bookmarks_and_its_language() -> None:
    with translation.override("nb"):
        document = plans.document(world.taken(world.plan(task_count=5)))
    content = pdf.render(document)
    reader = read(content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nb")
    assert claims_accessibility(content)
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert reader.metadata.title.startswith(document.head.title)
    sections = [
        str(one.title) for level in reader.outline if isinstance(level, list) for one in level if not isinstance(one, list)
    ]
    assert [section.title for section in document.sections] == [
        title for title in sections if title != document.words.signatures
    ]


def claims_accessibility(content: bytes) -> bool:
    metadata = read(content).xmp_metadata
    return metadata is not None and "pdfuaid" in str(metadata.stream.get_data())


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
def test_plan_certificate_and_log_are_accessible_in_every_language(language: str) -> None:
    """Typst itself looks at the document and refuses the claim where something is not so."""
    with translation.override(language):
        documents = [
            plans.document(world.taken(world.plan())), plans.document(world.taken(world.plan(task_count=12))),
            certificates.document(issued()), logs.document(logs_world.taken(logs_world.entry()), logs_world.FRAME),
        ]  # fmt: skip
    for document in documents:
        assert claims_accessibility(pdf.render(document)), document.name


def figures(content: bytes) -> list[str]:
    """What the tags of a file say of each of its figures."""
    found: list[str] = []
    todo: list[Any] = [read(content).trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        one = todo.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            todo.extend(one)
        elif isinstance(one, dict):
            if one.get("/S") == "/Figure":
                found.append(str(one.get("/Alt", "")))
            todo.append(one.get("/K", []))
    return found


@pytest.mark.parametrize("tasks", [3, 30])
def test_every_figure_says_in_words_what_it_shows(tasks: int) -> None:
    document = plans.document(world.taken(world.plan(task_count=tasks)))
    pictures = [part.statement for section in document.sections for part in section.body if isinstance(part, Picture)]
    assert len(pictures) == 2
    assert sorted(figures(pdf.render(document))) == sorted(pictures)


@pytest.mark.parametrize("kind", ["student", "host"])
def test_a_certificate_with_its_code_is_accessible(kind: str) -> None:
    """The QR code says in words where it leads."""
    document = certificates.document(hosted() if kind == "host" else issued(), CHECK_PAGE)
    pictures = [part.statement for section in document.sections for part in section.body if isinstance(part, Picture)]
    content = pdf.render(document)
    assert claims_accessibility(content)
    assert len(pictures) == 1
    assert figures(content) == pictures
    assert "0123" in pictures[0]


def test_a_large_matrix_can_be_read_on_both_papers() -> None:
    for tasks, paper in ((30, "A4"), (30, "Letter"), (60, "A4"), (60, "Letter")):
        content = pdf.render(plans.document(world.taken(world.plan(task_count=tasks))), paper)
        sizes = font_sizes(content)
        assert min(sizes) >= 6.5, (tasks, paper)


def font_sizes(content: bytes) -> set[float]:
    """The sizes of all letters on all pages, in points."""
    found: set[float] = set()

    def visit(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            found.add(round(size * (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5, 2))

    for page in read(content).pages:
        page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("paper", pdf.PAPERS)
@pytest.mark.parametrize("tasks", [1, 2, 4, 6, 9, 13, 18])
def test_those_who_sign_have_a_part_of_the_plan_above_their_names(tasks: int, paper: str) -> None:
    pages = pages_of(pdf.render(plans.document(world.taken(world.plan(task_count=tasks))), paper))
    (signed,) = (page for page in pages if "I have read version 1" in page)
    assert "Contacts and time" in signed
    assert signed is pages[-1]
    assert all(name in signed for name in ("Student", "Mentor", "University supervisor", "SHA-256"))


def test_from_right_to_left_numbers_stand_before_their_lines_on_the_right() -> None:
    points = Listing("", (Point(7, "اشرح كيف يتحدد السعر"),))
    document = replace(simple("x", is_rtl=True), sections=(Section("Part", (points,)),))
    with opened(pdf.render(document)) as (page,):
        said = page.get_text_range()
        number = page.get_charbox(said.index("7"))
        letters = [page.get_charbox(at) for at, char in enumerate(said) if "\u0620" <= char <= "\u06ff" or char >= "\ufb50"]
    assert letters
    assert all(number[0] > letter[2] for letter in letters if letter[3] > 600)


def test_long_words_and_long_lists_stay_between_the_margins() -> None:
    joined = "\u00a0".join(["together"] * 60)
    long = ["x" * 2000, "漢字" * 500, "محمد" * 300, "a\u0301" * 400, " ".join(["word"] * 2000), joined, "soft\u00adhyphen"]
    table = Table(("A", "B", "C", "D"), (tuple("y" * 300 for _ in range(4)),), (1, 1, 1, 5))
    document = simple(*long)
    content = pdf.render(replace(document, sections=(*document.sections, Section("More", (table,)))))
    margin = 20 * 72 / 25.4
    drawn = [box for box in boxes(content) if box[2] > box[0]]
    assert len(drawn) > 10_000
    assert min(left for left, _bottom, _right, _top in drawn) >= margin - 1
    assert max(right for _left, _bottom, right, _top in drawn) <= SIZES["A4"][0] - margin + 1
    said = text_of(content)
    assert said.count("x") >= 2000
    assert "softhyphen" in said.replace("\u00ad", "")


@pytest.mark.parametrize("paper", pdf.PAPERS)
def test_a_task_is_not_cut_between_pages(paper: str) -> None:
    pages = pages_of(pdf.render(plans.document(world.taken(world.plan(task_count=30))), paper))
    for number in range(30):
        begins = re.compile(rf"Task {number}: make the catalogue together with the auctioneer\s+Does it with help")
        (rest,) = (page[found.end() :] for page in pages if (found := begins.search(page)))
        rest = rest.split("make the catalogue", 1)[0]
        assert "Supports" in rest, number
        assert "what comes next" in " ".join(rest.split()), number
        assert stands_in(world.PERSON_NAMES[number % 5], rest), number


def test_what_is_longer_than_a_page_goes_on_on_the_next() -> None:
    content = pdf.render(simple(*(f"Answer {at} " + "with some words " * 20 for at in range(60))))
    said = text_of(content)
    assert len(read(content).pages) > 2
    assert [at for at in range(60) if f"Answer {at} " not in said] == []


def test_a_table_goes_on_below_its_head_on_the_next_page() -> None:
    table = Table(("Name", "What"), tuple((f"Row {at}", "something") for at in range(80)), (1, 2))
    content = pdf.render(Document(Head("T"), (Section("Many", (table,)),), WORDS, "en"))
    pages = pages_of(content)
    assert len(pages) > 1
    assert [page for page in pages if "Row" in page and not ("Name" in page and "What" in page)] == []
    assert all(f"Row {at}" in "\n".join(pages) for at in range(80))


def test_in_arabic_the_page_begins_on_the_right() -> None:
    assert place_of(pdf.render(simple("x")), "L") < 80
    assert place_of(pdf.render(simple("x", is_rtl=True)), "L") > 450
    with translation.override("ar"):
        document = plans.document(world.taken(world.plan()))
    assert document.is_rtl
    assert stands_in(world.ARABIC, text_of(pdf.render(document)))


def test_an_english_line_in_an_arabic_page_keeps_its_full_stop_at_its_end() -> None:
    content = pdf.render(simple("Read this, then sign (both).", is_rtl=True))
    assert place_of(content, ".") > place_of(content, "R")


def test_from_right_to_left_a_picture_is_drawn_from_the_right() -> None:
    """Autumn comes before winter: on the left of it, in Arabic on the right."""
    places = {}
    for language in ("en", "ar"):
        with translation.override(language):
            document = plans.document(world.taken(world.plan(task_count=3)))
        pictures = [part for section in document.sections for part in section.body if isinstance(part, Picture)]
        alone = replace(document, sections=(Section("Part", (pictures[0],)),), signatures=(), meta=())
        with opened(pdf.render(alone)) as texts:
            said = texts[0].get_text_range()
            places[language] = [texts[0].get_charbox(said.index(word))[0] for word in ("Autumn", "Winter")]
    assert places["en"][0] < places["en"][1]
    assert places["ar"][0] > places["ar"][1]


def test_its_date_is_the_versions() -> None:
    """Not the moment it was made: the same version makes the same file."""
    for document in (plans.document(world.taken(world.plan())), certificates.document(issued(), CHECK_PAGE)):
        metadata = read(pdf.render(document)).metadata
        assert metadata is not None
        assert metadata.creation_date == world.FROZEN


def test_the_same_version_makes_the_same_file() -> None:
    document = plans.document(world.taken(world.plan()))
    assert pdf.render(document) == pdf.render(document)


def test_who_signed_and_who_has_not() -> None:
    said = text_of(pdf.render(plans.document(world.taken(world.plan()))))
    assert "Signed on Tuesday 1 September 2026" in said
    assert said.count("Place, date and signature") == 2


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_no_text_breaks_a_document(text: str, is_rtl: bool) -> None:
    document = simple(text, text, is_rtl=is_rtl, title=text)
    assert pdf.render(document).startswith(b"%PDF-")
    assert word.render(document).startswith(b"PK")


@pytest.mark.parametrize("kind", ["list", "table"])
def test_a_short_list_or_table_is_not_torn(kind: str) -> None:
    """Whatever stands before it, its first and its last line are on one page."""
    points = tuple(Point(at + 1, f"Line number {at}") for at in range(5))
    rows = tuple((f"Day {at}", f"Line number {at}") for at in range(5))
    part = Listing("Group", points) if kind == "list" else Table(("Day", "What"), rows, (1, 1))
    for before in range(30, 42, 2):
        filler = tuple(Entry("", (Fact("Label", "before it"),)) for _number in range(before))
        pages = pages_of(pdf.render(replace(simple("x"), sections=(Section("Part", (*filler, part)),))))
        (found,) = [page for page in pages if "Line number" in page]
        assert "Line number 0" in found
        assert "Line number 4" in found
