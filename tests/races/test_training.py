"""Two lessons, or one twice, completed at the same moment: what follows from both is earned, and once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone

from internship_xblock.tools.training import awarding
from internship_xblock.tools.training.models import Training
from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from tests.runtime import call
from tests.training.lessons import COMMITTED, block, done, levels
from tests.units.lessons import MIRA, learners
from tests.units.test_races import at_once

from .harness import LEVELS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 8
LAST_ANSWERS = {"roles": {"step": "mine", **COMMITTED}, "quiz": {"step": "task", "option": "a"}}


def at_level(level: str, work: Callable[[], int]) -> Callable[[], int]:
    """The same on a connection of this isolation level."""

    def send() -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {level}")
        return work()

    return send


def begin_again() -> None:
    for model in (Training, StepAnswer, UnitRecord):
        model.objects.all().delete()


@pytest.mark.parametrize("level", LEVELS)
def test_the_last_two_that_were_missing_at_the_same_moment(level: str) -> None:
    """Each sees the other open, or waits for it: it is earned all the same, with the second of them."""
    learners()
    for _round in range(ROUNDS):
        begin_again()
        done("last")
        one, other = block("roles"), block("quiz")
        found = at_once(
            at_level(level, lambda one=one: call(one, "answer_step", LAST_ANSWERS["roles"]).status_int),
            at_level(level, lambda other=other: call(other, "answer_step", LAST_ANSWERS["quiz"]).status_int),
        )
        assert found == [200, 200]
        assert levels() == ["ready"]


@pytest.mark.parametrize("level", LEVELS)
def test_the_one_that_awards_and_one_that_it_needs_at_the_same_moment(level: str) -> None:
    learners()
    for _round in range(ROUNDS):
        begin_again()
        done("quiz")
        for step in ("case", "end"):
            call(block("last"), "move", {"step": step})
        one, other = block("last"), block("roles")
        found = at_once(
            at_level(level, lambda one=one: call(one, "answer_step", {"step": "lines", **COMMITTED}).status_int),
            at_level(level, lambda other=other: call(other, "answer_step", LAST_ANSWERS["roles"]).status_int),
        )
        assert found == [200, 200]
        assert levels() == ["ready"]


def test_a_lesson_that_began_before_another_waited_for_it() -> None:
    """At repeatable read all plain reads are as old as the first of them: the note that `last` waits came after it."""
    learners()
    for name in ("quiz", "last"):
        block(name)
    done("quiz")
    begun, waits = threading.Event(), threading.Event()

    def complete_roles() -> int:
        with transaction.atomic():
            assert not UnitRecord.objects.exclude(awaits="").exists()
            begun.set()
            assert waits.wait(30)
            return call(block("roles"), "answer_step", LAST_ANSWERS["roles"]).status_int

    def complete_last() -> int:
        assert begun.wait(30)
        done("last")
        waits.set()
        return 200

    assert at_once(at_level("REPEATABLE READ", complete_roles), complete_last) == [200, 200]
    assert levels() == ["ready"]


def test_its_end_in_two_windows_at_the_same_moment() -> None:
    learners()
    for _round in range(ROUNDS):
        begin_again()
        for name in ("roles", "quiz"):
            done(name)
        call(block("last"), "move", {"step": "case"})
        call(block("last"), "answer_step", {"step": "lines", **COMMITTED})
        windows = [block("last"), block("last")]
        found = at_once(*(lambda one=one: call(one, "move", {"step": "end"}).status_int for one in windows))
        assert found == [200, 200]
        assert levels() == ["ready"]


def test_two_workers_that_are_told_of_one_certificate() -> None:
    learners()
    for number in range(ROUNDS):
        course = f"course-v1:Test+Mentor+{number}"
        at_once(*[lambda course=course: awarding.certify(MIRA.account, course)] * 2)
        given = {"person_id": MIRA.account, "course_key": course, "level": "ready", "completed_at": timezone.now()}
        told = at_once(*[lambda given=given: awarding.award(**given)] * 2)
        assert sorted(told) == [False, True]
        assert Training.objects.filter(course_key=course).count() == 2
