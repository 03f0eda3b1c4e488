"""The personal link, and the page for the operator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock import __version__
from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.confirming import CODES_A_SESSION
from internship_xblock.tools.placements.links.models import Invitation, LinkSession
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.ui.pages.actors import COOKIE
from tests.platform import TestPlatform
from tests.runtime import call, make_block
from tests.seats import Post

from .conftest import PLAN_BLOCK, post
from .test_review import text

Browser = Callable[[str], Client]


@pytest.fixture
def code(mira: Actor, placement_id: int) -> str:
    view = placements.get(mira, placement_id=placement_id)
    row = placements.PartyRow(uid="aaaa", role="student", name="Nils <b>")
    placements.save_parties(mira, placement_id=placement_id, revision=view.revision, rows=[*view.parties, row])
    return placements.invite(mira, placement_id=placement_id, party_uid="aaaa")


URL = reverse("internship_xblock:join")


def look(client: Client, code: str) -> Any:
    return post(client, URL, {"code": code})


def openly(client: Client, code: str) -> Any:
    """Open it without an account."""
    return post(client, URL, {"code": code, "open": "1"})


def take(client: Client, code: str) -> Any:
    return post(client, URL, {"code": code, "take": "1"})


def test_looking_tells_who_invites_and_uses_nothing_up(browser: Browser, code: str) -> None:
    nils = browser("nils")
    for typed in (code, f"https://lms.example.org{URL}#{code}", f" {URL}#{code}\n"):
        response = look(nils, typed)
        page = text(response)
        assert response.status_code == 200
        assert "Mira invites you" in page
        assert "Student" in page
        assert "The test course" in page
        assert "Nils <b>" in page
        assert "Nils <b>" not in response.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_one_press_joins(browser: Browser, code: str) -> None:
    nils = browser("nils")
    assert "You have joined" in text(take(nils, code))
    assert Party.objects.get(uid="aaaa").user.get_username() == "nils"
    for again in (take, look):  # a reload, or the link once more
        response = again(nils, code)
        assert response.status_code == 200
        assert "You have joined" in text(response)
        assert "Open the course" in text(response)


def test_a_link_in_other_hands_tells_nothing_after_use(browser: Browser, code: str) -> None:
    take(browser("nils"), code)
    eve = browser("eve")
    for answer in (look(eve, code), take(eve, code), openly(Client(), code)):
        assert "has been used with an account" in text(answer)
        assert "Mira" not in text(answer)
    assert Party.objects.get(uid="aaaa").user.get_username() == "nils"


def test_links_that_open_nothing_are_answered_alike(browser: Browser, code: str) -> None:
    """Whether a link expired, was revoked or declined, or was never made, is not told to who found it."""
    nils, answers = browser("nils"), []
    for change in (
        {"expires": timezone.now() - timedelta(days=1)},
        {"expires": timezone.now() + timedelta(days=1), "revoked_at": timezone.now()},
        {"revoked_at": None, "declined_at": timezone.now()},
    ):
        Invitation.objects.update(**change)
        for send in (look, take, openly):
            answer = send(nils, code)
            assert answer.status_code == 404
            answers.append(answer.content.decode().replace(code, "CODE"))
    answers.append(look(nils, "A" * 24).content.decode().replace("A" * 24, "CODE"))
    assert len({re.sub(r'value="[^"]{40,}"', "", one) for one in answers}) == 1
    assert "This link does not open" in answers[0]
    assert "Mira" not in answers[0]
    assert Party.objects.get(uid="aaaa").user is None


def test_who_holds_an_ended_link_asks_for_a_new_one(browser: Browser, code: str) -> None:
    Invitation.objects.update(expires=timezone.now() - timedelta(days=1))
    for asked in (code, "A" * 24):
        answer = post(Client(), URL, {"code": asked, "ask": "1"})
        assert answer.status_code == 200
        assert "now sees that you need a new one" in text(answer)
    assert Invitation.objects.get().asked_at is not None


def test_many_unknown_links_are_too_many_and_a_known_one_still_opens(browser: Browser, code: str) -> None:
    client = browser("nils")
    answers = [look(client, "B" * 24).status_code for _time in range(32)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert look(client, code).status_code == 200


def test_who_invites_cannot_take_the_place_too(browser: Browser, code: str) -> None:
    mira = browser("mira")
    assert "This account is in the placement already" in text(look(mira, code))
    response = take(mira, code)
    assert response.status_code == 422
    assert "You are already in this placement" in text(response)


def test_who_is_not_enrolled_is_told_and_can_go_on_without_the_account(
    browser: Browser, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TestPlatform, "is_enrolled", lambda self, user, course_key: False)
    nils = browser("nils")
    seen = text(look(nils, code))
    assert "not enrolled in this course yet" in seen
    assert "You are signed in as Nils (nils)." in seen
    assert "Go on without the account" in seen
    assert take(nils, code).status_code == 403
    assert Invitation.objects.get().accepted_at is None
    assert openly(nils, code).status_code == 302
    party = Party.objects.get(uid="aaaa")
    assert (party.user, party.is_by_link) == (None, True)


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_only_looks_changes_nothing(code: str, method: str) -> None:
    """A mail scanner opens every link, some of them in a browser that runs scripts and so posts the code; none presses."""
    client = Client()
    assert getattr(client, method)(URL).status_code in (200, 405)
    look(client, code)
    assert COOKIE not in client.cookies
    assert Invitation.objects.get().accepted_at is None
    assert not LinkSession.objects.exists()


def test_one_press_opens_the_seat_without_an_account(code: str) -> None:
    client = Client(enforce_csrf_checks=True)
    seen = text(look(client, code))
    for words in ("Mira invites you", "Open as Nils <b>", "You need no account", "Student"):
        assert words in seen
    answer = openly(client, code)
    assert (answer.status_code, answer["Location"]) == (302, URL), "a clean address"
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/internship/")
    assert len(cookie.value) == 43
    assert cookie.value not in str(list(LinkSession.objects.values()))
    assert "Open in this browser" in text(client.get(URL))


def test_on_https_the_key_travels_by_https_only(code: str) -> None:
    client = Client()
    post(client, URL, {"code": code, "open": "1"}, secure=True)
    assert client.cookies[COOKIE]["secure"] is True


def test_the_browser_is_led_straight_to_the_plan(code: str, placement_id: int) -> None:
    TestPlatform.blocks = {PLAN_BLOCK: make_block(PlanBlock, None, usage=PLAN_BLOCK)}
    Invitation.objects.update(usage_key=PLAN_BLOCK)
    client = Client(enforce_csrf_checks=True)
    assert "Read your plan" in text(look(client, code))
    answer = openly(client, code)
    shown = client.get(answer["Location"])
    assert answer["Location"].endswith(f"/{PLAN_BLOCK}/{placement_id}/")
    assert shown.status_code == 200
    assert "You are using a personal link as Nils <b>, student." in text(shown)
    assert code not in shown.content.decode()


def test_a_seat_without_a_name_asks_for_one(code: str) -> None:
    Party.objects.filter(uid="aaaa").update(name="")
    client = Client(enforce_csrf_checks=True)
    refused = openly(client, code)
    assert refused.status_code == 422
    assert "Write your name" in text(refused)
    assert post(client, URL, {"code": code, "open": "1", "name": " Nils \n Berg "}).status_code == 302
    assert Party.objects.get(uid="aaaa").name == "Nils Berg"


def test_declining_closes_the_link_and_keeps_the_reason(code: str) -> None:
    answer = post(Client(), URL, {"code": code, "decline": "1", "reason": "I am away until June."})
    assert "Mira sees that you declined" in text(answer)
    link = Invitation.objects.get()
    assert (link.reason, link.declined_at is not None) == ("I am away until June.", True)
    assert look(Client(), code).status_code == 404
    assert post(Client(), URL, {"code": code, "decline": "1", "reason": "x" * 2_000}).status_code == 404


def test_a_reason_that_is_too_long_is_said_at_its_field(code: str) -> None:
    answer = post(Client(), URL, {"code": code, "decline": "1", "reason": "x" * 1_001})
    assert answer.status_code == 422
    assert "at most 1000 characters" in text(answer)


def test_strangers_who_have_an_account_sign_in_and_come_back(code: str) -> None:
    """From a page of ours, which holds the code of the link meanwhile (tests/browser/test_invitation.py)."""
    seen = look(Client(), code).content.decode()
    assert f'href="/accounts/login/?next={URL}"' in seen
    response = take(Client(), code)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={URL}")
    assert Invitation.objects.get().accepted_at is None


# -- further browsers, codes by mail ------------------------------------------------------------------------------------


@pytest.fixture
def mail() -> Post:
    sent = Post()
    placements.connect_post(sent)
    Invitation.objects.update(address="nils@firm.example")
    return sent


@pytest.mark.django_db(transaction=True)
def test_a_further_browser_types_the_code_of_a_mail(code: str, mail: Post) -> None:
    Invitation.objects.update(address="nils@firm.example")
    openly(Client(), code)
    phone = Client(enforce_csrf_checks=True)
    answer = openly(phone, code)
    asked = phone.get(answer["Location"])
    assert "n…@firm.example" in text(asked)
    assert "nils@firm.example" not in text(asked)
    assert "Open in this browser" not in text(phone.get(URL))
    wrong = post(phone, answer["Location"], {"digits": "000000" if mail.digits != "000000" else "111111"})
    assert wrong.status_code == 422
    assert LinkSession.objects.latest("pk").code_tries == 1
    assert post(phone, answer["Location"], {"digits": f" {mail.digits[:3]} {mail.digits[3:]}"}).status_code == 302
    assert "Open in this browser" in text(phone.get(URL))


@pytest.mark.django_db(transaction=True)
def test_where_no_further_code_is_sent_the_page_says_why_and_takes_the_last_one(code: str, mail: Post) -> None:
    openly(Client(), code)
    phone = Client(enforce_csrf_checks=True)
    address = openly(phone, code)["Location"]
    phone.get(address)
    sent = [post(phone, address, {"send": "1"}) for _time in range(CODES_A_SESSION.most + 1)]
    assert sent[-1].status_code == 422
    assert "Several codes were sent already." in text(sent[-1])
    assert "Code of six digits" in text(sent[-1])
    assert post(phone, address, {"digits": mail.digits}).status_code == 302


def test_leaving_forgets_the_browser(code: str) -> None:
    client = Client(enforce_csrf_checks=True)
    openly(client, code)
    party = Party.objects.get(uid="aaaa")
    away = reverse("internship_xblock:leave")
    assert client.get(away).status_code == 200
    assert LinkSession.objects.get().ended_at is None, "asking is not leaving"
    left = post(client, away, {})
    assert f'data-forgets-copies="seat-{party.pk}"' in left.content.decode()
    assert client.cookies[COOKIE].value == ""
    assert LinkSession.objects.get().ended_at is not None
    assert openly(client, code).status_code == 302, "the link in the mail opens it again"


def test_a_seat_is_joined_to_an_account(browser: Browser, code: str, placement_id: int) -> None:
    client = browser("nils")
    openly(client, code)
    seat = Party.objects.get(uid="aaaa")
    here = reverse("internship_xblock:join_account", kwargs={"placement_id": placement_id})
    assert "You are signed in as Nils (nils)." in text(client.get(here))
    joined = post(client, here, {})
    assert joined.status_code == 200
    seat.refresh_from_db()
    assert (seat.user.get_username(), seat.is_by_link) == ("nils", False)
    assert f'data-moves-copies="seat-{seat.pk}:{seat.user_id}"' in joined.content.decode()
    assert client.get(here).status_code == 403


def test_without_an_account_joining_asks_to_sign_in(code: str, placement_id: int) -> None:
    client = Client(enforce_csrf_checks=True)
    openly(client, code)
    here = reverse("internship_xblock:join_account", kwargs={"placement_id": placement_id})
    assert "Sign in, or make an account" in text(client.get(here))
    assert post(client, here, {}).status_code == 403
    assert Party.objects.get(uid="aaaa").is_by_link


@pytest.mark.parametrize("name", ["confirm", "join_account"])
def test_a_browser_without_a_link_has_nothing_to_confirm_or_join(browser: Browser, name: str, placement_id: int) -> None:
    here = reverse(f"internship_xblock:{name}", kwargs={"placement_id": placement_id})
    for client in (Client(enforce_csrf_checks=True), browser("nils")):
        assert client.get(here).status_code in (403, 404)
        assert post(client, here, {"digits": "123456", "send": "1"}).status_code in (403, 404)


def test_pages_behind_a_link_stay_with_us(code: str, placement_id: int) -> None:
    client = Client(enforce_csrf_checks=True)
    openly(client, code)
    for name, where in (("join", {}), ("leave", {}), ("join_account", {"placement_id": placement_id})):
        answer = client.get(reverse(f"internship_xblock:{name}", kwargs=where))
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex"


def test_no_address_has_the_code_in_its_path(mira: Actor, placement_id: int, code: str) -> None:
    """A browser sends what stands after the `#` to no server: no log of addresses has it."""
    view = placements.get(mira, placement_id=placement_id)
    block = make_block(PlanBlock, mira)
    for said, root in (("", ""), ("https://lms.example.org", "https://lms.example.org"), ("http://x/", "http://x")):
        with override_settings(LMS_ROOT_URL=said):
            made = call(block, "make_link", {"placement": str(view.id), "uid": "aaaa"}).text
        addresses = re.findall(r'(?:href|data-mail)="((?:https?:|/)[^"]*)"', made)
        assert addresses
        assert all(address.startswith(f"{root}{URL}#") for address in addresses)
    assert Client().get(f"{URL}{code}/").status_code == 404


def test_the_link_stays_with_us(browser: Browser, code: str) -> None:
    for response in (browser("nils").get(URL), look(browser("nils"), code)):
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["Cache-Control"] == "no-store"


@given(typed=st.text(max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_unknown_code_is_not_found(browser: Browser, typed: str) -> None:
    cache.clear()  # or so many of them were too many from one network
    client = browser("nils")
    for send in (look, take):
        response = send(client, typed)
        assert response.status_code == 404
        assert "This link does not open" in text(response)
    assert client.get(URL).status_code == 200


def test_a_broken_form_is_refused(browser: Browser, code: str) -> None:
    nils = browser("nils")
    assert post(nils, URL, b"{}", content_type="application/json").status_code == 400
    assert post(nils, URL, b"x=" + b"y" * 100_001).status_code == 413
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.django_db
def test_health_is_open_and_says_nothing_personal() -> None:
    response = Client().get(reverse("internship_xblock:health"))
    assert response.json() == {"status": "ok", "version": __version__, "database": True}
    assert Client().post(reverse("internship_xblock:health")).status_code == 405


def test_health_says_when_the_database_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def cursor(self) -> None:
            raise OperationalError("host and password")

    monkeypatch.setattr("internship_xblock.ui.pages.health.connection", Down())
    response = Client().get(reverse("internship_xblock:health"))
    assert response.status_code == 503
    assert response.json()["database"] is False
    assert "password" not in response.content.decode()
