"""A checklist before the first day: who ticks which line, what runs out, what nobody starts without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.clock import as_reader
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import Line, LineStanding
from internship_xblock.tools.placements.checklist.lines import LINES_LIMIT, lines_of, usual
from internship_xblock.tools.placements.checklist.models import ChecklistTick
from internship_xblock.tools.placements.checklist.standing import DONE, OPEN, SEEN, Tick, Ticked, standings
from tests.logs.world import World
from tests.seats import take_by_link

DAY = timedelta(days=1)
LINES = (
    Line("secrecy", "The declaration is signed", "student", "mentor", is_must=True),
    Line("police", "Police certificate", "student", "supervisor", has_until=True),
    Line("desk", "A desk is ready", "mentor"),
)


@pytest.fixture
def world(db: None, person: Callable[..., Actor]) -> World:
    return World(person)


def tick(world: World, actor: Actor, line: str, kind: str, until: date | None = None) -> LineStanding:
    found = placements.tick(
        actor, placement_id=world.placement_id, lines=LINES, line_id=line, kind=kind, until=until
    )  # fmt: skip
    return next(one for one in found if one.line.id == line)


def test_the_student_does_it_and_the_mentor_has_seen_it(world: World) -> None:
    today = timezone.localdate()
    done = tick(world, world.student, "secrecy", DONE)
    assert (done.done is not None, done.is_settled(today), done.waits_for(today)) == (True, False, "mentor")
    seen = tick(world, world.mentor, "secrecy", SEEN)
    assert seen.is_settled(today)
    assert (seen.done.by, seen.seen.by) == ("Ola", "Mira")  # type: ignore[union-attr]
    again = placements.checklist(world.leader, placement=world.placement_id, lines=LINES)
    assert [one.is_settled(today) for one in again] == [True, False, False]


def test_opening_a_line_again_keeps_who_had_ticked_it(world: World) -> None:
    tick(world, world.mentor, "desk", DONE)
    opened = tick(world, world.mentor, "desk", OPEN)
    assert not opened.is_ticked
    assert list(ChecklistTick.objects.values_list("kind", "author_name")) == [("done", "Mira"), ("open", "Mira")]


def test_ticking_twice_is_ticking_once(world: World) -> None:
    for _time in range(3):
        tick(world, world.mentor, "desk", DONE)
    tick(world, world.mentor, "desk", OPEN)
    tick(world, world.mentor, "desk", OPEN)
    assert ChecklistTick.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "line", "kind"),
    [
        ("mentor", "secrecy", DONE), ("student", "secrecy", SEEN), ("supervisor", "secrecy", SEEN), ("leader", "desk", DONE),
        ("mentor", "police", SEEN), ("supervisor", "desk", OPEN), ("other", "desk", DONE), ("staff", "desk", DONE),
        ("mentor", "desk", SEEN),
    ],
)  # fmt: skip
def test_nobody_ticks_what_is_another_s_to_tick(world: World, who: str, line: str, kind: str) -> None:
    with pytest.raises(NotAllowed):
        tick(world, getattr(world, who), line, kind)
    assert not ChecklistTick.objects.exists()


def test_a_line_that_is_gone_and_a_tick_that_is_none(world: World) -> None:
    with pytest.raises(NotFound):
        tick(world, world.mentor, "gone", DONE)
    with pytest.raises(BadRequest):
        tick(world, world.mentor, "desk", "burnt")
    for actor in (world.outsider, world.other_staff, world.stranger):
        with pytest.raises(NotFound):
            tick(world, actor, "desk", DONE)


def test_whoever_sees_what_runs_out_says_until_when(world: World) -> None:
    today = timezone.localdate()
    for until in (None, today - DAY, today + timedelta(days=21 * 366)):
        with pytest.raises(Invalid) as refused:
            tick(world, world.supervisor, "police", SEEN, until)
        assert list(refused.value.fields) == ["until"]
    seen = tick(world, world.supervisor, "police", SEEN, today + 14 * DAY)
    assert seen.is_settled(today)
    assert seen.runs_out_soon(today)
    assert not seen.runs_out_soon(today - DAY)
    assert seen.has_run_out(today + 15 * DAY)
    assert not seen.is_settled(today + 15 * DAY)


def reworded(world: World, actor: Actor, line: str, text: str) -> LineStanding:
    """How a line stands once its author has changed what it says."""
    lines = [replace(one, text=text) if one.id == line else one for one in LINES]
    found = placements.checklist(actor, placement=world.placement_id, lines=lines)
    return next(one for one in found if one.line.id == line)


def test_a_line_that_is_worded_otherwise_is_open_again_and_says_who_had_ticked_it(world: World) -> None:
    today = timezone.localdate()
    tick(world, world.student, "secrecy", DONE)
    tick(world, world.mentor, "secrecy", SEEN)
    changed = reworded(world, world.leader, "secrecy", "The declaration is signed by all three")
    assert (changed.is_settled(today), changed.is_ticked, changed.waits_for(today)) == (False, False, "student")
    assert changed.is_reworded
    assert (changed.was_done.by, changed.was_seen.by) == ("Ola", "Mira")  # type: ignore[union-attr]
    same = reworded(world, world.leader, "secrecy", "The  declaration is signed ")
    assert same.is_settled(today), "a space more is no other wording"
    assert not same.is_reworded


def test_what_is_ticked_anew_counts_for_the_new_wording_alone(world: World) -> None:
    today = timezone.localdate()
    tick(world, world.student, "secrecy", DONE)
    tick(world, world.mentor, "secrecy", SEEN)
    lines = [replace(LINES[0], text="Signed by all three")]
    where = {"placement_id": world.placement_id, "lines": lines, "line_id": "secrecy"}
    (done,) = placements.tick(world.student, **where, kind=DONE)
    assert (done.done is not None, done.seen, done.waits_for(today)) == (True, None, "mentor")
    (seen,) = placements.tick(world.mentor, **where, kind=SEEN)
    assert (seen.is_settled(today), seen.is_reworded) == (True, False)
    assert ChecklistTick.objects.count() == 4


def test_nobody_ticks_what_they_have_not_read(world: World) -> None:
    """The page was open while the author changed the line."""
    where = {"placement_id": world.placement_id, "lines": LINES, "line_id": "desk"}
    read = replace(LINES[2], text="A chair is ready").wording
    with pytest.raises(Invalid) as refused:
        placements.tick(world.mentor, **where, kind=DONE, wording=read)
    assert "was changed while you looked at it" in str(refused.value.message)
    assert not ChecklistTick.objects.exists()
    placements.tick(world.mentor, **where, kind=DONE, wording=LINES[2].wording)
    placements.tick(world.mentor, **where, kind=OPEN, wording=read)


def test_what_was_ticked_before_wordings_were_kept_counts() -> None:
    ticked = Ticked.read('{"number":1,"lines":{"desk":[["mira","2026-09-01T10:00:00+00:00",""],null]}}')
    desk = standings(LINES, ticked, {"mira": "Mira"})[2]
    assert desk.is_settled(date(2026, 9, 2))
    assert not desk.is_reworded


def test_a_guest_ticks_what_is_theirs(world: World) -> None:
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid="gunn", role="mentor", name="Gunn")
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    gunn = take_by_link(world.placement_id, "gunn")
    seen = tick(world, gunn, "secrecy", SEEN)
    assert seen.seen is not None
    assert seen.seen.by == "Gunn"


def test_a_forgotten_person_leaves_the_tick_and_no_name(world: World) -> None:
    tick(world, world.mentor, "desk", DONE)
    retirement.forget(world.mentor.account)
    found = placements.checklist(world.student, placement=world.placement_id, lines=LINES)[2]
    assert found.done is not None
    assert found.done.by == ""


@given(
    ticks=st.lists(
        st.tuples(st.sampled_from(["secrecy", "police"]), st.sampled_from([DONE, SEEN, OPEN]), st.integers(-5, 5)), max_size=8
    )
)
def test_whatever_was_ticked_somebody_s_turn_it_is_or_all_is_settled(ticks: list[tuple[str, str, int]]) -> None:
    today, at, ticked = date(2026, 9, 1), datetime(2026, 9, 1, tzinfo=UTC), Ticked()
    for line, kind, days in ticks:
        ticked = ticked.after(line, kind, Tick("mira", at, today + days * DAY if kind == SEEN and line == "police" else None))
    assert ticked.number == len(ticks)
    assert Ticked.read(ticked.text) == ticked
    for one in standings(LINES, ticked, {"mira": "Mira"}):
        assert (one.waits_for(today) == "") == one.is_settled(today)
        assert one.waits_for(today) in ("", one.line.whose, one.line.seen_by)
        assert {tick.by for tick in (one.done, one.seen) if tick is not None} <= {"Mira"}


def test_what_ran_out_yesterday_where_one_ticks_is_to_be_seen_anew() -> None:
    """In Oslo it is half past midnight on the 11th; in UTC it is still the 10th, the last valid day."""
    ticked = Ticked().after("police", DONE, Tick("ola", datetime(2026, 9, 1, 10, tzinfo=UTC)))
    ticked = ticked.after("police", SEEN, Tick("sven", datetime(2026, 9, 1, 11, tzinfo=UTC), date(2026, 10, 10)))
    for zone, waits_for in (("Europe/Oslo", "supervisor"), ("UTC", "student")):
        with as_reader(zone):
            again = ticked.after("police", DONE, Tick("ola", datetime(2026, 10, 10, 22, 30, tzinfo=UTC)))
        (_secrecy, police, _desk) = standings(LINES, again, {})
        assert police.waits_for(date(2026, 10, 11)) == waits_for


@given(rows=st.lists(st.one_of(st.none(), st.text(), st.dictionaries(st.text(), st.one_of(st.none(), st.text())))))
def test_whatever_an_import_holds_is_lines_or_nothing(rows: list[object]) -> None:
    found = lines_of([*rows, *(line.row for line in usual())])
    assert len(found) <= LINES_LIMIT
    assert {line.id for line in usual()} <= {line.id for line in found} or len(found) == LINES_LIMIT
    assert lines_of([line.row for line in found]) == found
