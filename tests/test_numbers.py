"""A number in a field is the number that was typed, in every script and language, or it is refused in words."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf.global_settings import LANGUAGES
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import internship_xblock
from internship_xblock.core.language.numbers import NumberField, WholeNumberField, read_hours, read_number, shown

PACKAGE = Path(internship_xblock.__file__).parent
NUMBERS = st.decimals(min_value=-(10**7), max_value=10**7, places=6) | st.decimals(min_value=0, max_value=9_999, places=2)
SCRIPTS = "٠٠", "۰۰", "००", "００", "෦෦", "𝟎𝟎"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("37,5", "37.5"), ("37.5", "37.5"), (" 37,5 ", "37.5"), ("37,", "37"), (",5", "0.5"), ("٣٧", "37"), ("٣٧٫٥", "37.5"),
        ("۳۷٫۵", "37.5"), ("३७.५", "37.5"), ("３７．５", "37.5"), ("\u200f37,5\u200e", "37.5"), ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"), ("1\u202f234", "1234"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"),
        ("1’234", "1234"), ("١٬٢٣٤٫٥", "1234.5"), ("0.125", "0.125"),
        ("-2", "-2"), ("\u22122", "-2"), ("+3", "3"), ("007", "7"),
    ],
)  # fmt: skip
def test_what_people_type_is_the_number_they_mean(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "7:30", "1,500", "1.500", "12 34", "1 2", "1.234.5", "1,23,4", "1e3", "NaN", "inf", "0x10", "½", "²", "seven",
        "7h", "7,5 t", "--1", "1-2", "٣x", ".", ",", "1..2", "1 234 5", "9" * 41, "1\n2",
    ],
)  # fmt: skip
def test_what_is_no_number_or_two_is_none(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("7:30", "7.5"), ("0:15", "0.25"), ("٧:٣٠", "7.5"), ("７：３０", "7.5"), ("37:45", "37.75"), ("7,5", "7.5"), ("8", "8")],
)
def test_hours_may_be_hours_and_minutes(typed: str, hours: str) -> None:
    assert read_hours(typed) == Decimal(hours)


@pytest.mark.parametrize("typed", ["7:60", "7:5", ":30", "7:", "7:30:00", "7:30,5", "-7:30", "x"])
def test_a_clock_that_there_is_not_is_none(typed: str) -> None:
    assert read_hours(typed) is None


@given(NUMBERS)
def test_what_is_shown_is_read_back_as_the_same_number_in_every_language(number: Decimal) -> None:
    for language, _name in LANGUAGES:
        with translation.override(language):
            assert read_number(shown(number)) == number
            assert read_number(shown(float(number))) == Decimal(f"{float(number):.6f}")


@given(NUMBERS, st.sampled_from(SCRIPTS))
def test_the_digits_of_any_script_are_read(number: Decimal, zeros: str) -> None:
    zero = ord(zeros[0])
    typed = "".join(chr(zero + int(char)) if char.isdigit() else char for char in shown(number))
    assert read_number(typed) == number


def test_a_grouping_that_a_site_has_switched_on_never_comes_into_a_field(settings) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    assert [shown(1234567), shown(Decimal("1234.5"))] == ["1234567", "1234.5"]


@given(st.text(max_size=60))
def test_nothing_that_is_typed_raises_anything_but_words(typed: str) -> None:
    for field in (NumberField(required=False, is_hours=True, max_value=9_999), WholeNumberField(required=False)):
        with contextlib.suppress(forms.ValidationError):
            field.clean(typed)


class Asked(forms.Form):
    hours = NumberField(min_value=0, max_value=9_999, is_hours=True)
    count = WholeNumberField(min_value=1, max_value=60)
    weight = NumberField(min_value=0, max_value=1_000, decimals=6, number=float, required=False)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("hours", "1,500", "This can be read as two different numbers."), ("hours", "7.5.5", "Enter a number, as in 7.5."),
        ("hours", "0,555", "At most 2 decimals"), ("hours", "10000", "at most 9999"),
        ("hours", "-1", "at least 0"), ("hours", "", "Enter a number."), ("hours", "7:20", "At most 2 decimals"),
        ("count", "2,5", "Enter a whole number"), ("count", "two", "Enter a whole number"), ("count", "61", "at most 60"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words_at_the_field(name: str, typed: str, words: str) -> None:
    form = Asked({"hours": "1", "count": "1", name: typed})
    assert not form.is_valid()
    assert words in form.errors[name][0].replace("Write at", "at")
    assert not typed or f'value="{typed}"' in str(form[name]), "what was typed stays in its field"


def test_a_field_keeps_what_its_tool_wants() -> None:
    form = Asked({"hours": "7:30", "count": "٣", "weight": "0,5"})
    assert form.is_valid()
    assert form.cleaned_data == {"hours": Decimal("7.5"), "count": 3, "weight": 0.5}
    assert isinstance(form.cleaned_data["weight"], float)


def test_a_field_shows_a_number_as_its_reader_writes_it() -> None:
    form = Asked(initial={"hours": 37.5, "weight": 1.125})
    with translation.override("nb"):
        assert 'value="37,5"' in str(form["hours"])
        assert 'value="1,1250"' in str(form["weight"]), "or it could be a thousand"
    assert 'type="text"' in str(form["hours"])
    assert 'inputmode="numeric"' in str(form["count"])


OF_JSON = ("numbers.py", "json_schema.py")  # the one makes our own fields; the other's numbers are JSON's


def test_nothing_of_ours_asks_the_browser_for_a_number() -> None:
    sources = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html") and "migrations" not in path.parts]
    assert len(sources) > 200
    wrong = (
        'type="number"',
        '"type": "number"',
        "NumberInput",
        "forms.IntegerField(",
        "forms.FloatField(",
        "forms.DecimalField(",
    )
    found = {path.name: one for path in sources for one in wrong if one in path.read_text() and path.name not in OF_JSON}
    assert not found
