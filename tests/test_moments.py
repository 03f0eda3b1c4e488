"""Moments: in HTML by the clock of the site, with what a script needs to say it by the reader's; on paper with its name."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import override

from internship_xblock.records import document as model
from internship_xblock.ui.jinja import environment

MACROS = environment().get_template("ui/macros/moments.html").module
moment, clock = MACROS.moment, MACROS.clock  # type: ignore[attr-defined]
AT = datetime(2026, 11, 25, 23, 30, 59, tzinfo=UTC)


def test_a_moment_is_said_in_the_zone_and_the_language_that_are_on() -> None:
    for _again in range(2):
        with timezone.override(UTC), override("en"):
            assert moment(AT) == (
                '<time datetime="2026-11-25T23:30:59+00:00" data-moment><span data-day="">Wed 25 Nov</span> '
                "<span data-clock>23:30</span></time>"
            )
        with timezone.override(ZoneInfo("Europe/Oslo")), override("nb"):
            assert moment(AT) == (
                '<time datetime="2026-11-26T00:30:59+01:00" data-moment><span data-day="">tors. 26. nov.</span> '
                "<span data-clock>00:30</span></time>"
            )
            assert ">00:30<" in clock(AT)
    with timezone.override(UTC), override("en"):
        assert '<span data-day="year">Wed 25 Nov 2026</span>' in moment(AT, with_year=True)
    assert moment(None) == clock(None) == ""


def test_on_paper_a_moment_says_which_clock_it_means() -> None:
    with timezone.override(UTC), override("en"):
        assert model.moment(AT) == "Wednesday 25 November 2026, 23:30 UTC"
    with timezone.override(ZoneInfo("Europe/Oslo")), override("en"):
        assert model.moment(AT) == "Thursday 26 November 2026, 00:30 CET"
