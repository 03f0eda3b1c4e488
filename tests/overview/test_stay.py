"""The days of a placement: what the picture draws, the table says, and the words count, whatever was planned and written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from internship_xblock.core.today import Meeting, Part, Period, Week
from internship_xblock.tools.placements.web.overview.picture import picture_of
from internship_xblock.tools.placements.web.overview.stay import Stay

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2032, 1, 1))
ANY_DAY = st.one_of(DAYS, st.just(date.min), st.just(date.max))


def period(first: date, last: date, name: str = "") -> Period:
    return Period(first=first, last=last, name=name)


def meeting(day: date) -> Meeting:
    return Meeting(day=day, words="Halfway")


def week(monday: date, entries: int = 1) -> Week:
    return Week(monday=monday, entries=entries)


def days(number: int) -> timedelta:
    return timedelta(days=number)


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    spans = [sorted(pair) for pair in draw(st.lists(st.tuples(ANY_DAY, DAYS), max_size=4))]
    mondays = {day - days(day.weekday()) for day in draw(st.lists(DAYS, max_size=5))}
    part = Part(
        periods=sorted((period(first, last) for first, last in spans), key=lambda one: (one.first, one.last)),
        meetings=sorted((meeting(day) for day in draw(st.lists(ANY_DAY, max_size=4))), key=lambda one: one.day),
        weeks=[week(monday, draw(st.integers(1, 9))) for monday in sorted(mondays)],
    )
    return Stay(part, draw(ANY_DAY))


@settings(max_examples=150, deadline=None)
@given(stay=stays(), mirrored=st.booleans())
def test_picture_and_table_say_the_same_of_any_stay(stay: Stay, mirrored: bool) -> None:
    picture = picture_of(stay, mirrored)
    assert (picture is None) is not bool(stay.periods or stay.meetings)
    assume(picture is not None)
    assert picture is not None
    assert picture.statement
    for _size, drawing in picture.drawings:
        assert drawing.marks == len(picture.rows) == len(stay.periods) + len(stay.meetings) + len(stay.weeks)


@settings(max_examples=150, deadline=None)
@given(stay=stays())
def test_every_conversation_is_to_come_or_past(stay: Stay) -> None:
    assert sorted([*stay.held, *stay.coming], key=lambda one: one.day) == list(stay.meetings)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (MONDAY - days(2), "It begins in 2 days."),
        (MONDAY - days(1), "It begins in 1 day."),
        (MONDAY, "4 days of the period are left."),
        (MONDAY + days(3), "1 day of the period is left."),
        (MONDAY + days(4), "The period ends today."),
        (MONDAY + days(5), "Today lies between two periods."),
        (MONDAY + days(19), "It is over."),
    ],
)
def test_the_words_say_where_today_is(today: date, said: str) -> None:
    spans = [period(MONDAY, MONDAY + days(4)), period(MONDAY + days(14), MONDAY + days(18))]
    assert next(iter(Stay(Part(periods=spans), today).sentences)) == said


def test_the_last_week_is_silent_only_when_it_is_over() -> None:
    spans = [period(MONDAY, MONDAY + days(11))]
    written = [week(MONDAY - days(7))]  # before anybody expected it
    assert [Stay(Part(periods=spans, weeks=written), MONDAY + days(day)).silent for day in (0, 6, 7, 13, 14)] == [0, 0, 1, 1, 2]
    assert Stay(Part(periods=spans), MONDAY + days(30)).silent == 0  # nobody writes a log here, or not for this reader


def test_a_period_of_centuries_is_drawn() -> None:
    picture = picture_of(Stay(Part(periods=[period(date.min, date.max)], weeks=[week(MONDAY)]), MONDAY), False)
    assert picture is not None
    assert len(picture.rows) <= 1 + 161


def test_today_is_named_where_it_lies_in_the_stay() -> None:
    spans = [period(MONDAY, MONDAY + days(4))]

    def names(today: date) -> bool:
        with override("en"):
            picture = picture_of(Stay(Part(periods=spans), today), False)
        assert picture is not None
        return all("Today" in repr(drawing.shapes) for _size, drawing in picture.drawings)

    assert names(MONDAY + days(2))
    assert not names(MONDAY + days(9))
