"""A lesson that is submitted, reviewed and drawn from a pool, by two requests at the same moment."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, transaction

from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Submission
from internship_xblock.tools.units import api as units
from internship_xblock.tools.units.models import UnitVersion
from tests.platform import TestPlatform
from tests.runtime import call
from tests.units.lessons import ANSWERS, AUTHOR, DRAWN, MIRA, REVIEWED, learners, lesson
from tests.units.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 8


def block(number: int, olx: str = REVIEWED, **fields: Any) -> Any:
    made = lesson(MIRA, olx, usage=f"block-v1:Test+Mentor+2026+type@internship_unit+block@r{number}", **fields)
    made.save()
    return made


def written(number: int) -> str:
    """The reviewed steps are answered; what stands for the answers."""
    for data in (
        {"step": "tasks", "revision": 0, "1--task": "Take stock"},
        {"step": "better", "revision": 0, "text": "You asked first."},
        {"step": "better", "revision": 1, "text": "You asked first.", "change": "Ask more."},
    ):
        assert call(block(number), "answer_step", data).status_int == 200
    found = re.search(r'name="seen" value="(\w+)"', block(number, step_index=9).student_view().content)
    assert found
    return found[1]


def test_of_two_who_submit_the_same_one_is_told_that_nothing_changed() -> None:
    learners()
    for number in range(ROUNDS):
        seen = written(number)
        one, other = block(number), block(number)
        found = at_once(
            lambda one=one, seen=seen: call(one, "submit", {"seen": seen}),
            lambda other=other, seen=seen: call(other, "submit", {"seen": seen}),
        )
        assert sorted(answer.status_int for answer in found) == [200, 422]
    assert UnitVersion.objects.count() == Submission.objects.count() == ROUNDS
    assert set(Submission.objects.values_list("attempts", flat=True)) == {1}


def test_what_is_taken_back_while_it_is_answered_is_one_or_the_other() -> None:
    learners()
    for number in range(ROUNDS):
        assert call(block(number), "submit", {"seen": written(number)}).status_int == 200
        submission = Submission.objects.latest("pk")

        def give_back(pk: int = submission.pk) -> bool:
            try:
                with transaction.atomic():
                    reviews.give_back(AUTHOR, submission_id=pk, revision=1, text="Say to whom.")
            except Exception:
                return False
            return True

        one = block(number)
        taken, returned = at_once(lambda one=one: call(one, "take_back", {}).status_int == 200, give_back)
        assert taken != returned
        submission.refresh_from_db()
        assert submission.status == ("withdrawn" if taken else "returned")
        assert UnitVersion.objects.filter(record_id=submission.subject_id).exists() == returned


def test_the_grade_of_an_approval_and_an_answer_at_once_is_whole() -> None:
    learners()
    for number in range(ROUNDS):
        first = block(number)
        assert call(first, "submit", {"seen": written(number)}).status_int == 200
        for data in ({"step": "why"}, {"step": "week", "choice": "hello"}):
            call(first, "move" if "choice" not in data else "answer_step", data)
        for step in ("roles", "many", "ready", "mine"):
            call(first, "answer_step", {"step": step, **ANSWERS[step]})
        call(first, "answer_step", {"step": "first", "option": "rules"})
        call(first, "move", {"step": "tasks"})
        submission, other, TestPlatform.grades = Submission.objects.latest("pk"), block(number), []

        def approve(pk: int = submission.pk) -> None:
            with transaction.atomic():
                reviews.approve(AUTHOR, submission_id=pk, revision=1, text="", points=2)

        at_once(lambda other=other: call(other, "answer_step", {"step": "first", **ANSWERS["first"]}), approve)
        assert (TestPlatform.grades[-1]["earned"], TestPlatform.grades[-1]["possible"]) == (5, 5), TestPlatform.grades


def test_a_drawn_question_is_answered_once_however_many_ask() -> None:
    learners()
    for number in range(ROUNDS):
        one, other = block(number, DRAWN), block(number, DRAWN)
        screen = units.open(MIRA, unit=one.unit, usage_key=one.usage_id, position=0)
        (step,) = [step for step in screen.unit.steps if screen.unit.pool_of(step)]
        right, wrong = step.ids("options")
        found = at_once(
            lambda one=one, step=step, wrong=wrong: call(one, "answer_step", {"step": step.id, "option": wrong}),
            lambda other=other, step=step, right=right: call(other, "answer_step", {"step": step.id, "option": right}),
        )
        assert sorted(answer.status_int for answer in found) == [200, 422]
