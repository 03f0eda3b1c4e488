"""A placement that two people pause, end or move at the same moment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from internship_xblock.core.moving import Wanted
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.changes.models import PlacementChange
from internship_xblock.tools.plans import api as plans
from tests.logs.world import World
from tests.plans.conftest import RULES, USAGE, Draft, fill

from .harness import LEVELS, at_once, person
from .scenarios import clean_up
from .test_statements import answers_of, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 4
both = pytest.mark.parametrize("level", LEVELS)


def pauses(name: str, world: World, after: int) -> Any:
    first = timezone.localdate() + timedelta(days=after)

    def work() -> str:
        def change() -> None:
            placements.get(person(name), placement_id=world.placement_id)  # as a page does: an old snapshot
            placements.pause(person(name), placement_id=world.placement_id, known=0, first=first, last=first)

        return told(change)

    return work


def moves(name: str, known: dict[str, Any]) -> Any:
    return lambda: told(lambda: plans.move_dates(person(name), **known))


def ends(name: str, world: World, last: date) -> Any:
    return lambda: told(lambda: placements.end_early(person(name), placement_id=world.placement_id, known=0, last=last))


@both
def test_of_two_who_pause_at_once_one_is_told_who_was_quicker(level: str) -> None:
    for _round in range(ROUNDS):
        world = World(person)
        said = answers_of(at_once([pauses("mira", world, 5), pauses("sven", world, 9)], level))
        assert sorted(one != "" for one in said) == [False, True], said
        assert any("changed this placement a moment ago" in one for one in said)
        assert PlacementChange.objects.filter(placement_id=world.placement_id).count() == 1
        view = placements.get(world.student, placement_id=world.placement_id)
        assert len(view.timing.pauses) == 1
        clean_up()


@both
def test_a_pause_and_an_end_at_once_leave_one_of_them(level: str) -> None:
    for _round in range(ROUNDS):
        world = World(person)
        said = answers_of(at_once([pauses("mira", world, 5), ends("sven", world, timezone.localdate())], level))
        assert sorted(one != "" for one in said) == [False, True], said
        timing = placements.get(world.student, placement_id=world.placement_id).timing
        assert (len(timing.pauses), timing.ended_on is None) in ((1, True), (0, False))
        clean_up()


@both
def test_dates_that_two_move_at_once_move_once(level: str) -> None:
    for _round in range(ROUNDS):
        world = World(person)
        draft = Draft(world.student, world.placement_id)
        fill(draft, timezone.localdate())
        where = {"usage_key": USAGE, "settings": RULES, "wanted": Wanted(weeks=2)}
        first = date.fromisoformat(draft.view().sections["periods"].rows[0]["start"])
        with transaction.atomic():
            shown = plans.would_move(world.mentor, placement=world.placement_id, **where).shown

        known = {**where, "shown": shown, "placement_id": world.placement_id}
        said = answers_of(at_once([moves("mira", known), moves("sven", known)], level))
        assert sorted(one != "" for one in said) == [False, True], said
        assert draft.view().sections["periods"].rows[0]["start"] == (first + timedelta(weeks=2)).isoformat()
        clean_up()
