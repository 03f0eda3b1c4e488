"""A log in figures: each person's figures hold what that person may read, added up right, in the same few queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.api import Figures, Span
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from tests.runtime import call, make_block

from .test_queries import count, fill
from .world import USAGE, World

SPANS = (
    Span("Autumn", date(2026, 9, 21), date(2026, 10, 2), 75),
    Span("Overlap", date(2026, 9, 30), date(2026, 10, 9), None),
    Span("Winter", date(2026, 11, 16), date(2026, 11, 20), 37.5),
)


def figures(world: World, actor: Actor, **more: Any) -> Figures:
    return logs.figures(actor, placement=world.placement_id, usage_key=USAGE, spans=SPANS, **more)


def test_each_sees_the_figures_of_what_they_may_read(world: World) -> None:
    for level in ("private", "mentor", "supervisor", "cohort"):
        entry = world.write(hours="2", outcomes=[level], level="1")
        if level != "private":
            world.share(entry, level)
    seen = {"student": 4, "mentor": 3, "supervisor": 2, "leader": 1, "other": 1}
    for name, expected in seen.items():
        found = figures(world, getattr(world, name))
        assert found.entries == sum(one.entries for one in found.weeks) == expected, name
        assert found.hours_total == 2 * expected
        assert len(found.touched) == expected
        assert found.is_mine == (name == "student")
        assert found.writer is not None
        assert found.writer.name == "Ola"
    for stranger in (world.outsider, world.stranger, world.other_staff):
        with pytest.raises(NotFound):
            figures(world, stranger)


def test_who_looks_as_the_student_sees_the_course_teams_part_in_the_figures(world: World) -> None:
    world.write(hours="2")
    world.share(world.write(hours="5"), "mentor")
    world.share(world.write(hours="3"), "supervisor")
    found = figures(world, replace(world.student, masquerading=True))
    assert (found.entries, found.hours_total) == (1, 3)


def test_it_is_no_reading(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    figures(world, world.mentor)
    assert Entry.objects.get(pk=entry.id).first_read_at is None


def test_what_is_added_up(world: World) -> None:
    world.write(day="2026-09-20", hours="1.25", level="1", outcomes=["b1"])  # a Sunday, before everything
    world.write(day="2026-09-21", hours="7.5", level="1", outcomes=["a1", "b1"])
    world.write(day="2026-09-27", hours="", level="3", outcomes=["b1"])
    world.write(day="2026-10-01", hours="4", level="3", outcomes=[])  # in two periods
    world.write(day="2026-10-02", hours="2", level="3", outcomes=["b1", "a1"])
    found = figures(world, world.student)
    assert [row.written for row in found.hours] == [Decimal("13.5"), 6, 0]
    assert (found.hours_total, found.hours_elsewhere) == (Decimal("14.75"), Decimal("1.25"))
    assert [(week.monday.isoformat(), week.level, week.entries) for week in found.weeks] == [
        ("2026-09-14", "1", 1), ("2026-09-21", "1", 1), ("2026-09-21", "3", 1), ("2026-09-28", "3", 2),
    ]  # fmt: skip
    assert {one.uid: (one.entries, one.last) for one in found.touched} == {
        "a1": (2, date(2026, 10, 2)), "b1": (4, date(2026, 10, 2)),
    }  # fmt: skip
    assert found.without_outcome == 1


def test_one_author_at_a_time_the_student_first(world: World) -> None:
    world.share(world.write(hours="1"), "cohort")
    world.write(world.mentor, hours="2")
    for actor in (world.student, world.mentor, world.other):
        found = figures(world, actor)
        assert found.writer is not None
        assert (found.writer.name, found.hours_total) == ("Ola", 1)
    own = figures(world, world.mentor, whose=world.mentor.user_id)
    assert (own.is_mine, own.hours_total) == (True, 2)
    assert [writer.name for writer in own.writers] == ["Ola", "Mira"]
    asked = figures(world, world.student, whose=world.mentor.user_id)  # nothing of the mentor's may be read
    assert asked.is_mine
    assert [writer.name for writer in asked.writers] == ["Ola"]


def test_nothing_to_read_is_nothing_to_count(world: World) -> None:
    world.write()
    found = figures(world, world.mentor)
    assert (found.writer, found.entries, found.weeks, found.writers) == (None, 0, (), ())


def test_another_log_of_the_placement_does_not_count(world: World) -> None:
    world.write()
    assert logs.figures(world.student, placement=world.placement_id, usage_key="another").entries == 0


def test_without_periods_every_hour_is_elsewhere(world: World) -> None:
    world.write(hours="3")
    found = logs.figures(world.student, placement=world.placement_id, usage_key=USAGE)
    assert (found.hours, found.hours_total, found.hours_elsewhere) == ((), 3, 3)


@pytest.mark.parametrize("name", ["student", "mentor"])
def test_as_many_queries_at_ten_as_at_a_thousand(world: World, name: str) -> None:
    actor, found = getattr(world, name), []
    for size in (10, 1000):
        Entry.objects.all().delete()
        fill(world, size)
        place = placements.get(actor, placement_id=world.placement_id)
        found.append(
            (
                count(lambda p=place: logs.figures(actor, placement=p, usage_key=USAGE, spans=SPANS)),
                count(lambda: ask(world, actor)),
            )
        )
    assert found[0] == found[1]
    assert found[0][0] == 3


def ask(world: World, actor: Actor, **more: str) -> str:
    block = make_block(LogBlock, actor, usage=USAGE)
    return str(call(block, "pictures", {"placement": str(world.placement_id), **more}, method="GET").text)


def test_the_pictures_come_when_asked_for(world: World) -> None:
    assert "See the log as charts" not in make_block(LogBlock, world.student, usage=USAGE).student_view().content
    day = date.today() - timedelta(days=1)
    entry = world.write(day=day.isoformat(), level="2")
    whole = make_block(LogBlock, world.student, usage=USAGE).student_view().content
    # a draft that is open in the form is no card; it counts once it stands in the list
    world.share(entry, "mentor")
    whole = make_block(LogBlock, world.student, usage=USAGE).student_view().content
    assert "See the log as charts" in whole
    assert "<svg" not in whole
    own = ask(world, world.student)
    assert "All your entries are counted" in own
    assert "1 entry so far." in own
    assert own.count("<svg") == 4  # weeks and levels, wide and narrow; no plan to hold hours and outcomes against
    assert "This counts the entries of Ola that you may read." in ask(world, world.mentor)
    assert "Nothing to draw yet" in ask(world, world.other)
    outsider = make_block(LogBlock, world.outsider, usage=USAGE)
    assert call(outsider, "pictures", {"placement": str(world.placement_id)}, method="GET").status_int == 404


def test_from_one_author_to_the_other(world: World) -> None:
    world.share(world.write(), "mentor")
    world.write(world.mentor)
    page = ask(world, world.mentor)
    assert "See your own entries" in page
    other = ask(world, world.mentor, whose=str(world.mentor.user_id), other="yes")
    assert "All your entries are counted" in other
    assert "See the entries of Ola" in other
    assert "data-focus" in other
