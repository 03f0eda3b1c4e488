"""Typed text: what is kept, what is dropped, what is rendered."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.errors import BadRequest, TooLarge
from internship_xblock.core.language import text

SEPARATORS = "\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once) == once


@given(st.text())
def test_what_is_kept_can_be_stored_everywhere(typed: str) -> None:
    kept = text.clean(typed)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert "\r" not in kept
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") for char in kept)


def test_controls_surrogates_and_non_characters_are_dropped_and_nothing_else() -> None:
    every = [chr(code) for code in range(0x110000)]
    never = {char for char in every if ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF}
    controls = {char for char in every if unicodedata.category(char) in ("Cc", "Cs")} - set("\n\t" + SEPARATORS)
    assert {char for char in every if not text.clean(char)} == never | controls


@pytest.mark.parametrize("between", SEPARATORS)
def test_what_parts_words_somewhere_else_parts_them_here(between: str) -> None:
    assert text.clean(f"Kari{between}Holm") == ("Kari Holm" if between == "\x1f" else "Kari\nHolm")
    assert text.clean_line(f"Kari{between}Holm") == "Kari Holm"


@given(st.text(st.sampled_from("aå\u0301م" + SEPARATORS + "\n\t \u00a0\u3000"), max_size=30))
def test_no_two_words_become_one(typed: str) -> None:
    words = unicodedata.normalize("NFC", typed.replace("\x1f", " ")).split()
    assert text.clean(typed).split() == words
    assert text.clean_line(typed).split() == words
    assert len(text.clean_line(typed).splitlines()) <= 1


@pytest.mark.parametrize(
    "name",
    [
        "Čábbá Ŋiillas Đorđe Šimon Ŧ Ž",
        "Ελένη",
        "سارة بنت علي",
        "王小明",
        "Émile 👩🏽‍🔧",
        "می‌خواهم",
        '=HYPERLINK("x")',
        "<b>Bo</b>",
    ],
)
def test_names_are_kept_to_the_letter(name: str) -> None:
    assert text.clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"a=%ff", b"%ED%A0%80=1", b"no form", b"a=1&b=2&c=3&d=4"])
def test_what_no_page_of_ours_sends_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest):
        text.form_fields(body, limit=3)


def test_more_than_can_be_saved_at_once_is_refused() -> None:
    with pytest.raises(TooLarge):
        text.form_fields(b"a=" + b"x" * text.BODY_LIMIT, limit=3)


def test_the_fields_of_a_form_are_cleaned_and_keep_their_order() -> None:
    fields = text.form_fields(b"row=a&text=one%0D%0Atwo%00&row=b&empty=", limit=4)
    assert dict(fields.lists()) == {"row": ["a", "b"], "text": ["one\ntwo"], "empty": [""]}
    assert not text.form_fields(b"", limit=4)


@pytest.mark.parametrize("typed", ["", "-1", "1.0", " 1", "1 ", "١", "①", "1e3", "9999999999", "x"])
def test_a_hidden_number_is_one_or_the_request_is_broken(typed: str) -> None:
    with pytest.raises(BadRequest):
        text.whole_number(typed)
    assert text.whole_number("999999999") == 999_999_999


@pytest.mark.parametrize(
    ("whole", "limit", "short"),
    [
        ("Shadow the auction", 18, "Shadow the auction"),
        ("Shadow the auction and note", 18, "Shadow the…"),
        ("Shadow the auction and note", 19, "Shadow the auction…"),
        ("Ask, watch, and listen", 12, "Ask, watch…"),
        ("Konfidensialitetserklæring", 10, "Konfidens…"),
        ("实习计划的学习成果与任务", 6, "实习计划的…"),
    ],
)
def test_what_is_shortened_ends_with_a_whole_word(whole: str, limit: int, short: str) -> None:
    assert text.shortened(whole, limit) == short
    assert len(short) <= limit
