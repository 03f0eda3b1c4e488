"""A table for a spreadsheet: read back it says the same, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from internship_xblock.core.language.text import clean
from internship_xblock.exports import sheet

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁺", "₋", "−")
NOTHING = "\ufeff\u200e \xa0\u3164\u2800\u034f"  # shows as nothing


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


typed = st.text(max_size=30) | st.builds(
    "{}{}".format, st.sampled_from([*RISKY, " =", "\t=", "\r\n@", "\x00=", "\ufeff-", " \x1e", *NOTHING]), st.text(max_size=10)
)


@given(st.lists(st.tuples(typed, typed), max_size=4))
@example([('=HYPERLINK("http://x.example","y")', "-1+1"), ("@SUM(A1)", "+49 123"), ("\x00=1", "\u200e\ufeff =1")])
@example([("", " \x1e"), ("\u3164=1", "\u034f−5")])  # a line break only once the text is cleaned; signs behind fillers
@example([("\x1f'", "'=1")])  # an apostrophe of the writer's own, at the front or only once the text is cleaned
def test_no_cell_begins_as_a_formula_and_nothing_is_lost(rows: list[tuple[str, str]]) -> None:
    found = read(sheet.render(["A", "B"], rows))
    assert found[0] == ["A", "B"]
    assert len(found) == len(rows) + 1
    for stored, row in zip(found[1:], rows, strict=True):
        for cell, text in zip(stored, row, strict=True):
            assert not cell.startswith(RISKY)
            assert not cell.lstrip(NOTHING).startswith(RISKY)
            kept = clean(text)
            assert cell.removeprefix("'" if not kept.startswith("'") else "") == kept


LONG = ["word " * 7_000, "a" * 32_768, "\U0001f41f" * 20_000, "क्षि" * 20_000, "=x\n" * 15_000, "one\n" * 40_000]


@pytest.mark.parametrize("long", LONG, ids=range(len(LONG)))
def test_what_no_cell_can_hold_goes_on_in_the_next_line(long: str) -> None:
    """Nothing is lost, nothing stands there twice but the first column, and every piece says that it goes on."""
    found = read(sheet.render(["Day", "Hours", "Entry", "Other"], [["2026-09-21", Decimal(7), long, "short"]]))[1:]
    assert len(found) > 1
    assert [line[0] for line in found] == ["2026-09-21"] * len(found)
    assert [(line[1], line[3]) for line in found] == [("7", "short")] + [("", "")] * (len(found) - 1)
    cells = [line[2] for line in found]
    assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) <= sheet.CELL_LIMIT
    assert all(cell.endswith(" (continued in the line below)") for cell in cells[:-1])
    assert all(cell.startswith("(continued from the line above) ") for cell in cells[1:])
    pieces = [
        cell.removeprefix("(continued from the line above) ").removesuffix(" (continued in the line below)") for cell in cells
    ]
    assert "".join(pieces) == sheet.text(long)
    assert not any(unicodedata.category(piece[0]).startswith("M") for piece in pieces)


def test_a_cell_that_is_just_full_stays_one() -> None:
    assert read(sheet.render(["A"], [["a" * 32_767]]))[1:] == [["a" * 32_767]]


def test_what_is_no_formula_stays_as_it_is() -> None:
    assert [sheet.text(cell) for cell in ("a=b", "", "9-5", "Ánde", "'quoted'", None)] == [
        "a=b",
        "",
        "9-5",
        "Ánde",
        "'quoted'",
        "",
    ]


@pytest.mark.parametrize(("language", "delimiter", "hours"), [("en", ",", "7.5"), ("nb", ";", "7,5")])
def test_numbers_and_columns_as_a_spreadsheet_of_that_language_expects(language: str, delimiter: str, hours: str) -> None:
    with override(language):
        content = sheet.render(["A", "B", "C"], [[Decimal("7.50"), "x;y,z", Decimal(10)]])
    assert read(content, delimiter)[1] == [hours, "x;y,z", "10"]
