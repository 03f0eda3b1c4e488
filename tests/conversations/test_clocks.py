"""A time of day in a zone is one moment, or it is refused: for every zone that there is, also where clocks are changed."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.tools.conversations.times.clocks import NoSuchTime, TwiceThere, moment_of, typed_clock

ZONES = sorted(zoneinfo.available_timezones())
shown = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))


def moments_that_show(wall: datetime, zone: str) -> set[datetime]:
    """Every moment, by trying each quarter of an hour around it, at which the clocks there show this."""
    here = zoneinfo.ZoneInfo(zone)
    around = (wall.replace(tzinfo=UTC) + timedelta(minutes=at) for at in range(-16 * 60, 16 * 60, 15))
    return {at for at in around if at.astimezone(here).replace(tzinfo=None) == wall}


@given(wall=shown, zone=st.sampled_from(ZONES))
def test_it_is_the_one_moment_at_which_the_clocks_show_it(wall: datetime, zone: str) -> None:
    expected = moments_that_show(wall, zone)
    try:
        found = moment_of(wall.date(), wall.time(), zone)
    except NoSuchTime:
        assert expected == set()
    except TwiceThere:
        assert len(expected) == 2
    else:
        assert expected == {found}
        assert found.tzinfo is UTC


@given(at=st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)), zone=st.sampled_from(ZONES))
def test_whatever_a_clock_shows_is_that_moment_or_comes_twice(at: datetime, zone: str) -> None:
    moment = at.replace(second=0, microsecond=0)
    wall = moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    try:
        assert moment_of(wall.date(), wall.time(), zone) == moment
    except TwiceThere:
        assert len(moments_that_show(wall, zone)) == 2


@pytest.mark.parametrize(
    ("day", "clock", "zone", "wrong"),
    [
        (date(2027, 3, 28), time(2, 30), "Europe/Oslo", NoSuchTime),
        (date(2026, 10, 25), time(2, 30), "Europe/Oslo", TwiceThere),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", NoSuchTime),  # by half an hour
        (date(2011, 12, 30), time(12), "Pacific/Apia", NoSuchTime),  # a day that was left out
    ],
)
def test_what_the_clocks_leave_out_or_show_twice_is_none(day: date, clock: time, zone: str, wrong: type[ValueError]) -> None:
    with pytest.raises(wrong):
        moment_of(day, clock, zone)


def test_a_time_of_day_is_typed_with_a_colon_or_a_full_stop() -> None:
    assert typed_clock("10:00") == typed_clock(" 10.00 ") == time(10)
    assert typed_clock("9:05") == time(9, 5)
    for none in ("", "25:00", "10:60", "10", "ten", "10:00:00", "١٠:٠٠"):
        assert typed_clock(none) is None, none
