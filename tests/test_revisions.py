"""The claim of a revision: who was first, on a row that several people save."""

from __future__ import annotations

import pytest

from internship_xblock.core.revisions import advance, claim
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.plans.models import Plan

pytestmark = pytest.mark.django_db


def stored(row: Placement) -> tuple[int, str]:
    return Placement.objects.values_list("revision", "author_name").get(pk=row.pk)


def test_of_two_saves_from_one_revision_the_first_is_stored() -> None:
    row = Placement.objects.create(course_key="course-v1:x+y+z")
    here = Placement.objects.filter(pk=row.pk)
    assert claim(here, 0, author_name="Kari") is True
    assert claim(here, 0, author_name="Ola") is False
    assert stored(row) == (1, "Kari")
    assert claim(here, 1, author_name="Ola") is True
    assert stored(row) == (2, "Ola")


def test_a_row_that_is_gone_cannot_be_claimed() -> None:
    assert claim(Placement.objects.filter(pk=0), 0, author_name="Kari") is False


def test_what_holds_whatever_was_said_makes_a_new_revision_of_each_row() -> None:
    rows = [Placement.objects.create(course_key="course-v1:x+y+z", revision=at) for at in (0, 7)]
    assert advance(Placement.objects.filter(pk__in=[row.pk for row in rows]), author_name="") == 2
    assert [stored(row)[0] for row in rows] == [1, 8]


def test_a_row_may_count_more_than_one_thing() -> None:
    place = Placement.objects.create(course_key="course-v1:x+y+z")
    plan = Plan.objects.create(placement=place, course_key="course-v1:x+y+z", usage_key="plan")
    assert claim(Plan.objects.filter(pk=plan.pk), 0, column="rights_revision", rights={"a": {"tasks": True}})
    plan.refresh_from_db()
    assert (plan.rights_revision, plan.rights) == (1, {"a": {"tasks": True}})
