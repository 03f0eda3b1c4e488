"""What a statement says on paper and in Word, read back from the file."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.utils import translation

from internship_xblock.exports import pdf, word
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.statements import documents as certificates
from internship_xblock.tools.statements.api import Issued
from internship_xblock.tools.statements.schema import codes
from internship_xblock.tools.statements.schema.kinds import HOST
from internship_xblock.tools.statements.schema.sections import HOSTING, STAY
from tests.exports import world
from tests.exports.paper import pages_of, stands_in, text_of
from tests.exports.test_word import text_of as word_of

CODE = "0123456789ABCDEF"
CHECK_PAGE = "https://lms.example.org/internship/check/"
ANSWERS = {
    "title": "Sales and pricing", "hours": 112.5, "family_name": "Bjørnæs",
    "start": "2026-02-02", "end": "2026-03-27", "virtual_start": "", "virtual_end": "",
    "tasks": "– Shadowed the auction\n– Made the catalogue",
    "evaluation": f"Careful and curious. {world.FORMULA} {world.SCRIPT}", "place": "Honningsvåg",
}  # fmt: skip


def issued(
    trainee: str = world.SAMI, by: str = world.NORWEGIAN, replaced_by: int | None = None, erasmus: bool = True, **answers: str
) -> Issued:
    said: dict[str, Any] = {
        "schema": 1, "number": 1, "erasmus": erasmus,
        "stay": {
            "trainee": trainee, "sending": "UiT", "organisation": world.GREEK, "sector": "Wholesale of fish",
            "address": "Quay 4", "country": "Norway", "website": "https://auction.example", "hours": 120,
        },
        "outcomes": [
            {"uid": "o1", "text": "Explain how the price is made", "level": "achieved",
             "evidence": "A note", "words": "Well"},
        ],
        "version": {"number": 3, "sha256": "0" * 64}, "statement": {**ANSWERS, **answers},
        "issued": {"at": world.FROZEN.isoformat(), "by": by, "role": "leader"},
    }  # fmt: skip
    text = frozen_text.canonical(said)
    return Issued(
        number=1, issued_at=world.FROZEN, issued_by=by, role="leader", sha256=frozen_text.digest("", text),
        replaced_by=replaced_by, statement_id=7, canonical=text, code=CODE,
    )  # fmt: skip


def hosted() -> Issued:
    """What the university issues to the host."""
    said: dict[str, Any] = {
        "schema": 1, "number": 1, "erasmus": False,
        "stay": {**STAY.blank(), "trainee": world.SAMI, "sending": "UiT", "organisation": world.GREEK},
        "hosting": {
            **HOSTING.blank(), "organisation": world.GREEK, "students": 1, "start": "2026-02-02", "end": "2026-03-27",
            "did": "Taught the trade",
        },
        "version": {"number": 3, "sha256": "0" * 64},
        "issued": {"at": world.FROZEN.isoformat(), "by": world.NORWEGIAN, "role": "supervisor"},
    }  # fmt: skip
    text = frozen_text.canonical(said)
    return Issued(
        number=1, issued_at=world.FROZEN, issued_by=world.NORWEGIAN, role="supervisor", sha256=frozen_text.digest("", text),
        kind=HOST, statement_id=8, canonical=text, code=CODE,
    )  # fmt: skip


@pytest.mark.parametrize("paper", pdf.PAPERS)
def test_it_says_who_did_what_when_and_how(paper: str) -> None:
    one = issued()
    document = certificates.document(one, CHECK_PAGE)
    content = pdf.render(document, paper)
    for said in (text_of(content), word_of(word.render(document, paper))):
        for words in (
            world.SAMI, world.NORWEGIAN, world.GREEK, "Mon 2 Feb – Fri 27 Mar 2026", "Sales and pricing",
            "Made the catalogue", "Explain how the price is made", "Careful and curious", world.FORMULA, world.SCRIPT,
            "Honningsvåg", "Wholesale of fish", "Version 3", "Tuesday 1 September 2026", "Place, date, signature and stamp",
            one.sha256[:16], "Table D", "112.5", "Achieved", "A note", codes.shown(CODE),
        ):  # fmt: skip
            assert words in said, words
        assert "corrected" not in said
    assert len(pages_of(content)) <= 2


@pytest.mark.parametrize("name", world.PERSON_NAMES)
def test_names_of_every_script(name: str) -> None:
    document = certificates.document(issued(trainee=name, by=name))
    for said in (text_of(pdf.render(document)), word_of(word.render(document))):
        assert all(said.count(word) >= 3 for word in name.split())


def test_one_that_was_corrected_says_so() -> None:
    said = text_of(pdf.render(certificates.document(issued(replaced_by=2))))
    assert "This certificate was corrected and is replaced by certificate 2." in said


def test_days_online_stand_there_where_there_are_any() -> None:
    assert "Days online" not in text_of(pdf.render(certificates.document(issued())))
    document = certificates.document(issued(virtual_start="2026-01-12", virtual_end="2026-01-16"))
    assert "Mon 12 Jan – Fri 16 Jan 2026" in text_of(pdf.render(document))


def test_without_erasmus_it_is_an_internship_certificate() -> None:
    said = text_of(pdf.render(certificates.document(issued(erasmus=False))))
    assert "Internship certificate" in said
    assert "Erasmus" not in said


def test_both_organisations_stand_in_the_head_and_the_issuer_signs_a_sentence() -> None:
    document = certificates.document(issued())
    assert document.head.organisations == (world.GREEK, "UiT")
    said = " ".join(text_of(pdf.render(document)).split())
    sentence = f"I confirm that {world.SAMI} completed this placement and that what is written above is true."
    assert said.index(sentence) < said.rindex(world.NORWEGIAN) < said.index("Place, date, signature and stamp")


def test_in_arabic_it_runs_from_the_right() -> None:
    with translation.override("ar"):
        document = certificates.document(issued(trainee=world.ARABIC))
        content = word.render(document)
    assert document.is_rtl
    assert stands_in(world.ARABIC, text_of(pdf.render(document)))
    assert docx.Document(io.BytesIO(content)).element.xpath("//w:bidi")


def test_the_longest_there_can_be_keeps_every_word() -> None:
    long = "\n".join(f"– line {at} " + "x" * 60 for at in range(50))
    content = pdf.render(certificates.document(issued(tasks=long, evaluation=long[:2_400])))
    said = text_of(content)
    assert all(f"line {at} " in said for at in range(50))
    pages = pages_of(content)
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, start=1))


def test_the_same_certificate_makes_the_same_file() -> None:
    document = certificates.document(issued())
    assert pdf.render(document) == pdf.render(document)
