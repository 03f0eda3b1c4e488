"""What conversations say on Today and on the page of a placement: what is not written down, whose step is due, who waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.language import formats
from internship_xblock.core.today import said_by_all
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Conversation
from internship_xblock.tools.placements import api as placements
from tests.overview.conftest import address as page_of_placement
from tests.overview.conftest import look as look_at
from tests.today.conftest import TODAY, look, queries_of

from .conftest import Story, address, concerns_of

pytestmark = pytest.mark.django_db


def of_conversations(lines: list[str]) -> list[str]:
    words = ("conversation", "next step", "would do this", "concern")
    return [line for line in lines if any(one in line for one in words)]


def mine(actor: Actor) -> list[str]:
    heads = ("Waiting longest for you ", "Next for you ")
    lines = [line.removeprefix(heads[0]).removeprefix(heads[1]) for line in look(actor).mine]
    return of_conversations(lines)


def others(actor: Actor) -> list[str]:
    return of_conversations(look(actor).others)


def test_the_mentor_is_asked_first_to_write_down_what_was_said(story: Story) -> None:
    day = formats.day(story.past)
    assert f"The conversation with Ola on {day} is not written down yet. Write down what you agreed" in mine(story.mentor)
    assert mine(story.student) == []
    assert others(story.student) == [f"The conversation on {day} is not written down yet. Write down what you agreed"]
    (link,) = [one for one in look(story.mentor).links if "/conversation/" in one and "#" in one][:1]
    assert link.startswith(address(story))


def test_what_somebody_began_is_theirs_to_pass_on(story: Story) -> None:
    story.write(story.student)
    day = formats.day(story.past)
    said = f"The others do not know yet what you wrote down about the conversation on {day}. Read it and tell them"
    assert said in mine(story.student)
    story.tell(story.student)
    assert mine(story.student) == mine(story.mentor) == []


def test_the_last_day_counts_and_what_is_long_past_is_no_news(story: Story) -> None:
    today = timezone.localdate()
    story.plan_days({"c0": today - timedelta(days=20), "c1": story.past})
    assert len(mine(story.mentor)) == 1
    story.plan_days({"c0": today - timedelta(days=40)})
    assert mine(story.mentor) == []
    story.plan_days({"c0": today})
    assert len(mine(story.mentor)) == 1
    story.plan_days({"c2": today + timedelta(days=1)})
    assert mine(story.mentor) == []


def test_a_next_step_is_somebodys_and_others_wait_once_its_day_has_come(story: Story) -> None:
    today, student = timezone.localdate(), story.uid("student")
    story.write()
    story.write_steps(
        {"uid": "s1", "what": "Write the list", "who": student, "by": today.isoformat()},
        {"uid": "s2", "what": "Ask the chef", "who": student, "by": (today + timedelta(days=9)).isoformat()},
        {"uid": "s3", "what": "Call the port", "who": story.uid("mentor")},
    )
    assert "Write the list" not in look(story.student).words, "what the others were not told of asks nobody"
    story.tell()
    day = formats.day(today)
    assert mine(story.student) == [f"Your next step, by {day}: Write the list Mark it as done"]
    assert mine(story.mentor) == ["Your next step: Call the port Mark it as done"]
    assert f"Ola said they would do this by {day}: Write the list Ask about it" in others(story.mentor)
    conversations.finish_step(story.student, **story.which(), uid="s1", is_done=True)
    assert mine(story.student) == []
    assert "Write the list" not in look(story.mentor).words


def steps_of(actor: Actor, story: Story) -> list[str]:
    said = said_by_all(actor, [placements.get(actor, placement_id=story.placement_id)])
    return [todo.kind for todo in said.todos if todo.kind.endswith("step")]


@pytest.mark.parametrize("why", ["", "paused", "ended", "long past", "has left"])
def test_nobody_is_asked_for_a_next_step_that_does_not_count_any_more(story: Story, why: str) -> None:
    today = timezone.localdate()
    by = today - timedelta(days=28 if why == "long past" else 0)
    mentor = {"uid": "s1", "what": "Call the port", "who": story.uid("mentor"), "by": by.isoformat()}
    story.write()
    own = [] if why == "has left" else [{**mentor, "uid": "s2", "who": story.uid("student")}]
    story.write_steps(mentor, *own)
    story.tell()
    if why == "paused":
        story.pause(today - timedelta(days=1), today + timedelta(days=1))
    elif why == "ended":
        story.end(today - timedelta(days=1))
    elif why == "has left":
        placements.substitute(story.supervisor, placement_id=story.placement_id, party_uid=story.uid("mentor"), name="Nina")
    expected = [] if why else ["conversation.step", "conversation.await_step"]
    assert sorted(steps_of(story.student, story), reverse=True) == expected


def meetings(story: Story, checkpoint: str) -> list[date]:
    said = said_by_all(story.student, [placements.get(story.student, placement_id=story.placement_id)])
    return [one.day for one in said.meetings if one.key == checkpoint]


def test_notes_for_a_day_that_was_moved_or_is_after_the_end_announce_no_meeting(story: Story) -> None:
    story.write(checkpoint="c2", agreed="", about="Notes for then")
    assert meetings(story, "c2") == [story.coming]
    new = story.coming + timedelta(days=14)
    story.plan_days({"c1": story.past, "c2": new})
    assert meetings(story, "c2") == [new]
    story.plan_days({"c1": story.past, "c2": story.coming})
    story.end(timezone.localdate())
    assert meetings(story, "c2") == []
    story.write(checkpoint="c2", held=timezone.localdate().isoformat())
    assert meetings(story, "c2") == [timezone.localdate()], "it was held before"


def test_the_page_of_the_placement_says_what_became_of_each_day(story: Story) -> None:
    page = look_at(story.mentor, story.placement_id)
    assert "Nothing written down yet" in page.part("talks")
    story.write()
    assert "Begun, the others are not told yet" in look_at(story.student, story.placement_id).part("talks")
    story.tell()
    page = look_at(story.student, story.placement_id)
    assert f"Written down by Mira, on {formats.day(timezone.localdate())}" in page.part("talks")
    assert [one for one in page.links if one.startswith(address(story))]
    checkpoint, day = conversations.begin(story.mentor, placement_id=story.placement_id, day=story.past.isoformat())
    conversations.save(
        story.mentor, placement_id=story.placement_id, checkpoint=checkpoint, day=day, section="talk", revision=0,
        typed=[{"agreed": "Nothing new"}],
    )  # fmt: skip
    assert "2 whose day has passed" in look_at(story.student, story.placement_id).part("talks")


def test_what_is_not_right_is_one_press_away(story: Story) -> None:
    for actor in (story.student, story.mentor, story.other):
        assert concerns_of(story) in look(actor).links
        assert concerns_of(story) in look_at(actor, story.placement_id).links
    assert concerns_of(story) not in look_at(story.staff, story.placement_id).links


def test_a_concern_is_told_to_those_who_know_of_it_without_its_words(story: Story) -> None:
    number = story.raise_concern("A heavy secret")
    page = look(story.supervisor)
    assert "Ola has raised a concern. Read it" in mine(story.supervisor)
    assert "secret" not in page.words
    for actor in (story.mentor, story.leader, story.other, story.staff, story.student):
        assert "concern" not in look(actor).words
        assert "concern" not in look_at(actor, story.placement_id).words
    conversations.say(story.supervisor, placement_id=story.placement_id, concern_id=number, text="Another secret")
    assert "Sven has answered your concern. Read it" in mine(story.student)
    assert "concern" not in look(story.mentor).words


# -- what it costs ---------------------------------------------------------------------------------------------------


def test_it_costs_one_query_and_one_more_where_there_is_a_concern(story: Story) -> None:
    story.write()
    story.tell()
    page = page_of_placement(story.placement_id)
    before = [queries_of(actor, url)[0] for actor in (story.mentor, story.supervisor) for url in (TODAY, page)]
    for at in range(30):
        made = Conversation.objects.create(
            placement_id=story.placement_id, course_key="x", checkpoint=f"x{at}", day=story.past, is_extra=True
        )
        made.sections.create(name="talk", data={"values": {"agreed": "Monday"}}, revision=1)
    story.raise_concern()
    after = [queries_of(actor, url)[0] for actor in (story.mentor, story.supervisor) for url in (TODAY, page)]
    assert after == [before[0], before[1], before[2] + 1, before[3] + 1]
    assert max(before) <= 12


def test_the_page_of_conversations_costs_the_same_however_many_there_are(story: Story) -> None:
    story.write()
    young = queries_of(story.mentor, address(story))[0]
    for at in range(100):
        made = Conversation.objects.create(
            placement_id=story.placement_id, course_key="x", checkpoint=f"x{at}", day=story.past - timedelta(days=at + 1)
        )
        made.sections.create(name="talk", data={"values": {"agreed": "Monday"}}, revision=1)
    assert queries_of(story.mentor, address(story))[0] == young <= 14


def test_the_page_of_concerns_costs_the_same_however_many_there_are(story: Story) -> None:
    story.raise_concern()
    young = queries_of(story.supervisor, concerns_of(story))[0]
    for at in range(10):
        story.raise_concern(f"Another, {at}")
    assert queries_of(story.supervisor, concerns_of(story))[0] == young <= 14
