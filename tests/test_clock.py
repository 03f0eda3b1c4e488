"""Today is the reader's day: at UTC+14 it is tomorrow already, at UTC-11 still yesterday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock.core import clock
from internship_xblock.core.actor import Actor
from internship_xblock.core.clock import as_reader
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.units.web.block import UnitBlock

from .platform import COURSE
from .runtime import call, make_block

YESTERDAY, TODAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
STEPS = [{"kind": "commit", "id": "next", "title": "Next"}]


@pytest.fixture(autouse=True)
def _half_past_ten(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.TIME_ZONE = "UTC"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 26, 10, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        (EAST, TOMORROW), (WEST, YESTERDAY), ("Europe/Oslo", TODAY), ("", TODAY), ("Mars/Olympus", TODAY),
        ("../etc/passwd", TODAY),
        ("/etc/localtime", TODAY), ("x" * 10_000, TODAY), ("Europe", TODAY), ("europe/oslo\x00", TODAY),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_zone_and_the_sites_where_there_is_none(zone: str, today: date) -> None:
    with as_reader(zone):
        assert timezone.localdate() == today
    assert timezone.localdate() == TODAY


def test_a_day_is_past_for_the_reader_and_where_nobody_knows_for_everybody() -> None:
    with as_reader(WEST):
        assert (clock.is_past(YESTERDAY), clock.is_to_come(YESTERDAY), clock.is_to_come(TODAY)) == (False, False, True)
    with as_reader(EAST):
        assert (clock.is_past(TODAY), clock.is_past(TOMORROW), clock.is_to_come(TOMORROW)) == (True, False, False)
    assert not any(map(clock.is_past, (YESTERDAY, TODAY, TOMORROW)))
    assert not any(map(clock.is_to_come, (YESTERDAY, TODAY, TOMORROW)))
    assert clock.is_past(date(2026, 11, 24))
    assert clock.is_to_come(date(2026, 11, 28))


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "today"), [(EAST, TOMORROW), (WEST, YESTERDAY), ("", TODAY)])
def test_a_new_entry_proposes_the_readers_day_and_takes_it(person: Callable[..., Actor], zone: str, today: date) -> None:
    ola = person("ola")
    place = placements.start(ola, course_key=COURSE, role="student")
    block = make_block(LogBlock, ola, placement_id=str(place.id))
    form = call(block, "new_entry", {"placement": place.id}, method="GET", **{"X-Internship-Zone": zone}).text
    assert f'value="{today}"' in form
    assert "data-today" in form
    known = make_block(LogBlock, Actor(**{**vars(ola), "zone": zone}), placement_id=str(place.id))
    known.actor = Actor(**{**vars(ola), "zone": zone})
    assert f'value="{today}"' in known.student_view().content, "a page that comes first goes by the person's account"
    typed = {"placement": place.id, "draft": 1, "revision": 0, "d1-date": today, "d1-text-what": "Rang.", "d1-hours": ""}
    assert call(block, "save_entry", typed).status_code == 200, "a day's difference is nobody's mistake"


@pytest.mark.parametrize(
    ("zone", "day", "status"),
    [
        (WEST, YESTERDAY, 200), (EAST, TODAY, 422), (EAST, TOMORROW, 200), ("UTC", YESTERDAY, 422), ("", YESTERDAY, 200),
        ("", date(2026, 11, 24), 422),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_commitment_for_today_is_never_past(person: Callable[..., Actor], zone: str, day: date, status: int) -> None:
    block = make_block(UnitBlock, person("mira"), steps=STEPS)
    typed = {"step": "next", "way": "forward", "text": "Ask Nils", "by": day, "revision": 0}
    assert call(block, "answer_step", typed, **{"X-Internship-Zone": zone}).status_code == status
