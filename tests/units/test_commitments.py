"""Commitments come back at the beginning of a later lesson, and what one wrote is shown again where a lesson builds on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock.core.errors import BadRequest, Invalid, NotFound
from internship_xblock.tools.units import api
from internship_xblock.tools.units.models import StepAnswer
from tests.platform import COURSE
from tests.runtime import call

from .lessons import AUTHOR, FULL, LESSON, MIRA, answers_of, lesson
from .test_workbook import SECOND, answer, facts, workbook

pytestmark = pytest.mark.django_db
THIRD = "block-v1:Test+Mentor+2026+type@internship_unit+block@three"
ASKED = "Did you?"


def today() -> date:
    return timezone.localdate()


def commit(text: str, by: date, usage: str = SECOND, actor: Any = MIRA) -> None:
    answer("mine", usage=usage, actor=actor, revision="0", text=text, by=by.isoformat())


def was_for(usage: str, by: date) -> None:
    """Set back the day of a commitment: nobody can choose one that has passed."""
    row = StepAnswer.objects.get(usage_key=usage, step="mine")
    row.answer["by"] = by.isoformat()
    row.save()


def opened(usage: str = THIRD, **fields: Any) -> str:
    return str(lesson(usage=usage, **fields).student_view().content)


def settle(outcome: str, usage: str = SECOND, **more: str) -> Any:
    block = lesson(usage=THIRD)
    return call(block, "settle_commitment", {"unit": usage, "step": "mine", "outcome": outcome, "place": "due-1", **more})


def due(but: str = "") -> list[str]:
    return [one.text for one in api.due_commitments(MIRA, course_key=COURSE, but=but)]


def test_a_later_lesson_asks_from_that_day_on() -> None:
    commit("Call the university", today())
    page = opened()
    assert ASKED in page
    assert "Call the university" in page
    assert "Who does what?" in page
    was_for(SECOND, today() + timedelta(days=1))
    assert ASKED not in opened()


def test_it_asks_where_the_lesson_begins_and_not_in_its_own() -> None:
    commit("Call the university", today())
    assert ASKED not in opened(step_index=1)
    assert ASKED not in opened(usage=SECOND)
    assert due(but=SECOND) == []


def test_the_longest_due_comes_first_and_the_rest_is_counted() -> None:
    for number, usage in enumerate((SECOND, THIRD, "block-v1:Test+Mentor+2026+type@internship_unit+block@four")):
        commit(f"Thing {number}", today(), usage=usage)
        was_for(usage, today() - timedelta(days=number))
    assert due() == ["Thing 2", "Thing 1", "Thing 0"]
    page = opened(usage="block-v1:Test+Mentor+2026+type@internship_unit+block@five")
    assert "Thing 2" in page
    assert "Thing 1" in page
    assert "Thing 0" not in page
    assert "1 more is due." in page


@pytest.mark.parametrize(("outcome", "label"), [("done", "Done"), ("dropped", "No longer planned")])
def test_once_settled_it_is_gone_and_stands_in_the_workbook(outcome: str, label: str) -> None:
    commit("Call the university", today())
    response = settle(outcome)
    assert response.status_int == 200
    assert "Noted" in response.text
    assert ASKED not in response.text
    assert due() == []
    assert ASKED not in opened()
    (section,) = workbook().sections
    assert set(facts(section, "Your step")) == {"What I will do", "By when", label}


def test_what_is_put_off_comes_back_on_the_new_day() -> None:
    commit("Call the university", today())
    later = today() + timedelta(days=3)
    assert settle("later", by=later.isoformat()).status_int == 200
    assert due() == []
    assert answers_of(lesson(usage=SECOND))["mine"]["by"] == later.isoformat()
    was_for(SECOND, today())
    assert due() == ["Call the university"]


@pytest.mark.parametrize(
    ("by", "words"), [("", "Choose a date."), ("2020-01-01", "This date has passed"), ("soon", "Choose a date.")]
)
def test_a_day_that_is_none_is_refused_at_the_field(by: str, words: str) -> None:
    commit("Call the university", today())
    response = settle("later", by=by)
    assert response.status_int == 422
    assert words in response.text
    assert "due-1-by" in response.text
    assert due() == ["Call the university"]


def test_pressed_in_two_windows_the_first_stands() -> None:
    commit("Call the university", today())
    settle("done")
    before = answers_of(lesson(usage=SECOND))["mine"]
    assert settle("dropped").status_int == 200
    assert answers_of(lesson(usage=SECOND))["mine"] == before


def test_what_is_being_typed_in_the_step_stays() -> None:
    commit("Call the university", today())
    draft = {"step": "mine", "revision": "1", "text": "Call them today", "by": today().isoformat()}
    call(lesson(usage=SECOND, olx=FULL), "keep_draft", draft)
    settle("done")
    assert StepAnswer.objects.get(usage_key=SECOND, step="mine").draft["text"] == "Call them today"


def test_another_commitment_in_the_step_is_open_again_and_the_same_is_not() -> None:
    commit("Call the university", today())
    settle("done")
    again = {"revision": "2", "text": "Call the university", "by": today().isoformat()}
    answer("mine", usage=SECOND, **again)
    assert due() == []
    answer("mine", usage=SECOND, **{**again, "revision": "3", "text": "Call the school"})
    assert due() == ["Call the school"]


def test_nobody_elses_is_there_and_nothing_that_is_none() -> None:
    commit("Call the university", today(), actor=AUTHOR)
    assert due() == []
    keys = {"course_key": COURSE, "outcome": "done"}
    for usage, step in ((SECOND, "mine"), (SECOND, "gone"), ("", "mine")):
        with pytest.raises(NotFound):
            api.settle_commitment(MIRA, usage_key=usage, step_id=step, **keys)
    answer("better", usage=SECOND)
    with pytest.raises(NotFound):
        api.settle_commitment(MIRA, usage_key=SECOND, step_id="better", **keys)
    with pytest.raises(BadRequest):
        api.settle_commitment(AUTHOR, course_key=COURSE, usage_key=SECOND, step_id="mine", outcome="perhaps")
    with pytest.raises(Invalid):
        api.settle_commitment(AUTHOR, course_key=COURSE, usage_key=SECOND, step_id="mine", outcome="later")


RECALLING = LESSON.replace('<read id="why"', '<read id="why" recall="two/better"')


def test_a_lesson_shows_again_what_was_written_in_an_earlier_one() -> None:
    assert "You have not saved anything there yet" in opened(olx=RECALLING)
    answer("better", usage=SECOND)
    page = opened(olx=RECALLING)
    assert "You wrote this in an earlier lesson" in page
    assert "You asked first." in page
    assert "Good job." in page


def test_several_stand_in_the_order_in_which_they_are_named() -> None:
    answer("better", usage=SECOND)
    answer("ready", usage=SECOND)
    page = opened(olx=RECALLING.replace("two/better", "two/ready two/better two/ready"))
    assert page.count("In place") == 1
    assert page.index("In place") < page.index("You asked first.")


def test_it_is_of_that_lesson_and_ones_own() -> None:
    answer("better", usage="block-v1:Test+Mentor+2026+type@internship_unit+block@twotwo")
    answer("better", usage=SECOND, actor=AUTHOR)
    assert "You asked first." not in opened(olx=RECALLING)


def test_an_author_reads_what_will_stand_there_and_what_cannot() -> None:
    shown = lesson(AUTHOR, RECALLING).author_view().content
    assert "Here the learner reads again" in shown
    wrong = lesson(AUTHOR, RECALLING.replace("two/better", "better")).author_view().content
    assert "write the ID of a unit, a slash and the ID of a step" in wrong


@pytest.mark.parametrize("olx", [LESSON, RECALLING])
def test_a_lesson_opens_by_few_queries(olx: str, django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        commit(f"Thing {number}", today(), usage=f"block-v1:Test+Mentor+2026+type@internship_unit+block@n{number}")
    block = lesson(usage=THIRD, olx=olx)
    with django_assert_max_num_queries(5):
        block.student_view()
