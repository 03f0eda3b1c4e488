"""How long a level is valid, when it is renewed, and which of several counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed, NotFound
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.training import api, awarding
from internship_xblock.tools.training.levels import valid_until
from internship_xblock.tools.training.models import Training
from tests.platform import COURSE

from .lessons import award

pytestmark = pytest.mark.django_db
ELSEWHERE = "course-v1:Other+Course+2026"
NORWEGIAN = "course-v1:Test+Mentor+2026-nb"


def make_until(day: date, **which: Any) -> None:
    Training.objects.filter(**which).update(until=day)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def mira(person: Callable[..., Actor]) -> Actor:
    return person("mira")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 28), date(2031, 11, 28)),
        (date(2028, 2, 29), date(2033, 2, 28)),
        (date(2027, 2, 28), date(2032, 2, 28)),
    ],
)
def test_it_is_valid_for_five_years(first: date, last: date) -> None:
    assert valid_until(first) == last


def test_it_is_earned_once_and_the_first_day_stays(mira: Actor) -> None:
    assert award(mira)
    earned = api.own(mira)
    assert not award(mira)
    assert api.own(mira) == earned
    assert (earned[0].level, earned[0].until, earned[0].is_valid) == ("ready", valid_until(timezone.localdate()), True)


@pytest.mark.parametrize(("left", "can"), [(61, False), (60, True), (0, True), (-1, True), (-4000, True)])
def test_it_is_renewed_from_sixty_days_before_its_last_day_on(mira: Actor, left: int, can: bool) -> None:
    award(mira)
    make_until(in_days(left))
    assert awarding.can_be_awarded(person_id=mira.account, course_key=COURSE, level="ready") is can
    assert award(mira) is can
    (found,) = api.own(mira)
    assert found.until == (valid_until(max(timezone.localdate(), in_days(left))) if can else in_days(left))
    assert Training.objects.count() == 1 + can  # what was earned first stays as it was


def test_what_was_completed_before_that_renews_nothing(mira: Actor) -> None:
    award(mira)
    make_until(in_days(30))
    assert not award(mira, completed_at=timezone.now() - timedelta(days=31))
    assert award(mira, completed_at=timezone.now() - timedelta(days=29))


@pytest.mark.parametrize(("left", "is_due"), [(61, False), (60, True), (0, True), (-60, True), (-61, False)])
def test_one_is_asked_to_renew_it_in_time_and_not_for_ever(mira: Actor, left: int, is_due: bool) -> None:
    award(mira)
    make_until(in_days(left))
    assert [one.level for one in api.due_renewals(mira)] == (["ready"] if is_due else [])


def test_nobody_is_asked_to_renew_what_another_makes_up_for(mira: Actor) -> None:
    award(mira)
    make_until(in_days(10))
    award(mira, course_key=NORWEGIAN)
    assert api.due_renewals(mira) == ()
    make_until(in_days(20), course_key=NORWEGIAN)
    assert [one.course_key for one in api.due_renewals(mira)] == [COURSE, NORWEGIAN]  # the most urgent first
    award(mira, api.CERTIFIED)
    assert api.due_renewals(mira) == ()
    make_until(in_days(15), level="certified")
    assert [one.level for one in api.due_renewals(mira)] == ["ready", "certified", "ready"]


def test_the_highest_level_counts_while_it_is_valid(mira: Actor) -> None:
    view = placed(mira)
    award(mira)
    award(mira, api.CERTIFIED)
    assert api.of_placement(mira, placement=view)[mira.account].level == "certified"
    make_until(in_days(-1), level="certified")
    assert api.of_placement(mira, placement=view)[mira.account].level == "ready"
    make_until(in_days(-1))
    assert api.of_placement(mira, placement=view) == {}


def test_what_stands_beside_a_name(mira: Actor) -> None:
    award(mira)
    make_until(date(2031, 11, 28))
    (found,) = api.own(mira)
    assert found.in_words == "Ready to host, until Nov 2031"
    with override("nb"):
        assert found.in_words == "Klar til å ta imot, til nov. 2031"


def test_one_has_ones_own_alone(mira: Actor, person: Callable[..., Actor]) -> None:
    award(mira)
    nils = person("nils")
    assert api.own(nils) == ()
    with pytest.raises(NotFound):
        api.get(nils, course_key=COURSE, level="ready")
    with pytest.raises(NotFound):
        api.get(mira, course_key=ELSEWHERE, level="ready")
    assert api.get(mira, course_key=COURSE, level="ready").level == "ready"
    with pytest.raises(NotAllowed):
        api.own(Actor.stranger(COURSE))


# -- of others ---------------------------------------------------------------------------------------------------------


def placed(owner: Actor, *others: Actor) -> placements.PlacementView:
    """A placement of these people."""
    view = placements.start(owner, course_key=COURSE, role="mentor")
    seats = [placements.PartyRow(uid=f"seat{one.account}", role="student", name=one.name) for one in others]
    view = placements.save_parties(owner, placement_id=view.id, revision=view.revision, rows=[*view.parties, *seats])
    for one, seat in zip(others, seats, strict=True):
        placements.join(one, course_key=COURSE, code=placements.invite(owner, placement_id=view.id, party_uid=seat.uid))
    return placements.get(owner, placement_id=view.id)


def test_those_in_a_placement_with_somebody_are_told_and_the_course_staff(person: Callable[..., Actor]) -> None:
    mira, nils, other = person("mira"), person("nils"), person("other")
    ida, stranger = person("staff_ida", is_staff=True), person("staff_else", is_staff=True, course_key=ELSEWHERE)
    for one in (mira, other):
        award(one, course_key=ELSEWHERE)  # learnt in another course than the placement is in
    view = placed(mira, nils)
    for actor in (mira, nils, ida):
        assert set(api.of_placement(actor, placement=view.id)) == {mira.account}
    for actor in (other, stranger):
        with pytest.raises(NotFound):
            api.of_placement(actor, placement=view.id)


def test_who_masquerades_is_told_what_is_no_secret(person: Callable[..., Actor]) -> None:
    mira, nils = person("mira"), person("nils")
    award(mira)
    view = placed(mira, nils)
    as_nils = Actor(nils.user_id, nils.name, COURSE, masquerading=True)
    assert set(api.of_placement(as_nils, placement=view.id)) == {mira.account}
    with pytest.raises(NotAllowed):
        api.own(as_nils)


@pytest.mark.parametrize("many", [10, 1000])
def test_it_takes_as_many_queries_for_a_thousand(
    person: Callable[..., Actor], many: int, django_assert_num_queries: Any, django_user_model: Any
) -> None:
    mira = person("mira")
    view = placed(mira)
    accounts = [one.pk for one in django_user_model.objects.bulk_create(
        django_user_model(username=f"mentor-{number}") for number in range(many)
    )]  # fmt: skip
    rows = [
        Training(person_id=pk, course_key=COURSE, level="ready", earned_at=timezone.now(), until=in_days(100))
        for pk in accounts
    ]
    Training.objects.bulk_create(rows)
    seats = [Party(placement_id=view.id, uid=str(pk), role="mentor", user_id=pk) for pk in accounts]
    Party.objects.bulk_create(seats)
    view = placements.get(mira, placement_id=view.id)
    with django_assert_num_queries(1):
        assert len(api.of_placement(mira, placement=view)) == many
    for ask in (api.own, api.due_renewals):
        with django_assert_num_queries(1):
            ask(mira)
