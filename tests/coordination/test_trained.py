"""Mentors who are not trained: the filter, the mark, and that it follows what mentors earn and what lapses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.standing import UNTRAINED
from internship_xblock.tools.coordination import api, keeping
from internship_xblock.tools.coordination.models import PlacementState
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import PartyRow
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.training import awarding
from internship_xblock.tools.training.levels import CERTIFIED, READY
from internship_xblock.tools.training.models import Training
from tests.platform import COURSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(ida: Actor, mira: Actor) -> int:
    """A placement with Mira as its mentor, and a student."""
    rows = [
        PartyRow(uid=placements.new_uid(), role="mentor", name="Mira", organisation="Tana Fisk"),
        PartyRow(uid=placements.new_uid(), role="student", name="Ola"),
    ]
    view = placements.set_up(ida, course_key=COURSE, rows=rows)
    Party.objects.filter(placement=view.id, role="mentor").update(user=mira.user_id, joined_at=timezone.now())
    keeping.mark(COURSE, [view.id])
    return view.id


def untrained(ida: Actor) -> list[int]:
    return [line.id for line in api.list_placements(ida, course_key=COURSE, state="untrained").lines]


def earn(actor: Actor, level: str = READY) -> None:
    awarding.award(person_id=actor.account, course_key="course-v1:Else+M+1", level=level, completed_at=timezone.now())


def test_a_mentor_is_in_the_filter_until_they_are_trained_in_whichever_course(
    ida: Actor, mira: Actor, placed: int, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert untrained(ida) == [placed]
    with django_capture_on_commit_callbacks(execute=True):
        earn(mira)
    assert untrained(ida) == []
    (line,) = api.list_placements(ida, course_key=COURSE).lines
    assert line.trained_until == Training.objects.get().until


def test_what_lapses_is_in_it_again_without_anything_having_to_run(ida: Actor, mira: Actor, placed: int) -> None:
    earn(mira)
    keeping.refresh(COURSE)
    assert untrained(ida) == []
    PlacementState.objects.update(trained_until=timezone.localdate() - timedelta(days=1))
    assert untrained(ida) == [placed]


def test_a_certificate_that_is_revoked_is_noticed(
    ida: Actor, mira: Actor, placed: int, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    awarding.certify(mira.account, COURSE)
    assert Training.objects.get().level == CERTIFIED
    assert untrained(ida) == []
    with django_capture_on_commit_callbacks(execute=True):
        awarding.revoke(mira.account, COURSE)
    assert untrained(ida) == [placed]


def test_of_two_mentors_both_must_be_and_a_placement_without_any_is_not_in_it(ida: Actor, mira: Actor, placed: int) -> None:
    earn(mira)
    view = placements.get(ida, placement_id=placed)
    second = PartyRow(uid=placements.new_uid(), role="mentor", name="Nora")
    placements.set_up(ida, course_key=COURSE, rows=[*view.parties, second], placement_id=placed, revision=view.revision)
    student = PartyRow(uid=placements.new_uid(), role="student", name="Per")
    placements.set_up(ida, course_key=COURSE, rows=[student])
    keeping.rebuild()
    assert untrained(ida) == [placed]
    assert sorted(PlacementState.objects.values_list("trained_until", flat=True), key=str) == [UNTRAINED, None]


def test_the_mark_stands_in_the_row_where_others_are_trained_and_is_unsaid_where_all_have_it(
    ida: Actor, mira: Actor, placed: int, browse: Callable[..., Any], person: Callable[..., Actor]
) -> None:
    row = '<span class="ix-tag">Mentor not trained</span>'
    assert row not in browse("staff_ida").content.decode()  # nobody here is trained: it would stand everywhere
    other = person("nora")
    view = placements.set_up(
        ida, course_key=COURSE, rows=[PartyRow(uid=placements.new_uid(), role="mentor", name="Nora")]
    )  # fmt: skip
    Party.objects.filter(placement=view.id).update(user=other.user_id, joined_at=timezone.now())
    earn(other)
    keeping.rebuild()
    assert browse("staff_ida").content.decode().count(row) == 1
    assert row not in browse("staff_ida", state="untrained").content.decode()
    assert "Mira" in browse("staff_ida", state="untrained").content.decode()
