"""Questions that are drawn from a pool: the same at every visit, others at every retake, and counted as many as are drawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock.core.actor import Actor
from internship_xblock.tools.units import api, pools
from internship_xblock.tools.units.minutes import estimate
from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from internship_xblock.tools.units.unit import Pool, State, parse_pools
from tests.platform import COURSE, TestPlatform
from tests.runtime import call

from .lessons import AUTHOR, MIRA, has_finished, learners, lesson, parse

pytestmark = pytest.mark.django_db
NAMES = "abcdefgh"


def question(name: str) -> str:
    options = '<option id="yes" correct="true" feedback="So it is.">Yes</option><option id="no" feedback="Look.">No</option>'
    return f'<choose id="{name}" title="Question {name}" pool="quiz">Is it {name}?{options}</choose>'


QUIZ = f"""<internship_unit display_name="A quiz" minutes="10" pass_mark="60">
  <outcome>Judge tasks</outcome><pool id="quiz" draw="3"/>
  <read id="why" title="Before you begin">Three questions.</read>{"".join(map(question, NAMES))}</internship_unit>"""


def at(place: int = 0, actor: Actor = MIRA, **fields: Any) -> Any:
    return lesson(actor, QUIZ, step_index=place, **fields)


def mine(actor: Actor = MIRA, **fields: Any) -> list[str]:
    """The questions that somebody has now."""
    block = at(0, actor, **fields)
    screen = api.open(actor, unit=block.unit, usage_key=block.usage_id, position=0)
    return [step.id for step in screen.unit.steps if step.id != "why"]


def answer(name: str, option: str = "yes", status: int = 200, **fields: Any) -> str:
    response = call(at(**fields), "answer_step", {"step": name, "option": option})
    assert response.status_int == status, response.text
    return str(response.text)


def go_through(option: str = "yes") -> None:
    call(at(), "move", {"step": "why"})
    for name in mine():
        answer(name, option)
    call(at(), "move", {"step": mine()[-1]})


def test_each_learner_gets_as_many_as_are_drawn_and_keeps_them() -> None:
    drawn = mine()
    assert len(drawn) == 3
    assert drawn == sorted(drawn), "in the order of the author"
    assert mine() == drawn
    answer(drawn[0])
    assert mine() == drawn
    everybody = [Actor(user_id=number, name=f"L{number}", course_key=COURSE) for number in range(20, 40)]
    learners(*everybody)
    assert len({tuple(mine(actor)) for actor in everybody}) > 5
    assert {name for actor in everybody for name in mine(actor)} == set(NAMES), "each question is drawn for somebody"


def test_the_screens_know_only_what_was_drawn() -> None:
    drawn = mine()
    others = [name for name in NAMES if name not in drawn]
    assert "Step 1 of 4" in at().student_view().content
    assert f"Question {drawn[0]}" in at(1).student_view().content
    end = at(4).student_view().content
    assert [name for name in NAMES if f"Question {name}" in end] == drawn
    for name in others:
        answer(name, status=404)
        assert call(at(), "move", {"step": name, "way": "here"}).status_int == 404
    assert not StepAnswer.objects.exists()


def test_a_drawn_question_is_answered_once() -> None:
    (name, *_others) = mine()
    html = answer(name, "no")
    assert "Try again" not in html
    assert "answered once" in answer(name, status=422)
    assert call(at(1), "try_again", {"step": name}, method="GET").status_int == 200
    assert 'name="option"' not in call(at(1), "try_again", {"step": name}, method="GET").text


def test_who_tries_again_gets_others_and_keeps_the_best() -> None:
    go_through()
    assert has_finished(at())
    assert "Passed: 100 percent" in at(4).student_view().content
    assert (TestPlatform.grades[-1]["earned"], TestPlatform.grades[-1]["possible"]) == (3, 3)
    first, shares = mine(), TestPlatform.shares()
    response = call(at(4), "retake", {})
    assert response.status_int == 200
    second = mine()
    assert second != first
    assert f"Question {second[0]}" in response.text
    assert mine() == second
    for name in second:
        answer(name, "no")
    html = at(4).student_view().content
    assert "Passed: 100 percent" in html, "the best attempt counts"
    assert TestPlatform.grades[-1]["earned"] == 3
    assert TestPlatform.shares() == shares, "what was completed stays so"


def test_a_better_attempt_counts() -> None:
    go_through("no")
    assert "Not passed yet" in at(4).student_view().content
    assert TestPlatform.grades[-1]["earned"] == 0
    call(at(4), "retake", {})
    for name in mine():
        answer(name)
    assert TestPlatform.grades[-1]["earned"] == 3


def test_other_questions_come_only_for_answers_and_as_often_as_the_author_says() -> None:
    assert "Answer these questions first." in call(at(4), "retake", {}).text
    assert "Try again with other questions" not in at(4).student_view().content
    assert not UnitRecord.objects.exists()
    go_through("no")
    limited = {"attempts_allowed": 2}
    assert "Try again with other questions" in at(4, **limited).student_view().content
    assert call(at(4, **limited), "retake", {}).status_int == 200
    for name in mine():
        answer(name)
    assert "Try again with other questions" not in at(4, **limited).student_view().content
    assert "used all your attempts" in call(at(4, **limited), "retake", {}).text
    assert call(lesson(step_index=7), "retake", {}).status_int == 404, "nothing is drawn in a lesson without pools"


def test_a_retake_clears_what_an_author_has_left_out_since() -> None:
    go_through()
    fewer = QUIZ.replace('draw="3"', 'draw="2"')
    assert call(lesson(MIRA, fewer, step_index=3), "retake", {}).status_int == 200
    assert not StepAnswer.objects.filter(step__in=NAMES, answer__isnull=False).exists()
    block = lesson(MIRA, fewer)
    screen = api.open(MIRA, unit=block.unit, usage_key=block.usage_id, position=0)
    assert all(screen.state.answer(step) is None for step in screen.unit.steps if step.id != "why")


def test_what_was_answered_stays_when_the_author_adds_questions() -> None:
    drawn = mine()
    answer(drawn[1])
    more = QUIZ.replace("</internship_unit>", "".join(question(f"x{number}") for number in range(20)) + "</internship_unit>")
    block = lesson(MIRA, more)
    screen = api.open(MIRA, unit=block.unit, usage_key=block.usage_id, position=0)
    assert drawn[1] in [step.id for step in screen.unit.steps]
    assert len(screen.unit.steps) == 4


def test_points_and_minutes_are_of_what_is_drawn() -> None:
    block = lesson(AUTHOR, QUIZ)
    assert block.max_score() == 3
    one = lesson(AUTHOR, QUIZ.replace('draw="3"', 'draw="1"'))
    assert one.max_score() == 1
    assert estimate(one.unit) < estimate(block.unit) < estimate(lesson(AUTHOR, QUIZ.replace('pool="quiz"', "")).unit)


def test_a_round_trip_keeps_pools() -> None:
    block = parse(QUIZ)
    assert block.unit.pools == (Pool("quiz", 3),)
    assert parse_pools([{"id": "a", "draw": "x"}, {"id": "", "draw": "2"}, "nothing", {"id": "a", "draw": "9"}]) == (
        Pool("a", 1),
    )
    assert len(pools.drawn(block.unit, State(), 1, "x").steps) == 4


def test_an_author_is_told_of_a_pool_that_cannot_be() -> None:
    few = lesson(AUTHOR, QUIZ.replace('draw="3"', 'draw="8"')).author_view().content
    assert "holds no more than that" in few
    unknown = lesson(AUTHOR, QUIZ.replace('<pool id="quiz" draw="3"/>', "")).author_view().content
    assert "There is no pool “quiz”" in unknown


def test_opening_asks_one_more() -> None:
    """What was drawn and answered; and on this last screen whether there is a workbook to lead to."""
    go_through()
    with CaptureQueriesContext(connection) as captured:
        at(4).student_view()
    assert len([query for query in captured if query["sql"].startswith("SELECT")]) == 3


def test_an_author_says_how_many_in_a_line() -> None:
    block = lesson(AUTHOR, QUIZ)
    typed = {
        "display_name": "A quiz",
        "minutes": "10",
        "minutes_at_work": "0",
        "pass_mark": "60",
        "weight": "1",
        "outcomes": "x",
    }
    assert call(block, "studio_save_settings", {**typed, "pools": "quiz 5\r\nhard ones 2"}).status_int == 200
    assert block.unit.pools == (Pool("quiz", 5), Pool("hard ones", 2))
    refused = call(block, "studio_save_settings", {**typed, "pools": "quiz five"})
    assert refused.status_int == 422
    assert "“quiz five” is not a name and a number" in refused.text
    twice = call(block, "studio_save_settings", {**typed, "pools": "quiz 5\nother 1\nquiz 2"})
    assert twice.status_int == 422
    assert "The pool “quiz” is named twice" in twice.text
    assert block.unit.pools == (Pool("quiz", 5), Pool("hard ones", 2))
