"""What was said is written down together: saved as it is typed, told once, and kept as it was where others have read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from internship_xblock.core.errors import BadRequest, Invalid, NotFound, PartlySaved, Stale
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Conversation, ConversationText

from .conftest import ABOUT, Story

pytestmark = pytest.mark.django_db


def test_looking_at_a_planned_conversation_stores_nothing(story: Story) -> None:
    view = story.view()
    assert (view.day, view.aim, view.is_planned, view.id, view.is_begun) == (story.past, ABOUT, True, None, False)
    assert not Conversation.objects.exists()


def test_everybody_in_the_placement_writes_in_one_record(story: Story) -> None:
    story.write(story.mentor, about="The till")
    story.write(story.student, agreed="I sell alone from Monday.")
    for actor in (story.student, story.mentor, story.supervisor, story.leader, story.other):
        (answers,) = story.view(actor=actor).talk.answers
        assert (answers["about"], answers["agreed"]) == ("The till", "I sell alone from Monday.")
    assert Conversation.objects.count() == 1


def test_who_saves_an_older_state_is_shown_both_texts(story: Story) -> None:
    story.write(story.mentor, agreed="Monday")
    with pytest.raises(Stale) as refused:
        conversations.save(story.student, **story.which(), section="talk", revision=0, typed=[{"agreed": "Tuesday"}])
    (difference,) = [one for one in refused.value.differences if "agreed" in str(one.label)]
    assert (difference.mine, difference.theirs) == ("Tuesday", "Monday")
    assert refused.value.changed_by == "Mira"


def test_one_field_that_cannot_be_kept_holds_no_other_back(story: Story) -> None:
    with pytest.raises(PartlySaved) as refused:
        story.write(held="soon", agreed="Monday")
    assert list(refused.value.fields) == ["talk-held"]
    assert story.view().talk.values["agreed"] == "Monday"


def test_what_a_conversation_is_called_by_a_stranger_is_no_conversation(story: Story) -> None:
    for which in ({"checkpoint": "nobody"}, {"day": story.coming.isoformat()}):
        with pytest.raises(NotFound):
            conversations.save(story.mentor, **{**story.which(), **which}, section="talk", revision=0, typed=[{"agreed": "x"}])
    for section, day in (("parties", story.past.isoformat()), ("talk", "yesterday")):
        with pytest.raises(BadRequest):
            conversations.save(story.mentor, **{**story.which(), "day": day}, section=section, revision=0, typed=[{}])
    assert not Conversation.objects.exists()


def test_what_is_written_stays_where_the_plan_moves_its_day(story: Story) -> None:
    story.write(agreed="Monday")
    story.plan_days({"c1": story.past + timedelta(days=1)})
    found = [one for one in story.views().values() if one.is_begun] or [
        one for one in conversations.conversations(story.mentor, placement=story.placement_id) if one.is_begun
    ]
    assert found[0].talk.values["agreed"] == "Monday"
    assert conversations.save(
        story.student, **story.which(), section="talk", revision=1, typed=[{"agreed": "Tuesday"}]
    ).revision == 2  # fmt: skip


# -- telling the others -------------------------------------------------------------------------------------------------


def test_nobody_is_told_of_nothing(story: Story) -> None:
    with pytest.raises(NotFound):
        story.tell()
    story.write(agreed="", others="My neighbour")
    with pytest.raises(Invalid):
        story.tell()


def test_the_others_are_told_once_and_by_one(story: Story) -> None:
    story.write()
    story.tell(story.mentor)
    at = story.view().told_at
    story.tell(story.student)
    assert (story.view().told_by, story.view().told_at) == ("Mira", at)


def test_before_the_others_are_told_nothing_earlier_is_kept(story: Story) -> None:
    for agreed in ("Mon", "Monday", "Monday at nine"):
        story.write(agreed=agreed)
    assert not ConversationText.objects.exists()


def test_after_that_each_change_keeps_what_stood_there_and_who_wrote_it(story: Story) -> None:
    story.write(story.mentor, agreed="Monday")
    story.tell()
    story.write(story.student, agreed="Tuesday")
    story.write(story.supervisor, agreed="Wednesday")
    found = conversations.earlier_texts(story.leader, placement=story.placement_id, view=story.view())
    assert [(one.section.values["agreed"], one.written_by, one.changed_by) for one in found] == [
        ("Tuesday", "Ola", "Sven"), ("Monday", "Mira", "Ola"),
    ]  # fmt: skip


def test_no_save_by_itself_changes_what_others_were_told_of(story: Story) -> None:
    story.write(agreed="Monday")
    story.tell()
    with pytest.raises(Invalid, match="Invalid"):
        conversations.save(story.student, **story.which(), section="talk", revision=1, typed=[{"agreed": "Tuesday"}])
    assert story.view().talk.values["agreed"] == "Monday"


def test_a_change_of_nothing_is_none(story: Story) -> None:
    story.write(agreed="Monday")
    story.tell()
    story.write(agreed="Monday")
    assert not ConversationText.objects.exists()


# -- next steps ---------------------------------------------------------------------------------------------------------


def test_next_steps_say_who_and_by_when_and_empty_ones_are_none(story: Story) -> None:
    student = story.uid("student")
    story.write_steps({"uid": "s1", "what": "Write the list", "who": student, "by": "2026-12-04"}, {"uid": "s2", "what": ""})
    (step,) = story.view().steps
    assert (step.what, step.who, step.by and step.by.isoformat(), step.is_done) == (
        "Write the list",
        student,
        "2026-12-04",
        False,
    )


def test_a_step_that_is_done_stays_so_when_others_write(story: Story) -> None:
    story.write_steps({"uid": "s1", "what": "Write the list"})
    conversations.finish_step(story.student, **story.which(), uid="s1", is_done=True)
    story.write_steps({"uid": "s1", "what": "Write the price list"})
    (step,) = story.view().steps
    assert (step.what, step.is_done) == ("Write the price list", True)
    mark = story.view().done_mark("s1")
    assert mark is not None
    assert mark[1] == "Ola"
    conversations.finish_step(story.mentor, **story.which(), uid="s1", is_done=False)
    assert not story.view().steps[0].is_done
    with pytest.raises(NotFound):
        conversations.finish_step(story.mentor, **story.which(), uid="s9", is_done=True)


def test_two_who_add_a_step_at_once_add_it_in_one_place(story: Story) -> None:
    rows = [{"uid": "s1"}, {"uid": "s7"}, {"uid": "abc"}]
    assert conversations.next_uid(rows) == "s8"
    story.write_steps({"uid": "s1", "what": "Write the list"})
    with pytest.raises(Stale):
        conversations.save(
            story.student, **story.which(), section="steps", revision=0, typed=[{"uid": "s1", "what": "Ask the chef"}]
        )


def test_nobody_outside_the_placement_is_given_a_step(story: Story) -> None:
    with pytest.raises(PartlySaved) as refused:
        story.write_steps({"uid": "s1", "what": "Write the list", "who": "stranger"})
    assert list(refused.value.fields) == ["steps-s1-who"]


# -- what nobody had planned --------------------------------------------------------------------------------------------


def test_a_conversation_that_nobody_had_planned(story: Story) -> None:
    checkpoint, day = conversations.begin(story.student, placement_id=story.placement_id, day="2026-11-20")
    view = story.view(checkpoint)
    assert (view.is_extra, view.is_planned, view.day.isoformat()) == (True, False, day)
    which = {"placement_id": story.placement_id, "checkpoint": checkpoint, "day": day}
    conversations.remove(story.mentor, **which)
    assert checkpoint not in story.views()

    checkpoint, day = conversations.begin(story.student, placement_id=story.placement_id, day="2026-11-20")
    which = {"placement_id": story.placement_id, "checkpoint": checkpoint, "day": day}
    conversations.save(story.mentor, **which, section="talk", revision=0, typed=[{"agreed": "Monday"}])
    with pytest.raises(Invalid):
        conversations.remove(story.mentor, **which)


@pytest.mark.parametrize("day", ["", "soon", "1999-12-31", "2026-02-30"])
def test_its_day_is_one(story: Story, day: str) -> None:
    with pytest.raises(Invalid) as refused:
        conversations.begin(story.student, placement_id=story.placement_id, day=day)
    assert list(refused.value.fields) == ["day"]


def test_a_planned_one_is_not_removed(story: Story) -> None:
    story.write(agreed="")
    story.write(others="Somebody", agreed="")
    with pytest.raises(Invalid):
        conversations.remove(story.mentor, **story.which())
