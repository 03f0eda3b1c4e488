"""The pure parts of the dialogue: working days, what changed, what may be quoted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.language import word_diff
from internship_xblock.core.language.text import LINE_LIMIT
from internship_xblock.tools.logs.comments import quotes
from internship_xblock.tools.logs.comments.workdays import waiting_since, working_days

DAY = st.dates(date(1990, 1, 1), date(2200, 1, 1))
TEXT = st.text(st.sampled_from('ab  .\n?…。"مر👩🏽‍🔧é'), max_size=200)
FRIDAY = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0), (FRIDAY, FRIDAY + timedelta(2), 0), (FRIDAY, FRIDAY + timedelta(3), 1),
        (FRIDAY, FRIDAY + timedelta(7), 5), (FRIDAY + timedelta(1), FRIDAY + timedelta(7), 5),
        (FRIDAY, FRIDAY - timedelta(9), 0),
    ],
)  # fmt: skip
def test_working_days_are_monday_to_friday(start: date, end: date, days: int) -> None:
    assert working_days(start, end) == days


@given(DAY, st.integers(0, 400))
def test_as_many_as_a_calendar_counts(start: date, length: int) -> None:
    days = [start + timedelta(number) for number in range(1, length + 1)]
    assert working_days(start, start + timedelta(length)) == sum(1 for day in days if day.weekday() < 5)


@given(DAY, st.integers(1, 60))
def test_the_day_since_which_one_has_waited_is_the_latest_there_is(today: date, days: int) -> None:
    since = waiting_since(days, today)
    assert working_days(since, today) >= days > working_days(since + timedelta(1), today)


@given(TEXT, TEXT)
def test_both_texts_stand_in_what_changed_to_the_letter(before: str, after: str) -> None:
    found = word_diff.pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert all(piece.text for piece in found)
    if before == after:
        assert {piece.kind for piece in found} <= {"same"}


def test_words_are_compared_where_that_is_quick_and_sentences_where_it_is_not() -> None:
    found = word_diff.pieces("He was angry with me.", "He was very angry with us.")
    assert [(piece.kind, piece.text) for piece in found] == [
        ("same", "He was "), ("added", "very "), ("same", "angry with "), ("removed", "me."), ("added", "us."),
    ]  # fmt: skip
    long = " ".join(f"I went to the shop and bought {number} of the things." for number in range(400))
    other = long.replace("bought 7 of", "sold 7 of").replace("bought 210 of", "sold 210 of")
    found = word_diff.pieces("A. " + long + " b", "C. " + other + " d")
    assert 10 < max(len(piece.text) for piece in found if piece.kind == "removed") < 100  # a sentence, not the whole of it
    found = word_diff.pieces("q " * 5000, "r q " * 2500)
    assert [piece.kind for piece in found] == ["removed", "added"]


def test_what_changed_is_counted_in_words() -> None:
    labels = {"what": "What?", "hours": "Hours"}
    found = word_diff.between({"what": "One two", "hours": "7"}, {"what": "One three four", "hours": "7"}, labels)
    assert [str(change.label) for change in found] == ["What?"]
    assert word_diff.counted(found) == (2, 1)


@given(st.lists(TEXT, max_size=3))
def test_every_passage_offered_stands_in_the_entry_and_is_short_enough(texts: list[str]) -> None:
    for passage in quotes.passages(texts):
        assert quotes.stands_in(passage, texts)
        assert quotes.LEAST <= len(passage) <= LINE_LIMIT or passage == quotes.squeezed(passage)


def test_sentences_are_offered_once_each_and_in_order() -> None:
    text = 'I rang him at once. He said: "Never again!" Then 3.5 hours went by…\nHe rang me back. He rang me back.'
    assert quotes.passages([text]) == [
        "I rang him at once.", 'He said: "Never again!"', "Then 3.5 hours went by…", "He rang me back.",
    ]  # fmt: skip
    assert len(quotes.passages([". ".join(f"Sentence number {number}" for number in range(200))])) == quotes.OFFERED
    assert all(len(part) <= LINE_LIMIT for part in quotes.passages(["word " * 1000]))


@pytest.mark.parametrize("quote", ["", "  ", "never written", "rang  him NOW"])
def test_what_does_not_stand_there_is_no_quote(quote: str) -> None:
    assert not quotes.stands_in(quote, ["I rang\nhim now"])
    assert quotes.stands_in("rang him", ["I rang\nhim now"])
