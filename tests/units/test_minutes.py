"""How long a unit takes: counted from what stands in it, by the table that authors can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from internship_xblock.tools.units.minutes import BESIDE_READING, CELLS, estimate, seconds_of
from internship_xblock.tools.units.steps import KINDS
from tests.runtime import call

from .lessons import AUTHOR, lesson, parse

TABLE = Path(__file__).parents[2] / "docs/lesson-minutes.md"
WORDS = "word " * 360
GIVEN = "<line id='m'>Mon</line><line id='t'>Tue</line>"
WAY = (
    f"<situation id='a' title='A'>{WORDS}</situation><choice id='c' from='a' to='b' feedback='So'>Go</choice>"
    "<situation id='b' title='B' ending='true'>There</situation>"
)


def minutes(olx: str) -> int:
    return estimate(parse(f"<internship_unit>{olx}</internship_unit>").unit)


def test_every_kind_has_a_line_in_the_table_with_the_figures_that_count() -> None:
    lines = re.findall(r"^\| (\w+) \| (?:–|(\d+) s) \| (?:–|\w+: (\d+) s) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {kind: (int(whole or 0), int(each or 0)) for kind, whole, each in lines} == {
        kind: (whole, each) for kind, (whole, each, _group) in BESIDE_READING.items()
    }
    assert set(BESIDE_READING) == set(KINDS)
    for kind, (_whole, each, group) in BESIDE_READING.items():
        assert bool(each) == bool(group)
        assert group in ("", CELLS, *(rows.name for rows in KINDS[kind].rows))


@pytest.mark.parametrize(
    ("olx", "wanted"),
    [
        ("", 0),
        ("<read id='a'/>", 0),
        (f"<read id='a'>{WORDS}</read>", 2),
        (f"<read id='a'>{WORDS}\n\n**Sources:** {WORDS * 3}</read>", 2),
        (f"<read id='a'>{WORDS}</read><commit id='b' title='Now'/>", 4),
        (f"<choose id='c' title='Which?'><option id='x' correct='true' feedback='{WORDS}'>A</option></choose>", 2),
        ("<read id='a'>Three short words</read>", 1),
        ("<worksheet id='w' title='Plan' lines='4'><column id='a'>A</column><column id='b'>B</column></worksheet>", 5),
        (f"<worksheet id='w' title='Plan'><column id='a'>A</column>{GIVEN}</worksheet>", 2),
        (f"<scenario id='s' title='Go'>{WAY}</scenario>", 2),
    ],
)
def test_words_and_what_is_done_are_counted(olx: str, wanted: int) -> None:
    assert minutes(olx) == wanted


def test_a_card_more_is_ten_seconds_more() -> None:
    def sort(cards: int) -> float:
        olx = "".join(f"<card id='c{number}' pile='p'/>" for number in range(cards))
        unit = parse(f"<internship_unit><sort id='s' title='Go'><pile id='p'>P</pile>{olx}</sort></internship_unit>").unit
        return seconds_of(unit.authored("s"))

    assert sort(5) - sort(4) == 10


@pytest.mark.django_db
def test_its_author_reads_the_count_beside_the_field() -> None:
    block = lesson(AUTHOR)
    assert f"The steps take about {estimate(block.unit)} minutes on screen by our count." in block.studio_view().content
    assert call(block, "studio_list", method="GET").status_int == 200
