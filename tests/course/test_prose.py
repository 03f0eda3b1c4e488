"""What is counted in prose, what is no comma splice though it looks like one, and that each language says all of this."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from internship_xblock.course import language as languages
from internship_xblock.course.check import check
from internship_xblock.course.checks.prose import _cut
from internship_xblock.course.language import LANGUAGES, words_of
from internship_xblock.course.outline import load
from internship_xblock.course.prose import lix, paragraphs, runs, sentences
from internship_xblock.course.shipped import editions, shipped_folder
from internship_xblock.course.texts import Text

from . import tiny


def markdown(content: str) -> Text:
    return Text("vertical/a.xml", 1, content, "markdown", "<read>")


def test_lix_is_the_length_of_sentences_and_the_share_of_long_words() -> None:
    # 8 words in 2 sentences, 2 of them (seven and eight letters) long: 4 + 25
    assert lix(["The student comes today. She has a question."]) == (8, pytest.approx(4 + 25))
    assert lix([]) == (0, 0.0)
    assert lix(["***", "12 345."]) == (0, 0.0)


def test_paragraphs_items_and_headings_are_read_apart() -> None:
    text = markdown("### A case\n\nIt is *early*.\n\n- One thing\n- Another")

    assert paragraphs(text) == ("A case", "It is early.", "One thing", "Another")
    assert lix(paragraphs(text))[0] == 8


def test_words_on_both_sides_of_an_emphasis_are_not_one_run() -> None:
    assert not any("it it" in run for run in runs(markdown("*that others can repeat it* it holds three pages")))


def test_a_sentence_ends_before_what_follows_a_quote() -> None:
    assert sentences('She said: "It is late." He left. Why?') == ["She said:", '"It is late.', "He left.", "Why?"]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("It is late, she is tired.", "en"),
        ("You get a student, you are good with people.", "en"),
        ("It isn't a test, it's practice.", "en"),
        ("The plan is ready, it needs a reader.", "en"),
        ("Det er sent, hun er trett.", "nb"),
        ("Du får en student, du er god med folk.", "nb"),
        ("Din plan er klar, den er kort.", "nb"),
    ],
)
def test_two_sentences_with_a_comma_are_found(sentence: str, language: str) -> None:
    assert _cut(sentence, LANGUAGES[language].prose)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("If it is late, she is tired.", "en"),
        ("It is late, and she is tired.", "en"),
        ("It is late, so she is tired.", "en"),
        ("When you are ready, it is time.", "en"),
        ("It is what he said, it is not more.", "en"),
        ("In the morning, she is tired.", "en"),
        ("He was ill, he was tired, and he was late.", "en"),
        ("It was late, she said.", "en"),
        ("It is late (or so it seems), she is tired.", "en"),
        ("Had he known, he would have come.", "en"),
        ("Hvis det er sent, er hun trett.", "nb"),
        ("Det er sent, og hun er trett.", "nb"),
        ("Det som er sent, det er sent.", "nb"),
        ("Når du er klar, er det tid.", "nb"),
    ],
)
def test_what_may_be_in_order_passes(sentence: str, language: str) -> None:
    assert not _cut(sentence, LANGUAGES[language].prose)


def in_language(folder: Path, language: Any) -> Path:
    policy = {"course/2026": dict(tiny.POLICY["course/2026"], language=language)}
    return tiny.write(folder, **{"policies/2026/policy.json": json.dumps(policy)})


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_says_all_that_is_looked_for(name: str) -> None:
    for of in (LANGUAGES[name], LANGUAGES[name].guides, LANGUAGES[name].prose):
        assert [field.name for field in fields(of) if not getattr(of, field.name)] == []
    for field in fields(LANGUAGES[name].prose):
        if isinstance(expression := getattr(LANGUAGES[name].prose, field.name), str):
            assert not re.compile(rf"(?:{expression})").search("")  # what finds nothing in particular finds everything


def test_every_edition_of_the_course_is_in_a_language_that_is_known() -> None:
    assert set(editions(shipped_folder())) <= set(LANGUAGES)


def test_a_language_more_needs_no_other_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swedish = replace(LANGUAGES["nb"], prose=replace(LANGUAGES["nb"].prose, he="honom", may_stand_twice=frozenset({"must"})))
    monkeypatch.setitem(languages.LANGUAGES, "sv", swedish)
    source = in_language(tmp_path, "sv")
    page = source / "vertical" / "page.xml"
    page.write_text(
        tiny.UNIT.replace("Somebody must begin.", "Somebody must must begin. " + "Honom kom. " * 20), encoding="utf-8"
    )
    found = {finding.check for finding in check(source, second_opinion=False)}

    assert words_of(load(source.resolve())) is swedish
    assert "pronouns" in found
    assert "doubled" not in found


@pytest.mark.parametrize("said", ["tlh", "", 3, None, ["nb"]])
def test_a_language_that_nobody_knows_is_looked_at_as_english(tmp_path: Path, said: Any) -> None:
    source = in_language(tmp_path, said)

    assert words_of(load(source.resolve())) is LANGUAGES["en"]
    assert check(source, second_opinion=False) == []
