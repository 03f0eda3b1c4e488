"""The guides and the glossary of the shipped course, in each edition: on paper, on screen, and named where one looks."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from internship_xblock.course.outline import load
from internship_xblock.course.shipped import editions, shipped_folder
from internship_xblock.course.xml import read_html
from tests.exports.paper import A4, pages_of, size_of

from .test_guides import printed, shown, words

EDITIONS = editions(shipped_folder())
SHIPPED = [(name, path.stem) for name, folder in EDITIONS.items() for path in sorted((folder / "guides").glob("*.md"))]
ON_PAPER = {  # what stands above, below and beside the text
    "en": "The university internship partner CC BY 4.0",
    "nb": "Universitetets praksispartner CC BY 4.0",
}
every_edition = pytest.mark.parametrize("edition", EDITIONS)


@pytest.mark.parametrize(("edition", "name"), SHIPPED)
def test_a_guide_of_the_course_is_one_accessible_page(edition: str, name: str) -> None:
    content = printed(EDITIONS[edition], name)
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]

    assert len(reader.pages) == 1
    assert size_of(content) == A4
    assert root["/Lang"] == edition
    assert root["/MarkInfo"]["/Marked"]
    assert reader.xmp_metadata is not None
    assert "pdfuaid" in str(reader.xmp_metadata.stream.get_data())


@pytest.mark.parametrize(("edition", "name"), [one for one in SHIPPED if not one[1].startswith("for-")])
def test_nobody_needs_the_pdf_to_read_a_guide(edition: str, name: str) -> None:
    (paper,) = pages_of(printed(EDITIONS[edition], name))
    page = " ".join(str(part) for part in read_html(shown(EDITIONS[edition], name)).itertext())
    only_on_paper = set(words(paper)) - set(words(page)) - set(words(ON_PAPER[edition]))

    assert {word for word in only_on_paper if not word.isdigit()} == set()


@every_edition
def test_every_guide_is_named_on_the_page_of_guides(edition: str) -> None:
    page = read_html((EDITIONS[edition] / "html" / "guides-all.html").read_text(encoding="utf-8"))
    links = {link.get("href", "") for link in page.iter("a")}
    guides = [name for language, name in SHIPPED if language == edition]

    assert len(guides) == 8
    assert {f"/static/guide-{name}.pdf" for name in guides} <= links


def glossary(folder: Path) -> etree._Element:
    return read_html((folder / "html" / "glossary.html").read_text(encoding="utf-8"))


def alphabetic(word: str) -> str:
    """What a word is sorted by: æ, ø and å come last, in this order."""
    return word.lower().translate(str.maketrans("æøå", "{|}"))


@every_edition
def test_the_glossary_is_in_order_and_each_word_stands_there_once(edition: str) -> None:
    found = glossary(EDITIONS[edition])
    terms = ["".join(str(part) for part in term.itertext()) for term in found.iter("dt")]

    assert 40 <= len(terms) <= 60
    assert terms == sorted(set(terms), key=alphabetic)
    assert len(list(found.iter("dd"))) == len(terms)


@every_edition
def test_every_word_of_the_glossary_leads_to_the_lesson_that_teaches_it_by_its_name(edition: str) -> None:
    titles = {}
    for node in load(EDITIONS[edition].resolve()).nodes("vertical"):
        module = node.parent.parent if node.parent is not None else None
        assert module is not None
        title = re.sub(r" \(\d+ min.*", "", node.title)
        titles[f"/jump_to_id/{node.name}"] = f"{module.title.split()[0]}, {title}"
    for meaning in glossary(EDITIONS[edition]).iter("dd"):
        links = list(meaning.iter("a"))  # more than one where a language has one word for what two lessons teach
        assert links
        assert [link.text for link in links] == [titles[link.get("href", "")] for link in links]
        assert len(words(str(meaning.text))) > 5
