"""What the lessons say on Today: commitments whose day has come, and where somebody stopped; to nobody but themselves."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.today import Todo
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.units import api
from internship_xblock.tools.units.models import UnitRecord
from internship_xblock.tools.units.web.today import part
from tests.platform import COURSE
from tests.runtime import call

from .lessons import AUTHOR, MIRA, lesson
from .test_commitments import SECOND, THIRD, commit, settle, today, was_for
from .test_submitting import OLA, decide, submit, waiting, write
from .test_workbook import answer

pytestmark = pytest.mark.django_db


def said(actor: Actor = MIRA) -> list[Todo]:
    return list(part(actor).todos)


def of_kind(kind: str, actor: Actor = MIRA) -> list[Todo]:
    return [one for one in said(actor) if one.kind == kind]


def finish(usage: str) -> None:
    UnitRecord.objects.filter(usage_key=usage).update(finished_at="2026-01-01T00:00:00Z")


def test_somebody_who_has_done_nothing_is_told_nothing() -> None:
    assert said() == []


@pytest.mark.parametrize("ago", [0, 1, 30])
def test_a_commitment_is_asked_about_from_its_day_on(ago: int) -> None:
    commit("Call the university", today())
    by = today() - timedelta(days=ago)
    was_for(SECOND, by)
    (todo,) = of_kind("unit.due")
    assert todo.sentence.endswith("in “Who does what?”?")
    assert (todo.address, todo.is_mine) == (f"/course/{SECOND}", True)
    assert todo.since is not None
    assert todo.since.date() == by  # who has waited longest comes first


def test_one_that_is_not_yet_due_is_not_asked_about() -> None:
    commit("Call the university", today() + timedelta(days=1))
    assert of_kind("unit.due") == []


def test_what_they_wrote_stays_off_the_list() -> None:
    """The list goes out by mail, too."""
    commit("Call Frode about Thi", today())
    assert not any("Frode" in one.sentence for one in said())


@pytest.mark.parametrize("outcome", ["done", "dropped"])
def test_one_that_is_settled_is_gone(outcome: str) -> None:
    commit("Call the university", today())
    assert settle(outcome).status_int == 200
    assert of_kind("unit.due") == []


def test_one_that_is_put_off_comes_back_on_its_new_day() -> None:
    commit("Call the university", today())
    settle("later", by=(today() + timedelta(days=3)).isoformat())
    assert of_kind("unit.due") == []
    was_for(SECOND, today())
    assert len(of_kind("unit.due")) == 1


def test_several_are_counted_in_one_line() -> None:
    for usage in (SECOND, THIRD):
        commit("Call", today(), usage=usage)
    assert [one.address for one in of_kind("unit.due")] == [f"/course/{SECOND}", f"/course/{THIRD}"]
    assert part(MIRA).counted["unit.due"] % {"n": 2} == "Did you do what you set out to do? 2 commitments are due"


def test_one_continues_where_one_answered_last() -> None:
    answer("first", usage=SECOND)
    answer("first", usage=THIRD)
    (todo,) = of_kind("unit.continue")
    assert (todo.sentence, todo.address) == ("You were last in “Who does what?”.", f"/course/{THIRD}")
    answer("many", usage=SECOND)
    assert [one.address for one in of_kind("unit.continue")] == [f"/course/{SECOND}"]


def test_nobody_is_sent_back_into_a_lesson_that_is_finished() -> None:
    answer("first", usage=SECOND)
    finish(SECOND)
    assert of_kind("unit.continue") == []


def test_a_due_commitment_of_a_finished_lesson_is_asked_about_all_the_same() -> None:
    commit("Call the university", today())
    finish(SECOND)
    assert [one.kind for one in said()] == ["unit.due"]


def test_only_ones_own_course_is_told_where_one_is_in_it_and_all_where_one_is_in_none() -> None:
    commit("Call the university", today())
    assert said(dataclasses.replace(MIRA, course_key="course-v1:Other+Course+2026")) == []
    assert {one.kind for one in said(dataclasses.replace(MIRA, course_key=""))} == {"unit.due", "unit.continue"}


def nobody_else() -> list[Any]:
    return [
        AUTHOR,
        dataclasses.replace(MIRA, masquerading=True, is_staff=True),  # staff who look at the course as Mira
        Actor.guest(seat_id=1, name="Gro", course_key=COURSE),
    ]


@pytest.mark.parametrize("actor", nobody_else(), ids=["another", "staff as Mira", "a guest"])
def test_nobody_else_is_told(actor: Actor) -> None:
    commit("Call the university", today())
    assert len(said()) == 2
    assert said(actor) == []


def test_what_is_only_being_typed_is_no_reason_to_come_back() -> None:
    call(lesson(usage=SECOND), "keep_draft", {"step": "mine", "revision": 0, "text": "Half a thought"})
    assert said() == []
    assert api.lessons_left(MIRA, course_key=COURSE) == api.LessonsLeft()


def test_what_came_back_from_a_reviewer_is_theirs_to_do_until_it_is_submitted_again() -> None:
    write()
    assert of_kind("unit.review") == of_kind("unit.change") == []
    submit()
    (todo,) = of_kind("unit.review")
    assert todo.sentence.startswith("Your answers to “Who does what?” were submitted on ")
    assert not todo.is_mine
    decide(reviews.give_back, "Say to whom, says Frode.")
    (todo,) = of_kind("unit.change")
    assert todo.sentence == "Changes were requested in your answers to “Who does what?”. Make them, then submit it again."
    assert (todo.address, todo.is_mine) == (f"/course/{waiting().usage_key}", True)
    assert of_kind("unit.review") == []
    submit()
    assert [one.kind for one in said() if one.kind in ("unit.review", "unit.change")] == ["unit.review"]
    decide(reviews.approve, "Good.", points=1)
    assert of_kind("unit.review") == of_kind("unit.change") == []


@pytest.mark.parametrize("actor", [*nobody_else(), OLA], ids=["another", "staff as Mira", "a guest", "a fellow"])
def test_nobody_else_is_told_of_a_review(actor: Actor) -> None:
    write()
    submit()
    assert of_kind("unit.review", actor) == []
    assert of_kind("unit.review", dataclasses.replace(MIRA, course_key="course-v1:Other+Course+2026")) == []
    assert len(of_kind("unit.review", dataclasses.replace(MIRA, course_key=""))) == 1
