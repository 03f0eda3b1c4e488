"""One learner in two windows at the very same moment, against a real database: nothing is lost, nothing counted twice.

Threads need a database of their own rows each; SQLite in memory has none. `DATABASE_URL=mysql://...` runs them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from tests.platform import TestPlatform
from tests.runtime import call

from .lessons import ANSWERS, MIRA, answers_of, learners, lesson

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 20


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send all of them at the same moment, each on a connection of its own."""
    gate = threading.Barrier(len(requests))

    def send(request: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(10)
            return request()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def unit(number: int, **fields: Any) -> Any:
    block = lesson(usage=f"block-v1:Test+Mentor+2026+type@internship_unit+block@n{number}", **fields)
    block.save()  # what is begun again reads the fields anew
    return block


@pytest.mark.parametrize("is_begun", [True, False], ids=["begun", "the first thing they do there"])
def test_two_answers_at_once_are_both_kept_and_both_count(is_begun: bool) -> None:
    learners()
    for number in range(ROUNDS):
        one, other = unit(number), unit(number)
        if is_begun:
            call(unit(number), "move", {"step": "why"})
        TestPlatform.completions = []
        found = at_once(
            lambda one=one: call(one, "answer_step", {"step": "ready", **ANSWERS["ready"]}),
            lambda other=other: call(other, "answer_step", {"step": "first", **ANSWERS["first"]}),
        )
        assert [response.status_int for response in found] == [200, 200]
        assert set(answers_of(one)) - {"why"} == {"ready", "first"}
        done = 3 if is_begun else 2
        assert TestPlatform.shares() == pytest.approx([(done - 1) / 7, done / 7])  # the newest is told last
    assert UnitRecord.objects.count() == ROUNDS


def test_two_drafts_of_two_steps_at_once_are_never_in_conflict() -> None:
    learners()
    for number in range(ROUNDS):
        one, other = unit(number), unit(number)
        found = at_once(
            lambda one=one: call(one, "keep_draft", {"step": "better", "revision": 0, "text": "one"}),
            lambda other=other: call(other, "keep_draft", {"step": "mine", "revision": 0, "text": "other"}),
        )
        assert [response.status_int for response in found] == [200, 200]
    assert sorted(StepAnswer.objects.values_list("step", flat=True)) == ["better"] * ROUNDS + ["mine"] * ROUNDS


def test_of_two_drafts_of_one_step_one_is_kept_and_the_other_is_told_both() -> None:
    learners()
    for number in range(ROUNDS):
        texts = ("from the first window", "from the second window")
        blocks = [unit(number), unit(number)]
        found = at_once(
            *(
                lambda block=block, text=text: call(block, "keep_draft", {"step": "better", "revision": 0, "text": text})
                for block, text in zip(blocks, texts, strict=True)
            )
        )
        assert sorted(response.status_int for response in found) == [200, 409]
        told = next(response.text for response in found if response.status_int == 409)
        assert all(text in told for text in texts)
        row = StepAnswer.objects.get(usage_key=str(blocks[0].scope_ids.usage_id))
        kept = next(text for text, response in zip(texts, found, strict=True) if response.status_int == 200)
        assert (row.draft, row.revision) == ({"text": kept}, 1)


def test_the_grade_of_the_last_two_answers_at_once_is_whole() -> None:
    """Both finish the lesson again; whichever is told last holds both."""
    learners()
    for number in range(ROUNDS):
        first = unit(number)
        call(first, "move", {"step": "why"})
        for step in ANSWERS:
            wrong = {"first": {"option": "rules"}, "many": {"option": "praise"}}.get(step)
            call(first, "answer_step", {"step": step, **(wrong or ANSWERS[step])})
        call(first, "answer_step", {"step": "better", "revision": 1, "text": "You asked first.", "change": "More."})
        call(first, "move", {"step": "mine"})
        one, other = unit(number), unit(number)
        TestPlatform.grades = []
        at_once(
            lambda one=one: call(one, "answer_step", {"step": "first", **ANSWERS["first"]}),
            lambda other=other: call(other, "answer_step", {"step": "many", **ANSWERS["many"]}),
        )
        assert [grade["earned"] for grade in TestPlatform.grades] == [2.0, 3.0]  # the newest is told last
    assert UnitRecord.objects.filter(learner_id=MIRA.user_id, finished_at__isnull=False).count() == ROUNDS
