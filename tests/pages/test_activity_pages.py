"""The plan and the log on a page of ours: who may open it, what it answers, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.hostile import Page
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.seats import guest_of, open_in

from .conftest import LOG_BLOCK, PLAN_BLOCK, post

pytestmark = pytest.mark.django_db
KINDS = {"plan": (PlanBlock, PLAN_BLOCK), "log": (LogBlock, LOG_BLOCK)}
both = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(autouse=True)
def course(clean_platform: None) -> None:
    """A course with a plan, a log, and a log that is a teaching copy."""
    TestPlatform.blocks = {usage: make_block(block_class, None, usage=usage) for block_class, usage in KINDS.values()}
    TestPlatform.blocks["teaching"] = make_block(LogBlock, None, usage="teaching", teaching=True)


def address(name: str, placement_id: int, action: str = "", course_key: str = COURSE, usage_key: str = "") -> str:
    known = {"course_key": course_key, "usage_key": usage_key or KINDS[name][1], "placement_id": placement_id}
    if action:
        return reverse(f"internship_xblock:{name}_action", kwargs={**known, "action": action})
    return reverse(f"internship_xblock:{name}_page", kwargs=known)


@both
def test_the_page_is_the_screen_of_the_block(name: str, mira: Actor, placement_id: int, browser: Callable[..., Client]) -> None:
    block_class, usage = KINDS[name]
    answer = browser("mira").get(address(name, placement_id))
    assert answer.status_code == 200
    page, block = Page(answer.content.decode()), make_block(block_class, mira, usage=usage)
    shown = Page(block.student_view().content)
    assert not page.problems
    assert set(shown.ids) <= set(page.ids), "what this computer keeps of a draft is found from both"
    assert [(one.action, one.fields) for one in page.offers] == [(one.action, one.fields) for one in shown.offers]
    assert {resolve(one.url).url_name for one in page.offers} == {f"{name}_action"}
    assert f'data-keeper="{mira.user_id}"' in answer.content.decode()
    for file in ("built/internship.css", "built/internship.js", "htmx"):
        assert file in answer.content.decode()


@both
def test_no_cache_keeps_it_and_no_other_site_hears_its_address(
    name: str, mira: Actor, placement_id: int, browser: Callable[..., Client]
) -> None:
    client = browser("mira")
    action = client.get(address(name, placement_id, "other_placements"), {"placement": placement_id})
    assert action.status_code == 200
    for answer in (client.get(address(name, placement_id)), action):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "strict-origin"


@both
def test_who_is_not_signed_in_signs_in_and_comes_back(name: str, placement_id: int) -> None:
    where = address(name, placement_id)
    answer = Client().get(where)
    assert answer.status_code == 302
    assert where.replace("+", "%2B").replace("@", "%40").replace(":", "%3A") in answer.url.replace(":", "%3A")
    refused = post(Client(enforce_csrf_checks=True), address(name, placement_id, "start_placement"), {"role": "student"})
    assert refused.status_code == 403
    assert "sign in" in refused.content.decode()


@both
@pytest.mark.parametrize("who", ["odd", "staff_of_another"])
def test_somebody_elses_placement_is_not_found(name: str, who: str, placement_id: int, browser: Callable[..., Client]) -> None:
    client = browser(who.replace("staff_of_another", "ida"))
    for where in (address(name, placement_id), address(name, placement_id, "first_screen")):
        answer = client.get(where)
        assert answer.status_code == 404
        assert "cannot be found" in answer.content.decode()
        assert "Mira" not in answer.content.decode()


WRONG = {
    "gone": {"usage_key": "block-v1:Test+Mentor+2026+type@internship_plan+block@gone"},
    "no key": {"usage_key": "x"},
    "another course": {"course_key": "course-v1:Other+Course+2026"},
}


@both
@pytest.mark.parametrize("what", WRONG)
def test_a_block_that_is_not_there_is_not_found(
    name: str, what: str, mira: Actor, placement_id: int, browser: Callable[..., Client]
) -> None:
    client = browser("mira")
    for where in (address(name, placement_id, **WRONG[what]), address(name, placement_id, "first_screen", **WRONG[what])):
        answer = client.get(where)
        assert answer.status_code == 404
        assert 'class="ix-message' in answer.content.decode()


@both
def test_another_kind_of_block_is_not_found(name: str, placement_id: int, browser: Callable[..., Client]) -> None:
    other = LOG_BLOCK if name == "plan" else PLAN_BLOCK
    assert browser("mira").get(address(name, placement_id, usage_key=other)).status_code == 404
    assert browser("mira").get(address(name, placement_id, "first_screen", usage_key=other)).status_code == 404


@both
def test_a_placement_of_another_kind_is_not_found(name: str, mira: Actor, browser: Callable[..., Client]) -> None:
    onboarding = placements.start(mira, course_key=COURSE, role="mentor", kind=placements.ONBOARDING)
    assert browser("mira").get(address(name, onboarding.id)).status_code == 404


def test_a_teaching_copy_has_no_page(placement_id: int, browser: Callable[..., Client]) -> None:
    client = browser("mira")
    assert client.get(address("log", placement_id, usage_key="teaching")).status_code == 404
    sent = {"sample": "s1", "revision": 0}
    assert post(client, address("log", placement_id, "keep_practice", usage_key="teaching"), sent).status_code == 404


@both
def test_a_course_that_is_gone_opens_nothing(name: str, placement_id: int, browser: Callable[..., Client]) -> None:
    client = browser("mira")
    TestPlatform.gone = {COURSE}
    for where in (address(name, placement_id), address(name, placement_id, "first_screen")):
        answer = client.get(where)
        assert answer.status_code == 404
        assert "no longer on this site" in answer.content.decode()


@both
@pytest.mark.parametrize("action", ["studio_save", "student_view", "no_such_thing", "save"])
def test_only_the_actions_of_the_activity_have_an_address(
    name: str, action: str, placement_id: int, browser: Callable[..., Client]
) -> None:
    assert post(browser("mira"), address(name, placement_id, action), {"display_name": "Mine"}).status_code == 404


@both
def test_what_is_sent_without_the_token_is_refused(name: str, placement_id: int, browser: Callable[..., Client]) -> None:
    client, before = browser("mira"), placements.mine(person_of("mira"), course_key=COURSE).count
    answer = client.post(address(name, placement_id, "start_placement"), {"role": "student"})
    assert answer.status_code == 403
    assert placements.mine(person_of("mira"), course_key=COURSE).count == before


def person_of(name: str) -> Actor:
    from django.contrib.auth import get_user_model

    return Actor(get_user_model().objects.get(username=name).pk, name.capitalize(), COURSE)


@both
def test_nothing_of_one_person_is_written_as_another(
    name: str, person: Callable[..., Actor], placement_id: int, browser: Callable[..., Client]
) -> None:
    jonas = person("jonas")
    headers = {"X-Internship-Keeper": str(jonas.user_id)}
    client, token = browser("mira"), "a" * 32
    client.cookies["csrftoken"] = token
    answer = client.post(
        address(name, placement_id, "start_placement"), b"role=student", content_type="application/x-www-form-urlencoded",
        headers={**headers, "X-CSRFToken": token},
    )  # fmt: skip
    assert answer.status_code == 403
    assert "no longer signed in as the person who opened this page" in answer.content.decode()


@both
def test_another_placement_is_another_page(name: str, placement_id: int, browser: Callable[..., Client]) -> None:
    """Its address names the placement: what is chosen or begun on it leads to the page of that one."""
    client = browser("mira")
    begun = post(client, address(name, placement_id, "start_placement"), {"role": "student"})
    other = placements.mine(person_of("mira"), course_key=COURSE).rows[0].id
    assert begun.status_code == 200
    assert begun.headers["HX-Redirect"] == address(name, other)
    chosen = post(client, address(name, other, "choose_placement"), {"placement": placement_id})
    assert chosen.headers["HX-Redirect"] == address(name, placement_id)
    stayed = post(client, address(name, other, "choose_placement"), {"placement": other})
    assert "HX-Redirect" not in stayed.headers


@both
def test_a_page_costs_what_the_block_costs_and_who_is_asking(
    name: str, mira: Actor, placement_id: int, browser: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    block_class, usage = KINDS[name]
    client = browser("mira")
    block = make_block(block_class, mira, usage=usage, placement_id=str(placement_id), chosen_at=timezone.now())
    with CaptureQueriesContext(connection) as in_block:
        block.student_view()
    with django_assert_num_queries(len(in_block) + 2):  # the session, its user
        assert client.get(address(name, placement_id)).status_code == 200


# -- guests, who have a seat and no account ---------------------------------------------------------------------


@pytest.fixture
def guest(placement_id: int) -> Actor:
    """Somebody who came by a link."""
    return guest_of(placement_id, "supervisor", "Gunn")


def by_link(guest: Actor, **more: Any) -> Client:
    """A browser in which their personal link is open."""
    client = Client(**more)
    open_in(client, guest)
    return client


@both
def test_a_guest_uses_the_page_of_their_placement(name: str, guest: Actor, placement_id: int) -> None:
    client = by_link(guest)
    shown = client.get(address(name, placement_id))
    assert shown.status_code == 200
    assert f'data-keeper="seat-{guest.seat_id}"' in shown.content.decode()
    assert client.get(address(name, placement_id, "first_screen")).status_code == 200


@both
def test_a_guest_finds_no_other_placement(name: str, guest: Actor, person: Callable[..., Actor]) -> None:
    other = placements.start(person("odd"), course_key=COURSE, role="mentor").id
    client = by_link(guest)
    assert "/accounts/login/" in client.get(address(name, other)).headers["Location"], "an account may have a part in it"
    assert client.get(address(name, other, "first_screen")).status_code == 403


def test_a_guest_comments_on_a_plan(guest: Actor, mira: Actor, placement_id: int, browser: Callable[..., Client]) -> None:
    said = {"placement": placement_id, "section": "tasks", "text": "Which numbers does he compare?"}
    answer = post(by_link(guest, enforce_csrf_checks=True), address("plan", placement_id, "comment"), said)
    assert answer.status_code == 200
    assert "Which numbers does he compare?" in answer.content.decode()
    block = make_block(PlanBlock, mira, usage=PLAN_BLOCK)
    assert "Gunn" in block.student_view().content


def test_of_two_guests_at_one_computer_neither_writes_as_the_other(guest: Actor, placement_id: int) -> None:
    client, token = by_link(guest, enforce_csrf_checks=True), "a" * 32
    client.cookies["csrftoken"] = token
    headers = {"X-CSRFToken": token, "X-Internship-Keeper": f"seat-{(guest.seat_id or 0) + 1}"}
    answer = client.post(
        address("plan", placement_id, "comment"), b"section=tasks&text=Mine", headers=headers,
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status_code == 403
    assert "no longer signed in as the person who opened this page" in answer.content.decode()


def test_an_address_is_written_as_every_browser_reads_it(placement_id: int) -> None:
    where = address("plan", placement_id)
    assert where == f"/internship/plan/{COURSE}/{PLAN_BLOCK}/{placement_id}/"
    odd = address("plan", 1, usage_key="block-v1:A+B+C+type@internship_plan+block@blåbær%22")
    assert odd.isascii()
    assert resolve(odd).kwargs["usage_key"] == "block-v1:A+B+C+type@internship_plan+block@bl%C3%A5b%C3%A6r%2522"
