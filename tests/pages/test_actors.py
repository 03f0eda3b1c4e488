"""Who is behind a request: an account, or the guest of a link session, and what a browser's key opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed, NotFound
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.ui.pages.actors import COOKIE, actor_of, seats_of
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.seats import guest_of, open_in

from .conftest import PLAN_BLOCK, post

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def guest(placement_id: int) -> Actor:
    return guest_of(placement_id, "supervisor", "Gunn")


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def asking(client: Client, who: str = "") -> HttpRequest:
    """A request from this browser, signed in as somebody or as nobody."""
    request = RequestFactory().get("/internship/")
    request.user = get_user_model().objects.get(username=who) if who else AnonymousUser()
    request.COOKIES = {name: one.value for name, one in client.cookies.items()}
    return request


def page_of(placement_id: int) -> str:
    TestPlatform.blocks = {PLAN_BLOCK: make_block(PlanBlock, None, usage=PLAN_BLOCK)}
    known = {"course_key": COURSE, "usage_key": PLAN_BLOCK, "placement_id": placement_id}
    return reverse("internship_xblock:plan_page", kwargs=known)


def test_a_browser_in_which_a_link_was_opened_is_the_guest(client: Client, guest: Actor, placement_id: int) -> None:
    open_in(client, guest, zone="Europe/Oslo")
    found = actor_of(asking(client), COURSE, placement_id)
    assert (found.seat_id, found.name, found.zone, found.is_confirmed) == (guest.seat_id, "Gunn", "Europe/Oslo", False)
    assert seats_of(asking(client)) == [found]
    shown = client.get(page_of(placement_id))
    assert shown.status_code == 200
    assert f'data-keeper="seat-{guest.seat_id}"' in shown.content.decode()


def test_a_code_that_was_typed_confirms_who_it_is(client: Client, guest: Actor, placement_id: int) -> None:
    open_in(client, guest, confirmed_at=NOW)
    assert actor_of(asking(client), COURSE, placement_id).is_confirmed


@pytest.mark.parametrize("where", ["another placement", "another course", "no placement"])
def test_elsewhere_they_are_a_stranger(
    client: Client, guest: Actor, placement_id: int, where: str, person: Callable[..., Actor]
) -> None:
    open_in(client, guest)
    other = placements.start(person("odd"), course_key=COURSE, role="mentor").id
    asked: dict[str, tuple[str, int | None]] = {
        "another placement": (COURSE, other),
        "another course": ("course-v1:Other+C+1", placement_id),
        "no placement": (COURSE, None),
    }
    assert actor_of(asking(client), *asked[where]) == Actor.stranger(asked[where][0])


def test_an_account_with_a_part_there_comes_first(client: Client, guest: Actor, placement_id: int, mira: Actor) -> None:
    open_in(client, guest)
    assert actor_of(asking(client, "mira"), COURSE, placement_id).user_id == mira.user_id
    Party.objects.filter(user_id=mira.user_id).delete()  # still who began it
    assert actor_of(asking(client, "mira"), COURSE, placement_id).user_id == mira.user_id


def test_an_account_without_a_part_there_is_the_guest_there(
    client: Client, guest: Actor, placement_id: int, person: Callable[..., Actor]
) -> None:
    person("staff_ida")
    open_in(client, guest)
    assert actor_of(asking(client, "staff_ida"), COURSE, placement_id).seat_id == guest.seat_id
    assert actor_of(asking(client, "staff_ida"), COURSE).user_id is not None


ENDS: dict[str, dict[str, Any]] = {
    "revoked": {"revoked_at": NOW}, "expired": {"expires": NOW - timedelta(seconds=1)}, "left": {"ended_at": NOW},
}  # fmt: skip


@pytest.mark.parametrize("how", [*ENDS, "emptied", "taken by an account"])
def test_a_link_that_ended_opens_nothing_and_says_so(
    client: Client, guest: Actor, placement_id: int, how: str, person: Callable[..., Actor]
) -> None:
    address = page_of(placement_id)
    open_in(client, guest, **ENDS.get(how, {}))
    if how == "emptied":
        Party.objects.filter(pk=guest.seat_id).update(is_by_link=False)
    elif how == "taken by an account":
        Party.objects.filter(pk=guest.seat_id).update(user=person("kari").user_id)
    with pytest.raises(NotAllowed, match="NotAllowed"):
        actor_of(asking(client), COURSE, placement_id)
    assert seats_of(asking(client)) == []
    shown = client.get(address)
    assert shown.status_code == 403
    assert "Your personal link has ended" in shown.content.decode()
    said = post(client, f"{address}comment", {"placement": placement_id, "section": "tasks", "text": "Which numbers?"})
    assert said.status_code == 403
    assert "What you typed here is kept on this computer" in said.content.decode()


def test_whoever_is_signed_in_goes_on_when_a_link_ended(
    client: Client, guest: Actor, placement_id: int, person: Callable[..., Actor]
) -> None:
    odd = person("odd")
    open_in(client, guest, revoked_at=NOW)
    assert actor_of(asking(client, "odd"), COURSE, placement_id).user_id == odd.user_id


def test_a_browser_that_waits_for_its_code_opens_nothing(client: Client, guest: Actor, placement_id: int) -> None:
    open_in(client, guest, opened_at=None)
    assert actor_of(asking(client), COURSE, placement_id) == Actor.stranger(COURSE)
    assert client.get(page_of(placement_id)).status_code == 302


def test_one_browser_opens_several_seats(client: Client, guest: Actor, placement_id: int, person: Callable[..., Actor]) -> None:
    other = guest_of(placements.start(person("odd"), course_key=COURSE, role="mentor").id, "leader", "Gunn")
    open_in(client, guest)
    open_in(client, other)
    assert [one.seat_id for one in seats_of(asking(client))] == [other.seat_id, guest.seat_id]
    assert actor_of(asking(client), COURSE, placement_id).seat_id == guest.seat_id


def test_a_course_that_is_gone_opens_nothing_to_a_guest(client: Client, guest: Actor, placement_id: int) -> None:
    open_in(client, guest)
    TestPlatform.gone = {COURSE}
    with pytest.raises(NotFound):
        actor_of(asking(client), COURSE, placement_id)
    assert seats_of(asking(client)) == []


@pytest.mark.parametrize("key", ["", "x", "a" * 43, "a" * 5_000, "\x00", "å" * 43])
def test_a_made_up_key_opens_nothing(client: Client, guest: Actor, placement_id: int, key: str) -> None:
    open_in(client, guest)
    request = asking(client)
    request.COOKIES[COOKIE] = key
    assert actor_of(request, COURSE, placement_id) == Actor.stranger(COURSE)


def test_a_page_speaks_the_language_of_the_link_and_the_next_one_does_not(
    client: Client, guest: Actor, placement_id: int
) -> None:
    address = page_of(placement_id)
    open_in(client, guest, language="nb")
    with translation.override("en"):
        assert '<html lang="nb"' in client.get(address).content.decode()
        assert translation.get_language() == "en"


def test_it_costs_one_query_more_with_a_key_and_none_without(
    client: Client, guest: Actor, placement_id: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        actor_of(asking(client), COURSE, placement_id)
    for number in range(5):
        open_in(client, guest_of(placement_id, "other", f"Guest {number}"))
    request = asking(client)
    with django_assert_num_queries(1):
        actor_of(request, COURSE, placement_id)
        seats_of(request)


def test_a_guest_takes_along_what_is_theirs_and_the_plan(
    client: Client, guest: Actor, plan: Any, placement_id: int, person: Callable[..., Actor]
) -> None:
    archive = reverse("internship_xblock:own_data")
    document = reverse("internship_xblock:plan_download", kwargs={"plan_id": plan.subject_id, "number": 1, "kind": "json"})
    assert client.get(archive).status_code == client.get(document).status_code == 302
    plans.comment(guest, placement_id=placement_id, usage_key="plan", section="tasks", text="From the first seat")
    other = guest_of(placements.start(person("odd"), course_key=COURSE, role="mentor").id, "leader", "Gunn")
    plans.comment(other, placement_id=Party.objects.get(pk=other.seat_id).placement_id, usage_key="plan", section="tasks",
                  text="From the second seat")  # fmt: skip
    open_in(client, guest)
    open_in(client, other)
    taken = client.get(archive)
    assert taken.status_code == 200
    import io
    import zipfile

    said = zipfile.ZipFile(io.BytesIO(taken.content)).read("plans/plancomment.json").decode()
    assert "From the first seat" in said
    assert "From the second seat" in said
    assert client.get(document).status_code == 200
    open_elsewhere = Client()
    open_in(open_elsewhere, other)
    assert open_elsewhere.get(document).status_code == 404
