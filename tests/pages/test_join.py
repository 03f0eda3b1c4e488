"""The personal link, and the page for the operator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock import __version__
from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.platform import TestPlatform
from tests.runtime import call, make_block

from .conftest import post
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
    assert "has been used" in text(look(eve, code))
    assert "Mira" not in text(look(eve, code))
    assert take(eve, code).status_code == 422
    assert Party.objects.get(uid="aaaa").user.get_username() == "nils"


def test_an_ended_link_says_how_it_ended(browser: Browser, code: str) -> None:
    nils = browser("nils")
    Invitation.objects.update(expires=timezone.now() - timedelta(days=1))
    assert "has expired" in text(look(nils, code))
    assert take(nils, code).status_code == 422
    Invitation.objects.update(revoked_at=timezone.now())
    assert "was withdrawn" in text(look(nils, code))
    assert Party.objects.get(uid="aaaa").user is None


def test_who_invites_cannot_take_the_place_too(browser: Browser, code: str) -> None:
    response = take(browser("mira"), code)
    assert response.status_code == 422
    assert "You are already in this placement" in text(response)


def test_who_is_not_enrolled_is_told(browser: Browser, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TestPlatform, "is_enrolled", lambda self, user, course_key: False)
    nils = browser("nils")
    assert "not enrolled in this course yet" in text(look(nils, code))
    assert take(nils, code).status_code == 403
    assert Invitation.objects.get().accepted_at is None


def test_strangers_sign_in_first_and_come_back(code: str) -> None:
    """From a page of ours, which holds the code of the link meanwhile (tests/browser/test_invitation.py)."""
    response = Client().get(URL)
    assert response.status_code == 200
    assert f'href="/accounts/login/?next={URL}"' in response.content.decode()
    response = look(Client(), code)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={URL}")
    assert Invitation.objects.get().accepted_at is None


def test_no_address_has_the_code_in_its_path(mira: Actor, placement_id: int, code: str) -> None:
    """A browser sends what stands after the `#` to no server: no log of addresses has it."""
    view = placements.get(mira, placement_id=placement_id)
    block = make_block(PlanBlock, mira)
    for root in ("", "https://lms.example.org"):
        with override_settings(LMS_ROOT_URL=root):
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
    client = browser("nils")
    for send in (look, take):
        response = send(client, typed)
        assert response.status_code == 404
        assert "This invitation is not known" in text(response)
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
