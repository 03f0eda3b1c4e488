"""Finding a time through the verbs: what can be proposed, who says what, who chooses, and what a stale window is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Conversation, TimeAnswer, TimeProposal
from internship_xblock.tools.placements.models import Party
from tests.seats import guest_of

from .conftest import Story
from .timed import (
    LINK,
    OSLO,
    answer,
    choose,
    in_oslo,
    passed,
    placed,
    propose,
    propose_another,
    proposed,
    typed,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["account", "guest"])
def mentor(request: pytest.FixtureRequest, story: Story) -> Actor:
    return guest_of(story.placement_id, "mentor", "Gunn") if request.param == "guest" else story.mentor


def test_times_are_proposed_answered_and_one_is_chosen(story: Story, mentor: Actor) -> None:
    proposal = propose(story, mentor, "13:00", "10:00", "15:30", place="Room 2", link=LINK)
    assert [one.starts_at for one in proposal.slots] == [in_oslo(story.coming, clock) for clock in ("10:00", "13:00", "15:30")]
    assert (proposal.minutes, proposal.zone, proposal.place, proposal.link) == (45, OSLO, "Room 2", LINK)
    assert (proposal.name, proposal.asked) == (mentor.name, ())
    placement = placed(story, story.student)
    waiting = {party.name for party in proposal.missing(placement, timezone.now())}
    assert {"Ola", "Sven"} <= waiting
    assert mentor.name not in waiting
    answer(story, story.student, "no", "yes", "maybe")
    answer(story, story.supervisor, "yes", "yes", "no")
    second = proposed(story).slots[1]
    tally = proposed(story).tally(placement, second)
    assert (tally.no, tally.maybe, tally.yes) == (0, 0, 3)
    assert choose(story, mentor, 1) == second
    view = story.view("c2")
    assert (view.proposal, view.slot) == (None, second)
    assert view.agreed is not None
    assert (view.agreed.link, view.agreed.place, view.agreed.chosen_by) == (LINK, "Room 2", mentor.name)
    assert (view.day, view.meets_on) == (story.coming, story.coming)
    assert not TimeAnswer.objects.exists(), "what people ticked is nobody's business any more"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"times": []}, "day1"),
        ({"times": [("", ""), ("nonsense", "10:00")]}, "day2"),
        ({"times": [("2031-01-01", "10:00")]}, "day1"),
        ({"minutes": 10}, "minutes"),
        ({"minutes": 485}, "minutes"),
        ({"place": "x" * 201}, "place"),
        ({"asked": []}, "asked"),
        ({"asked": ["nobody"]}, "asked"),
        *(
            ({"link": link}, "link")
            for link in (
                "http://meet.example.org/x", "meet.example.org", "javascript:alert(1)", "https://", "https://me:pw@example.org",
                "https://example.org/a b", "https://example.org/" + "x" * 500, 'https://example.org/"onclick=', "https://[x",
                "https://example.org/\u202egpj",
            )
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_proposed(story: Story, more: dict[str, Any], field: str) -> None:
    given = {"times": typed(story, "10:00"), **more}
    people = [party.uid for party in conversations.to_be_there(placed(story, story.mentor), [])]
    given = {"minutes": 45, "zone": OSLO, "asked": people, **given}
    with pytest.raises(Invalid) as refused:
        conversations.propose_times(story.mentor, **story.which("c2"), revision=0, **given)
    assert list(refused.value.fields) == [field]
    assert not Conversation.objects.exists()


def test_each_time_is_looked_at_alone(story: Story) -> None:
    today = timezone.localdate()
    times = [
        *typed(story, "10:00", "10.00"), (today.isoformat(), "00:00"), (story.coming.isoformat(), "25:00"), ("", "10:00"),
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        propose(story, story.mentor, times=times)
    assert {name: str(words[0]) for name, words in refused.value.fields.items()} == {
        "clock2": "This time stands here already.",
        "day3": "This time has passed. Choose one that is to come.",
        "clock4": "Say when it begins, for example 10:00.",
        "day5": "Choose the day.",
    }
    with pytest.raises(BadRequest):
        propose(story, story.mentor, times=typed(story, *(f"{hour}:00" for hour in range(9, 15))))
    with pytest.raises(BadRequest):
        propose(story, story.mentor, zone="Mars/Olympus")


def test_a_time_that_no_clock_shows_is_refused_with_words(story: Story) -> None:
    year = timezone.localdate().year + 1
    gap = max(date(year, 3, day) for day in range(25, 32) if date(year, 3, day).weekday() == 6)
    fold = max(date(year, 10, day) for day in range(25, 32) if date(year, 10, day).weekday() == 6)
    for day, said in ((gap, "There is no 02:30"), (fold, "02:30 comes twice")):
        with pytest.raises(Invalid) as refused:
            propose(story, story.mentor, times=typed(story, "2:30", day=day))
        assert str(refused.value.fields["clock1"][0]).startswith(said)


def test_nothing_is_proposed_for_a_pause_or_after_the_end(story: Story) -> None:
    story.pause(story.coming, story.coming)
    with pytest.raises(Invalid) as refused:
        propose(story, story.mentor, "10:00")
    assert str(refused.value.fields["day1"][0]) == "The placement is paused then."
    after = story.coming + timedelta(days=1)
    propose(story, story.mentor, times=typed(story, "10:00", day=after))
    story.end(after - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        propose(story, story.mentor, times=typed(story, "11:00", day=after))
    assert str(refused.value.fields["day1"][0]) == "The placement has ended by then."
    with pytest.raises(Invalid):
        choose(story, story.mentor)


def test_somebody_changes_what_they_ticked_and_two_windows_are_shown_both(story: Story) -> None:
    propose(story, story.mentor)
    answer(story, story.student, "yes", "no")
    answer(story, story.student, "yes", "maybe", "no")
    (row,) = TimeAnswer.objects.all()
    assert (sorted(row.answers.values()), row.revision) == (["maybe", "no", "yes"], 2)
    with pytest.raises(Stale) as stale:
        answer(story, story.student, "no", "maybe", "no", revision=1)
    (difference,) = stale.value.differences
    assert (difference.mine, difference.theirs) == ("No", "Yes")
    assert stale.value.revision == 2
    answer(story, story.student, "yes", "maybe", "no", revision=1)  # the same is no conflict
    with pytest.raises(Invalid):
        answer(story, story.student)
    with pytest.raises(BadRequest):
        answer(story, story.student, "perhaps")


def test_only_those_who_are_asked_answer_and_whoever_comes_later_is_among_everybody(story: Story) -> None:
    propose(story, story.mentor, asked=[story.uid("student"), story.uid("mentor")])
    with pytest.raises(Invalid):
        answer(story, story.supervisor, "yes")
    answer(story, story.student, "yes", "yes", "yes")
    assert proposed(story).missing(placed(story, story.mentor), timezone.now()) == []
    propose(story, story.mentor)
    late = guest_of(story.placement_id, "leader", "Lars")
    assert "Lars" in {party.name for party in proposed(story).missing(placed(story, story.mentor), timezone.now())}
    answer(story, late, "yes", "yes", "yes")


def test_times_that_stay_keep_what_was_ticked(story: Story) -> None:
    propose(story, story.mentor, "10:00", "13:00")
    answer(story, story.student, "no", "yes")
    propose(story, story.mentor, "13:00", "16:00")
    (answered,) = proposed(story).answers
    assert answered.ticks[proposed(story).slots[0].key] == "yes"
    assert story.student.name in {p.name for p in proposed(story).missing(placed(story, story.mentor), timezone.now())}
    propose(story, story.mentor, "13:00", "16:00", minutes=90)
    assert proposed(story).answers == ()


def test_who_proposed_a_mentor_and_a_supervisor_choose_and_others_do_not(story: Story, person: Callable[..., Actor]) -> None:
    leader = guest_of(story.placement_id, "leader", "Lars")
    propose(story, story.student)
    with pytest.raises(NotAllowed):
        choose(story, leader)
    with pytest.raises(NotAllowed):
        withdraw(story, leader)
    choose(story, story.supervisor)
    propose(story, leader)
    choose(story, leader)
    with pytest.raises(NotFound):
        propose(story, person("nobody"))
    with pytest.raises(NotAllowed):
        propose(story, replace(story.mentor, masquerading=True))


def test_who_has_left_is_stood_in_for_by_anybody(story: Story) -> None:
    leader, other = (guest_of(story.placement_id, role, name) for role, name in (("leader", "Lars"), ("other", "Olga")))
    propose(story, leader)
    with pytest.raises(NotAllowed):
        choose(story, other)
    retirement.forget_seat(leader.seat_id or 0)
    choose(story, other)


def test_who_was_taken_out_meanwhile_ticks_nothing(story: Story) -> None:
    leader = guest_of(story.placement_id, "leader", "Lars")
    propose(story, story.mentor)
    slots = proposed(story).slots
    Party.objects.filter(pk=leader.seat_id).update(is_by_link=False)
    with pytest.raises(NotFound):
        conversations.answer_times(leader, **story.which("c2"), revision=0, ticks={slots[0].key: "yes"})
    assert not TimeAnswer.objects.exists()


def test_of_two_who_choose_the_second_is_told_what_the_first_did(story: Story) -> None:
    propose(story, story.mentor)
    known = story.view("c2").times_revision
    first, second = proposed(story).slots[:2]
    choose(story, story.mentor)
    with pytest.raises(Stale) as stale:
        conversations.choose_time(story.supervisor, **story.which("c2"), revision=known, key=second.key)
    said = str(stale.value.message)
    for both in (story.mentor.name, conversations.in_words(first), conversations.in_words(second)):
        assert both in said
    with pytest.raises(Stale) as stale:
        propose(story, story.supervisor, "17:00", revision=known)
    (difference,) = stale.value.differences
    assert "17:00" in difference.mine
    assert difference.theirs == conversations.in_words(first)
    assert stale.value.changed_by == story.mentor.name
    with pytest.raises(Stale):
        withdraw(story, story.supervisor, revision=known)
    with pytest.raises(NotFound):
        conversations.answer_times(story.student, **story.which("c2"), revision=0, ticks={first.key: "yes"})


def test_what_has_passed_is_neither_ticked_nor_chosen(story: Story) -> None:
    propose(story, story.mentor)
    passed(story)
    with pytest.raises(Invalid):
        answer(story, story.student, "yes")
    with pytest.raises(Invalid):
        choose(story, story.mentor)


def test_it_is_moved_by_proposing_anew_and_holds_until_another_is_chosen(story: Story) -> None:
    propose(story, story.mentor)
    first = choose(story, story.mentor)
    later = story.coming + timedelta(days=2)
    propose(story, story.student, times=typed(story, "09:00", "11:00", day=later))
    assert story.view("c2").slot == first
    moved = choose(story, story.mentor, 1)
    view = story.view("c2")
    assert (view.slot, view.meets_on, view.day) == (moved, later, story.coming)
    withdraw(story, story.mentor)
    view = story.view("c2")
    assert (view.slot, view.meets_on) == (None, story.coming)
    with pytest.raises(NotFound):
        withdraw(story, story.mentor)


def test_what_is_proposed_is_withdrawn_first(story: Story) -> None:
    propose(story, story.mentor)
    first = choose(story, story.mentor)
    propose(story, story.mentor, "17:00")
    withdraw(story, story.mentor)
    view = story.view("c2")
    assert (view.proposal, view.slot) == (None, first)


def test_for_a_conversation_that_no_plan_names(story: Story) -> None:
    view = propose_another(story, story.student, "10:00", "11:00")
    assert (view.is_extra, view.day) == (True, story.coming)
    again = propose_another(story, story.student, "10:00", "11:00")
    assert again.checkpoint == view.checkpoint, "a button that is pressed twice proposes once"
    which = {"placement_id": story.placement_id, "checkpoint": view.checkpoint, "day": view.day.isoformat()}
    with pytest.raises(Invalid):
        conversations.remove(story.student, **which)
    conversations.withdraw_times(story.student, **which, revision=again.times_revision)
    assert story.views()[view.checkpoint].is_dropped
    conversations.remove(story.student, **which)
    assert view.checkpoint not in story.views()


def test_what_is_written_down_needs_no_time_and_what_the_plan_does_not_name_has_none(story: Story) -> None:
    story.write(checkpoint="c2")
    story.tell(checkpoint="c2")
    with pytest.raises(Invalid):
        propose(story, story.mentor)
    with pytest.raises(NotFound):
        conversations.propose_times(
            story.mentor, placement_id=story.placement_id, checkpoint="c9", day=story.coming.isoformat(), revision=0,
            times=typed(story, "10:00"), minutes=45, zone=OSLO, asked=[story.uid("mentor")],
        )  # fmt: skip
    assert not TimeProposal.objects.exists()


def test_what_was_to_be_is_held_when_people_chose(story: Story) -> None:
    propose(story, story.mentor)
    choose(story, story.mentor)
    view = story.view("c2")
    today = timezone.localdate()
    assert not view.has_come(today)
    assert view.has_come(story.coming + timedelta(days=99)) is False, "whatever the day, it begins when it begins"
    passed(story)
    assert story.view("c2").has_come(today)
    assert story.view("c2").meets_on <= today
