"""Days and numbers as people write them: in their language, by the site's clock, and exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.language import formats

EVENING = datetime(2026, 9, 21, 22, 30, tzinfo=UTC)  # in Oslo it is Tuesday by then


def test_a_day_is_said_in_the_language_of_the_reader() -> None:
    day = date(2026, 9, 21)
    assert [formats.day(day), formats.day_and_year(day), formats.full_day(day)] == [
        "Mon 21 Sep", "Mon 21 Sep 2026", "Monday 21 September 2026",
    ]  # fmt: skip
    with translation.override("nb"):
        norwegian = [formats.day(day), formats.day_and_year(day), formats.full_day(day)]
    assert norwegian == ["man. 21. sep.", "man. 21. sep. 2026", "mandag 21. september 2026"]
    assert formats.day(day) == "Mon 21 Sep", "what was said in one language is not said in another"


def test_the_day_of_a_moment_is_the_day_on_the_sites_clock() -> None:
    with timezone.override(ZoneInfo("Europe/Oslo")):
        assert formats.day_and_year(EVENING) == "Tue 22 Sep 2026"
    with timezone.override(ZoneInfo("UTC")):
        assert formats.day_and_year(EVENING) == "Mon 21 Sep 2026"


def test_nothing_is_said_of_nothing() -> None:
    assert [formats.day(None), formats.day_and_year(None), formats.full_day(None), formats.number(None)] == [""] * 4


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"), (0.0, "0"), (150, "150"), (Decimal("37.50"), "37.5"), (Decimal("12345.75"), "12345.75"), ("7.25", "7.25"),
        (0.1 + 0.2, "0.3"), (1_000_000, "1000000"), ("about ten", "about ten"), (Decimal("1E+3"), "1000"),
    ],
)  # fmt: skip
def test_a_number_is_said_whole_and_without_a_tail(value: object, said: str) -> None:
    assert formats.number(value) == said


def test_a_norwegian_reads_a_comma() -> None:
    with translation.override("nb"):
        assert formats.number(Decimal("37.50")) == "37,5"


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_no_hours_are_lost_in_writing_them_down(hours: Decimal) -> None:
    assert Decimal(formats.number(hours)) == hours
