"""Two people who write in the thread of a placement at the same moment, and one who takes back what is being answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.placements.thread.models import ThreadMessage
from tests.logs.world import World

from .harness import LEVELS, answers_of, at_once, person
from .scenarios import clean_up
from .test_statements import told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 4
both = pytest.mark.parametrize("level", LEVELS)


def writes(name: str, world: World, text: str) -> Any:
    def work() -> str:
        def write() -> None:
            placements.thread(person(name), placement=world.placement_id)  # as a page does: an old snapshot
            placements.write_message(person(name), placement_id=world.placement_id, text=text)

        return told(write)

    return work


def withdraws(name: str, world: World, message_id: int) -> Any:
    return lambda: told(
        lambda: placements.withdraw_message(person(name), placement_id=world.placement_id, message_id=message_id)
    )


def texts(world: World) -> list[str]:
    return list(ThreadMessage.objects.filter(placement_id=world.placement_id).order_by("pk").values_list("text", flat=True))


@both
def test_of_two_who_write_at_once_both_are_kept_and_each_is_told_once(level: str) -> None:
    for _round in range(ROUNDS):
        world = World(person)
        said = answers_of(at_once([writes("mira", world, "From Mira"), writes("sven", world, "From Sven")], level))
        assert said == ["", ""]
        assert sorted(texts(world)) == ["From Mira", "From Sven"]
        told_of = Notice.objects.filter(kind="placement.message", placement_id=world.placement_id)
        to_student = told_of.filter(reader_id=world.student.user_id)
        assert to_student.count() == 1
        first = ThreadMessage.objects.filter(placement_id=world.placement_id).earliest("pk")
        slower = Party.objects.exclude(user_id=first.author_id).get(placement_id=world.placement_id, read_upto__gt=first.pk)
        assert slower.user_id in (world.mentor.user_id, world.supervisor.user_id)
        clean_up()


@both
def test_the_same_message_sent_twice_at_once_is_one(level: str) -> None:
    for _round in range(ROUNDS):
        world = World(person)
        assert answers_of(at_once([writes("mira", world, "Once")] * 2, level)) == ["", ""]
        assert texts(world) == ["Once"]
        clean_up()


@both
def test_what_is_answered_and_taken_back_at_once_is_one_of_both(level: str) -> None:
    for _round in range(ROUNDS):
        world = World(person)
        said = placements.write_message(world.student, placement_id=world.placement_id, text="Question")
        answers = answers_of(at_once([withdraws("ola", world, said.id), writes("mira", world, "Answer")], level))
        if answers[0]:
            assert "so it stays" in answers[0]
            assert texts(world) == ["Question", "Answer"]
        else:
            assert texts(world) == ["Answer"]
        clean_up()
