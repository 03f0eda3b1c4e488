"""What is counted in prose, and what is no comma splice though it looks like one."""

from __future__ import annotations

import pytest

from internship_xblock.course.checks.prose import _cut
from internship_xblock.course.prose import lix, paragraphs, runs, sentences
from internship_xblock.course.texts import Text


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
    ],
)
def test_two_sentences_with_a_comma_are_found(sentence: str, language: str) -> None:
    assert _cut(sentence, language)


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
    assert not _cut(sentence, language)
