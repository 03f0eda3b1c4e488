"""The log's pictures: they say what the figures say, the table says the same, and no figures break them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from internship_xblock.core.actor import Actor
from internship_xblock.records.drawing.shapes import Label, Mark, Stroke
from internship_xblock.tools.logs.rules import Span
from internship_xblock.tools.logs.statistics.figures import Figures, Touched, WeekLevel, Writer
from internship_xblock.tools.logs.values import Hours
from internship_xblock.tools.logs.web.charts.all import Picture, pictures
from internship_xblock.tools.logs.web.charts.weeks import LIMIT
from internship_xblock.ui.jinja import render
from tests.plans.test_pictures import COMMANDS, SVG, marks, svgs

MONDAY = date(2026, 8, 17)
TODAY = date(2026, 9, 16)  # a Wednesday, in the fifth week
AUTUMN, WINTER = Span("Autumn", MONDAY, date(2026, 9, 18), 75), Span("", date(2026, 11, 16), date(2026, 11, 20), None)
OUTCOMES = [("a", "Explain a price"), ("b", "Use the catalogue"), ("c", "Reflect on the role")]


def week(number: int, level: str = "", entries: int = 1) -> WeekLevel:
    return WeekLevel(MONDAY + timedelta(weeks=number), level, entries)


def some(*weeks: WeekLevel, spans: tuple[Span, ...] = (AUTUMN, WINTER), **more: Any) -> Figures:
    writer = Writer(1, "Ola", sum(one.entries for one in weeks))
    written = more.pop("written", [Decimal("30.5"), Decimal(0)])
    hours = tuple(Hours(s.label, s.start, s.end, written[at], s.hours) for at, s in enumerate(spans))
    return Figures(
        writer=writer, writers=(writer,), is_mine=True, spans=spans, hours=hours, hours_total=sum(written, Decimal(0)),
        weeks=weeks, **more,
    )  # fmt: skip


def drawn(figures: Figures, **more: Any) -> dict[str, Picture]:
    return {one.key: one for one in pictures(figures, **{"outcomes": OUTCOMES, "today": TODAY, **more})}


def shown(figures: Figures, found: list[Picture]) -> str:
    context = {"figures": figures, "pictures": found, "picture_id": "p", "urls": {"pictures": "/x"}}
    return render("logs/pictures.html", actor=Actor.stranger(""), whole=True, has_focus=False, **context)


# -- weeks --------------------------------------------------------------------------------------------------------


def test_weeks_with_without_and_ahead() -> None:
    found = drawn(some(week(0, "1", 2), week(1), week(3)))["weeks"]
    assert found.statement == (
        "4 entries so far. Weeks in the periods with an entry: 3 of 4. None in the week from Mon 31 Aug. "
        "2 weeks are not over yet."
    )
    assert [row[2] for row in found.rows] == ["2 entries", "1 entry", "no entry", "1 entry", "none yet", "none yet"]
    assert [row[1] for row in found.rows] == ["Autumn"] * 5 + ["Period 2"]
    looks = [shape.strokes[0].look for shape in found.drawings[0][1].shapes if isinstance(shape, Mark)]
    assert looks == ["bar-period", "bar-period", "open", "bar-period", "rule", "rule"]


def test_a_week_is_over_on_its_sunday_night() -> None:
    figures = some(week(0))
    said = [drawn(figures, today=date(2026, 8, 30) + timedelta(days=more))["weeks"].rows[1][2] for more in (0, 1)]
    assert said == ["none yet", "no entry"]


def test_an_entry_outside_every_period_has_its_week() -> None:
    found = drawn(some(week(0), week(8, entries=3)))["weeks"]
    assert found.rows[-1] == ("Mon 12 Oct 2026", "Outside the periods", "3 entries")
    assert "Weeks in the periods with an entry: 1 of 4." in found.statement


def test_without_periods_a_long_pause_is_no_row_of_empty_weeks() -> None:
    found = drawn(some(week(-400), week(0), week(2), spans=(), written=[]))["weeks"]
    assert len(found.rows) == 4
    assert "None in the week from Mon 24 Aug." in found.statement


def test_a_period_of_a_thousand_years_is_drawn_in_part() -> None:
    endless = Span("Endless", date(1, 1, 1), date.max, 1)
    found = drawn(some(week(0), week(1), spans=(endless,), written=[Decimal(1)]))["weeks"]
    assert len(found.rows) == LIMIT
    assert "not shown" in found.statement
    assert sum(row[2] == "1 entry" for row in found.rows) == 2


# -- hours ---------------------------------------------------------------------------------------------------------


def test_hours_against_the_plan() -> None:
    figures = some(week(0))
    found = drawn(replace(figures, hours_total=Decimal("34.5"), hours_elsewhere=Decimal(4)))["hours"]
    assert found.statement == "30.5 of 75 planned hours are logged. Outside the periods: 4 hours. 1 period is still ahead."
    assert [row[2:] for row in found.rows] == [("30.5", "75"), ("0", "–"), ("4", "–")]
    said = [" ".join(shape.lines) for shape in found.drawings[0][1].shapes if isinstance(shape, Label)]
    assert {"30.5 of 75 hours", "not started yet", "4 hours"} <= set(said)


def test_more_hours_than_planned_reach_beyond_the_tick() -> None:
    found = drawn(some(week(0), written=[Decimal(100), Decimal(0)]))["hours"]
    bar = next(shape for shape in found.drawings[0][1].shapes if isinstance(shape, Mark))
    aim, amount, tick = (ends(stroke) for stroke in bar.strokes)
    assert max(amount) > max(aim) == max(tick)


def ends(stroke: Stroke) -> list[int]:
    """The places along the line that a path names."""
    return [int(x) for x in re.findall(r"[MHL](-?\d+)", stroke.d)]


def test_no_hours_where_none_are_asked_or_planned() -> None:
    assert "hours" not in drawn(some(week(0)), ask_hours=False)
    assert "hours" not in drawn(some(week(0), spans=(), written=[]))


def test_hours_are_written_as_the_reader_writes_them() -> None:
    with override("nb"):
        assert drawn(some(week(0)))["hours"].rows[0][2] == "30,5"


# -- outcomes --------------------------------------------------------------------------------------------------------


def test_outcomes_touched_and_not_yet() -> None:
    touched = (Touched("a", 3, MONDAY), Touched("gone", 1, MONDAY))
    found = drawn(some(week(0, entries=5), touched=touched, without_outcome=2))["outcomes"]
    assert found.statement == (
        "The entries concern 1 of 3 outcomes. Not yet: outcomes 2 and 3. 2 entries name none. "
        "1 outcome in the entries is no longer in the plan."
    )
    assert [row[1:] for row in found.rows] == [("3", "Mon 17 Aug 2026"), ("0", "–"), ("0", "–")]
    assert "outcomes" not in drawn(some(week(0)), outcomes=[])


# -- levels ------------------------------------------------------------------------------------------------------------


def test_levels_are_words_and_never_a_number() -> None:
    found = drawn(some(week(0, "1", 2), week(0, "2"), week(1), week(3, "3")))["levels"]
    assert found.statement.startswith("4 of 5 entries have a level of reflection. First, in the week of Mon 17 Aug 2026: ")
    assert "“I describe what happened” and “I explain why it happened”" in found.statement
    assert "Most recently, in the week of Mon 7 Sep 2026: “I say what it means for me and my work”." in found.statement
    assert "nobody grades it" in found.statement
    assert [row[1] for row in found.rows][2] == "not stated"
    said = [" ".join(shape.lines) for shape in found.drawings[0][1].shapes if isinstance(shape, Label)]
    assert "I question what I used to take for granted" in said  # also a level that nobody has chosen has its line
    assert not re.search(r"average|mean of|\d\.\d", found.statement)


def test_no_picture_of_levels_where_nobody_says_one() -> None:
    assert "levels" not in drawn(some(week(0), week(1, "of a later version")))


# -- all -----------------------------------------------------------------------------------------------------------------


def test_nothing_to_count_is_nothing_to_draw() -> None:
    figures = Figures(spans=(AUTUMN,))
    assert pictures(figures, outcomes=OUTCOMES, today=TODAY) == []
    assert "Nothing to draw yet" in shown(figures, [])


def test_the_reader_s_language_decides_where_a_line_begins() -> None:
    figures = some(week(0, "1"), week(1, "2"))
    with override("ar"):
        assert {svg.get("direction") for svg in svgs(shown(figures, pictures(figures, outcomes=OUTCOMES, today=TODAY)))} == {
            "rtl"
        }
    plain, turned = (drawn(figures, mirrored=way)["weeks"].drawings[0][1] for way in (False, True))
    first, other = (next(shape for shape in one.shapes if isinstance(shape, Mark)).strokes[0] for one in (plain, turned))
    assert max(ends(first)) < plain.width / 2 < min(ends(other))


NASTY = st.text(max_size=40) | st.sampled_from(["", "<script>x</script>", "]]>", "&amp;", '"', "\x00\x08", "مرحبا", "W" * 500])
DAYS = st.dates(date(1, 1, 8), date(9999, 12, 24))
SPAN = st.builds(
    lambda label, days, hours: Span(label, min(days), max(days), hours),
    NASTY, st.tuples(DAYS, DAYS) | st.tuples(st.just(MONDAY), st.just(TODAY)), st.sampled_from([None, 0.0, 0.25, 37.5, 9999.0]),
)  # fmt: skip
WEEK = st.builds(
    lambda day, level, entries: WeekLevel(day - timedelta(days=day.weekday()), level, entries),
    DAYS | st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.sampled_from(["", "1", "2", "3", "4", "9"]), st.integers(1, 500),
)  # fmt: skip
AMOUNT = st.decimals(0, 99_999, places=2)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(data=st.data(), spans=st.lists(SPAN, max_size=4), mirrored=st.booleans(), today=DAYS)
def test_any_figures_are_drawn_and_the_table_says_the_same(
    data: st.DataObject, spans: list[Span], mirrored: bool, today: date
) -> None:
    weeks = data.draw(st.lists(WEEK, min_size=1, max_size=8, unique_by=lambda one: (one.monday, one.level)))
    uids = data.draw(st.lists(st.sampled_from("abcxy"), max_size=4, unique=True))
    figures = some(
        *sorted(weeks, key=lambda one: one.monday), spans=tuple(spans), written=[data.draw(AMOUNT) for _span in spans],
        hours_elsewhere=data.draw(AMOUNT), touched=tuple(Touched(uid, at + 1, today) for at, uid in enumerate(uids)),
        without_outcome=data.draw(st.integers(0, 3)),
    )  # fmt: skip
    outcomes = [(uid, data.draw(NASTY)) for uid in "abc"]
    found = pictures(figures, outcomes=outcomes, today=today, mirrored=mirrored)
    html = shown(figures, found)
    tables = lxml_html.fromstring(f"<div>{html}</div>").xpath("//figure")
    assert len(tables) == len(found)
    for picture, figure in zip(found, tables, strict=True):
        assert picture.statement
        assert len(figure.xpath(".//tr[@class='ix-says']")) == len(picture.rows)
        for _size, drawing in picture.drawings:
            assert drawing.marks == len(picture.rows)
            xs = [x for shape in drawing.shapes if isinstance(shape, Mark) for stroke in shape.strokes for x in ends(stroke)]
            assert min(xs) >= -1
            assert max(xs) <= drawing.width + 1
    for svg in svgs(html):
        assert marks(svg)
        assert all(COMMANDS.fullmatch(path.get("d")) for path in svg.iter(f"{SVG}path"))
    assert "<script>" not in html
    assert "style=" not in html
    names = re.findall(r' id="([^"]+)"', html)
    assert len(names) == len(set(names))


def test_no_number_is_localised(settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    figures = some(*(week(at, "1", 1200) for at in range(150)))
    with override("nb"):
        for svg in svgs(shown(figures, pictures(figures, outcomes=OUTCOMES, today=TODAY))):
            assert re.fullmatch(r"0 0 \d+ \d+", svg.get("viewBox"))
            assert re.fullmatch(r"[\d.]+em", svg.get("width"))
