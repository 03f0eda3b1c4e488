"""A placement that pauses, goes on, ends early: rows that are added, and one answer to all that speak of its days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotFound
from internship_xblock.core.events import Happened
from internship_xblock.core.language import formats
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import Pause, Timing
from internship_xblock.tools.placements.changes.models import PlacementChange
from internship_xblock.tools.placements.changes.words import sentences, state
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.web.notices import KINDS
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.documents.calendar import calendar
from internship_xblock.tools.plans.documents.plan import document
from tests.exports import world as papers
from tests.logs.world import World
from tests.plans.conftest import Draft, fill
from tests.platform import COURSE
from tests.seats import take_by_link

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(person: Callable[..., Actor]) -> World:
    return World(person)


def today() -> date:
    return timezone.localdate()


def timing(world: World) -> Timing:
    return placements.get(world.mentor, placement_id=world.placement_id).timing


def pause(world: World, first: int, last: int | None, actor: Actor | None = None, **more: str) -> Timing:
    """Pause from so many days from now to so many."""
    return placements.pause(
        actor or world.mentor, placement_id=world.placement_id, known=timing(world).number, first=today() + first * DAY,
        last=None if last is None else today() + last * DAY, **more,
    )  # fmt: skip


# -- pausing ---------------------------------------------------------------------------------------------------------------


def test_a_pause_holds_at_once_for_everybody_and_keeps_who_when_and_why(world: World) -> None:
    pause(world, 0, 6, reason="The hall is rebuilt.")
    for actor in (world.student, world.supervisor, world.leader, world.staff):
        view = placements.get(actor, placement_id=world.placement_id)
        assert view.timing.pause_on(today()) == Pause(today(), today() + 6 * DAY)
        assert view.timing.takes_place(today() + 7 * DAY)
    (row,) = placements.changes(world.student, placement=world.placement_id)
    assert (row.kind, row.by, row.reason) == ("paused", "Mira", "The hall is rebuilt.")


def test_going_on_adds_a_row_and_shortens_the_pause(world: World) -> None:
    pause(world, -10, None)
    placements.resume(world.supervisor, placement_id=world.placement_id, known=1, on=today())
    assert timing(world).pauses == (Pause(today() - 10 * DAY, today() - DAY),)
    assert timing(world).takes_place(today())
    assert [one.kind for one in placements.changes(world.mentor, placement=world.placement_id)] == ["resumed", "paused"]


def test_a_pause_that_had_not_begun_is_gone_as_if_it_had_never_been(world: World) -> None:
    pause(world, 10, 20)
    placements.resume(world.mentor, placement_id=world.placement_id, known=1, on=today() + 10 * DAY)
    assert timing(world).pauses == ()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(5, 4, "last"), (8, None, "first"), (3, 10, "first"), (10, 12, "first"), (5_000, 5_001, "first"), (-3, 11, "first")],
)
def test_days_that_cannot_be_are_refused_at_their_field(world: World, first: int, last: int | None, field: str) -> None:
    pause(world, 10, 12)
    with pytest.raises(Invalid) as refused:
        pause(world, first, last)
    assert set(refused.value.fields) == {field}
    assert timing(world).number == 1


def test_a_day_that_is_none_and_a_reason_that_is_too_long(world: World) -> None:
    known = {"placement_id": world.placement_id, "known": 0}
    with pytest.raises(Invalid) as refused:
        placements.pause(world.mentor, **known, first=None)
    assert "first" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        placements.pause(world.mentor, **known, first=today(), reason="x" * 501)
    assert "reason" in refused.value.fields
    with pytest.raises(Invalid):
        placements.resume(world.mentor, **known, on=today())
    assert not PlacementChange.objects.exists()


def test_whoever_was_slower_is_told_who_was_quicker_and_changes_nothing(world: World) -> None:
    pause(world, 10, 12)
    with pytest.raises(Invalid) as refused:
        placements.pause(world.supervisor, placement_id=world.placement_id, known=0, first=today(), last=today())
    assert "Mira changed this placement a moment ago" in str(refused.value.message)
    assert timing(world).number == 1


# -- ending ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def planned(world: World) -> date:
    """A plan from two weeks ago on; returns its last day."""
    draft = Draft(world.student, world.placement_id)
    fill(draft, today() - timedelta(weeks=4))
    frame = plans.frame(world.student, placement=world.placement_id)
    return max(one.end for one in frame.periods if one.end)


def end(world: World, last: date) -> Timing:
    return placements.end_early(world.mentor, placement_id=world.placement_id, known=timing(world).number, last=last)


def test_an_early_end_ends_everything_that_speaks_of_days_and_can_be_taken_back(world: World, planned: date) -> None:
    ends = today() + 3 * DAY
    end(world, ends)
    kept = [one.end for one in plans.frame(world.student, placement=world.placement_id).periods if one.end]
    assert kept
    assert max(kept) <= ends
    dates = plans.dates_of([world.placement_id])[world.placement_id]
    assert [one.end for one in dates.periods] == kept
    assert all(day <= ends for one in dates.checkpoints for day in one.days)

    placements.reopen(world.supervisor, placement_id=world.placement_id, known=1)
    assert max(one.end for one in plans.frame(world.student, placement=world.placement_id).periods if one.end) == planned


def test_an_end_that_is_not_early_is_refused_with_the_planned_day(world: World, planned: date) -> None:
    with pytest.raises(Invalid) as refused:
        end(world, planned)
    assert "would not be early" in str(refused.value.fields["last"][0])
    with pytest.raises(Invalid):
        placements.reopen(world.mentor, placement_id=world.placement_id, known=0)


def test_personal_links_open_sixty_days_after_the_real_end(world: World, planned: date) -> None:
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid="tor", role="other", name="Tor")
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    placements.invite(world.student, placement_id=world.placement_id, party_uid="tor")
    link = Invitation.objects.latest("pk")
    assert link.expires.date() >= planned + 60 * DAY
    end(world, today())
    link.refresh_from_db()
    assert today() + 60 * DAY <= link.expires.date() <= today() + 61 * DAY
    placements.reopen(world.mentor, placement_id=world.placement_id, known=1)
    link.refresh_from_db()
    assert link.expires.date() >= planned + 60 * DAY


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_last_day_in_a_wrong_year_is_refused_at_its_field(world: World, planned: date, years: int) -> None:
    with pytest.raises(Invalid) as refused:
        end(world, today() - timedelta(days=365 * years))
    assert "Check the year" in str(refused.value.fields["last"][0])
    assert timing(world).ended_on is None


def test_the_day_before_the_first_is_the_earliest_end_and_without_a_plan_the_day_it_was_made(
    world: World, person: Callable[..., Actor]
) -> None:
    ada = person("ada")
    bare = placements.start(ada, course_key=COURSE, role="mentor")
    with pytest.raises(Invalid) as refused:
        placements.end_early(ada, placement_id=bare.id, known=0, last=today() - DAY)
    assert "was made on" in str(refused.value.fields["last"][0])
    assert placements.end_early(ada, placement_id=bare.id, known=0, last=today()).ended_on == today()

    fill(Draft(world.student, world.placement_id), today())
    first = min(one.start for one in plans.frame(world.student, placement=world.placement_id).periods if one.start)
    with pytest.raises(Invalid):
        end(world, first - 2 * DAY)
    assert end(world, first - DAY).ended_on == first - DAY


def test_an_end_long_ago_locks_nobody_out_at_once(world: World) -> None:
    fill(Draft(world.student, world.placement_id), today() - timedelta(days=420))
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid="tor", role="other", name="Tor")
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    placements.invite(world.student, placement_id=world.placement_id, party_uid="tor")
    end(world, today() - timedelta(days=400))
    assert Invitation.objects.latest("pk").expires > timezone.now() + 13 * DAY


# -- what is said of it ----------------------------------------------------------------------------------------------------


def told(world: World, verb: str, number: int, by: Actor | None = None) -> str | None:
    """What the mail of a change says to the leader at this moment; None for no mail."""
    ids = {"placement_id": world.placement_id, "number": number}
    who = (by or world.mentor).user_id
    said = next(kind for kind in KINDS if verb in kind.verbs).say(
        world.leader, Happened(course_key=COURSE, usage_key="", verb=verb, user_id=who, ids=ids)
    )
    return said.sentence if said is not None else None


def test_the_mail_of_a_pause_names_that_pause_and_none_that_is_nearer(world: World) -> None:
    pause(world, 0, 3)
    later = Pause(today() + 35 * DAY, today() + 36 * DAY)
    pause(world, 35, 36)
    assert told(world, "placement.pause", 2) == f"Mira paused the placement: {placements.pause_in_words(later)}"


def test_the_mail_says_that_it_resumes_later_or_is_not_paused_at_all(world: World) -> None:
    pause(world, -3, None)
    on = today() + 20 * DAY
    placements.resume(world.mentor, placement_id=world.placement_id, known=1, on=on)
    day = formats.day_and_year(on)
    assert told(world, "placement.resume", 2) == f"Mira chose the day on which the placement resumes: {day}"
    placements.resume(world.mentor, placement_id=world.placement_id, known=2, on=today())
    assert told(world, "placement.resume", 3) == "Mira resumed the placement"
    pause(world, 10, 12)
    placements.resume(world.mentor, placement_id=world.placement_id, known=4, on=today() + 10 * DAY)
    assert told(world, "placement.resume", 5) == "Mira took a pause of the placement back"


def test_a_request_silences_no_mail_of_a_pause_and_other_days_do(world: World) -> None:
    pause(world, 0, None)
    placements.ask_for_change(world.student, placement_id=world.placement_id, known=1, reason="Longer, please.")
    assert told(world, "placement.pause", 1) is not None
    placements.keep_as_it_is(world.mentor, placement_id=world.placement_id, known=2)
    assert told(world, "placement.pause", 1) is not None
    assert told(world, "placement.ask_for_change", 2, world.student) is None
    placements.resume(world.mentor, placement_id=world.placement_id, known=3, on=today())
    assert told(world, "placement.pause", 1) is None


def test_nothing_resumes_after_the_end(world: World, planned: date) -> None:
    pause(world, -6, 30)
    end(world, today() + 2 * DAY)
    before = " ".join(sentences(timing(world), today()))
    assert "It is paused until then." in before
    assert "resumes" not in before
    assert state(timing(world), today()) == f"Paused until {formats.day(today() + 2 * DAY)}"

    end(world, today() - 2 * DAY)
    (said,) = sentences(timing(world), today())
    assert said.startswith("It was ended early")
    assert timing(world).next_pause(today()) is None
    with pytest.raises(Invalid):
        placements.resume(world.mentor, placement_id=world.placement_id, known=timing(world).number, on=today())


# -- asking ----------------------------------------------------------------------------------------------------------------


def test_a_student_asks_once_and_an_answer_or_a_change_settles_it(person: Callable[..., Actor]) -> None:
    mira, nils = person("mira"), person("nils")
    view = placements.start(mira, course_key=COURSE, role="mentor")
    row = placements.PartyRow(uid="nils", role="student", name="Nils")
    placements.save_parties(mira, placement_id=view.id, revision=view.revision, rows=[*view.parties, row])
    placements.join(nils, course_key=COURSE, code=placements.invite(mira, placement_id=view.id, party_uid="nils"))
    where = {"placement_id": view.id}

    with pytest.raises(Invalid):
        placements.ask_for_change(nils, **where, known=0, reason=" ")
    placements.ask_for_change(nils, **where, known=0, reason="Two weeks later?")
    with pytest.raises(Invalid):
        placements.ask_for_change(nils, **where, known=1, reason="Please")
    assert placements.get(mira, **where).timing.asked_on == today()
    placements.keep_as_it_is(mira, **where, known=1, reason="We agreed on Monday.")
    assert placements.get(mira, **where).timing.asked_on is None
    placements.ask_for_change(nils, **where, known=2, reason="After all?")
    placements.pause(mira, **where, known=3, first=today())
    assert placements.get(mira, **where).timing.asked_on is None


# -- who -------------------------------------------------------------------------------------------------------------------


def test_a_guest_who_is_the_mentor_may_pause_and_signs_with_the_seat(world: World) -> None:
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid="gunn", role="mentor", name="Gunn")
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    gunn = take_by_link(world.placement_id, "gunn")
    pause(world, 0, 1, actor=gunn)
    change = PlacementChange.objects.get()
    assert (change.author_id, change.author_seat_id, change.author_name) == (None, gunn.seat_id, "Gunn")


def test_the_word_to_the_others_is_read_by_those_who_are_in_it_alone(world: World) -> None:
    pause(world, 0, 1, reason="Ola is in hospital.")
    for actor in (world.student, world.supervisor, world.leader, world.other):
        assert placements.changes(actor, placement=world.placement_id)[0].reason == "Ola is in hospital."
    for actor in (world.staff, replace(world.student, masquerading=True)):
        (seen,) = placements.changes(actor, placement=world.placement_id)
        assert (seen.kind, seen.by, seen.reason) == ("paused", "Mira", "")


def test_who_is_not_in_it_finds_nothing(world: World) -> None:
    pause(world, 0, 1, reason="The hall is rebuilt.")
    for actor in (world.outsider, world.other_staff, world.stranger):
        with pytest.raises(NotFound):
            placements.changes(actor, placement=world.placement_id)


def test_a_forgotten_person_leaves_the_days_and_neither_name_nor_reason(world: World) -> None:
    pause(world, 0, 5, reason="The hall is rebuilt.")
    retirement.forget(world.mentor.account)
    (row,) = placements.changes(world.student, placement=world.placement_id)
    assert (row.by, row.reason) == ("", "")
    assert placements.get(world.student, placement_id=world.placement_id).timing.pause_on(today()) is not None


# -- the pure part ---------------------------------------------------------------------------------------------------------

days = st.integers(0, 60).map(lambda number: date(2026, 9, 1) + number * DAY)
some_pauses = st.lists(st.tuples(days, st.one_of(st.none(), st.integers(0, 20))), max_size=4)


def made(spans: list[tuple[date, int | None]], end_on: date | None) -> Timing:
    found = Timing(1, (), end_on)
    for first, length in spans:
        one = Pause(first, None if length is None else first + length * DAY)
        if not any(one.meets(other) for other in found.pauses):
            found = found.with_pause(one)
    return found


@given(spans=some_pauses, end_on=st.one_of(st.none(), days), first=days, length=st.integers(0, 40))
def test_the_stretches_of_a_period_are_exactly_its_days_that_take_place(
    spans: list[tuple[date, int | None]], end_on: date | None, first: date, length: int
) -> None:
    timing, last = made(spans, end_on), first + length * DAY
    inside = {start + number * DAY for start, end in timing.spans(first, last) for number in range((end - start).days + 1)}
    every = [first + number * DAY for number in range(length + 1)]
    assert inside == {day for day in every if timing.takes_place(day)}
    paused = {start + number * DAY for start, end in timing.paused(first, last) for number in range((end - start).days + 1)}
    assert paused == {day for day in every if timing.pause_on(day)}
    assert Timing.read(timing.text) == timing


# -- documents -------------------------------------------------------------------------------------------------------------


def test_the_papers_of_a_version_say_pause_and_end_and_the_calendar_cancels() -> None:
    rows = [
        {"uid": "c1", "kind": "start", "date": "2026-09-21", "about": ""},
        {"uid": "c2", "kind": "midway", "date": "2026-10-05", "about": ""},
    ]
    taken = papers.taken(papers.plan(checkpoints=rows))
    changed = replace(taken, timing=Timing(3, (Pause(date(2026, 10, 1), date(2026, 10, 9)),), date(2026, 10, 30)))
    before, after = (calendar(one, "lms.example").events for one in (taken, changed))
    assert [one.uid for one in before] == [one.uid for one in after]
    assert [one.is_cancelled for one in after] == [False, True]
    assert all(now.sequence > then.sequence for then, now in zip(before, after, strict=True))
    said = {fact.label: fact.value for fact in document(changed).meta}
    assert said["Paused"] == "Thu 1 Oct – Fri 9 Oct 2026"
    assert said["Ended early"] == "Fri 30 Oct 2026"
    assert {fact.label for fact in document(taken).meta} == {"Submitted", "By"}
