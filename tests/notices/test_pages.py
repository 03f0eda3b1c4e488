"""The page on which somebody chooses: signed in, and by the link of a mail, by people and by mail programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Identity
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices.choices import token_of
from internship_xblock.tools.notices.models import NoticeChoice
from internship_xblock.tools.placements.links.models import Invitation
from tests.pages.conftest import browser, post  # noqa: F401
from tests.platform import TestPlatform

from .world import World, letters_to, sweep

HERE = "/internship/notices/"
FORM = "application/x-www-form-urlencoded"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def link_in_mail(world: World, name: str) -> str:
    world.comment(world.mira)
    sweep()
    (letter,) = letters_to(f"{name}@example.org")
    return letter.headers["List-Unsubscribe"].strip("<>").removeprefix("https://lms.example.org")


def chosen(html: bytes) -> list[str]:
    return [one.get("value") for one in lxml.html.fromstring(html.decode()).xpath("//input[@checked]")]


def test_somebody_signed_in_chooses(world: World, browser: Callable[[str], Client]) -> None:  # noqa: F811
    client = browser("ola")
    page = client.get(HERE)
    assert (page.status_code, chosen(page.content)) == (200, ["at_once"])
    assert "Somebody comments on the plan" in page.content.decode()
    saved = post(client, HERE, {"choice": "daily"})
    assert (saved.status_code, chosen(saved.content)) == (200, ["daily"])
    assert "Saved." in saved.content.decode()
    assert notices.choice(world.ola) == "daily"
    assert Client().get(HERE).status_code == 302


@pytest.mark.parametrize("sent", [{"choice": "often"}, {}, {"choice": ""}, b"\xff", {"choice": ["daily", "x"]}])
def test_what_is_none_of_the_ways_is_refused_in_words(world: World, browser: Callable[[str], Client], sent: Any) -> None:  # noqa: F811
    answer = post(browser("ola"), HERE, sent)
    assert answer.status_code == 400
    assert 'class="ix-message' in answer.content.decode()
    assert NoticeChoice.objects.count() == 0


def test_the_link_of_a_mail_shows_and_changes_nothing_until_it_is_pressed(world: World) -> None:
    link, client = link_in_mail(world, "gunn"), Client(enforce_csrf_checks=True)
    for method in ("get", "head"):
        answer = getattr(client, method)(link)
        assert answer.status_code == (200 if method == "get" else 405)
        assert answer.headers["Cache-Control"] == "no-store"
    page = client.get(link).content.decode()
    assert NoticeChoice.objects.count() == 0
    assert not any(name in page for name in ("Gunn", "Ola", "Mira", "@"))
    (form,) = lxml.html.fromstring(page).xpath("//form[@method='post']")
    assert form.get("action") == link
    assert client.post(link, b"choice=daily", content_type=FORM).status_code == 200
    assert notices.choice(world.gunn) == "daily"


@pytest.mark.parametrize("name", ["gunn", "ola"])
def test_the_page_behind_a_mails_link_is_in_the_language_of_the_mail(world: World, name: str) -> None:
    """Nobody is signed in there: what the account says, or the personal link of a guest, is all that is known."""
    link = link_in_mail(world, name)
    Invitation.objects.create(party_id=world.gunn.seat_id, code_hash="x", expires=timezone.now(), language="nb")
    TestPlatform.preferences = {world.ola.account: {"language": "nb"}}
    html = Client().get(link).content.decode()
    assert '<html lang="nb"' in html


@pytest.mark.parametrize("form", ["of parts", "encoded"])
def test_a_mail_program_unsubscribes_with_one_click(world: World, form: str) -> None:
    """RFC 8058: a POST without cookies or token of ours, a form of either kind."""
    link, client = link_in_mail(world, "gunn"), Client(enforce_csrf_checks=True)
    sent = {"data": ONE_CLICK} if form == "of parts" else {"data": b"List-Unsubscribe=One-Click", "content_type": FORM}
    assert client.post(link, **sent).status_code == 200
    assert notices.choice(world.gunn) == "signatures"
    TestPlatform.letters = []
    world.comment(world.mira)
    sweep()
    assert letters_to("gunn@example.org") == []


@pytest.mark.parametrize("change", ["cut", "made up", "of something else", "long", "of nobody"])
def test_a_link_that_is_not_ours_opens_nothing(world: World, change: str) -> None:
    token = {
        "cut": token_of(Identity(world.ola.user_id))[:-2],
        "made up": "a" * 40,
        "of something else": signing.dumps([world.ola.user_id, 0], salt="other"),
        "long": "b" * 3_000,
        "of nobody": token_of(Identity(None, 10**9)),
    }[change]
    link = reverse("internship_xblock:notices_by_link", kwargs={"token": token})
    client = Client()
    for method, answer in (
        ("get", client.get(link)),
        ("post", client.post(link, b"choice=daily", content_type=FORM)),
        ("post", client.post(link, ONE_CLICK)),
    ):
        assert answer.status_code == 404 or (change == "of nobody" and method == "get")
    assert NoticeChoice.objects.count() == 0


def test_a_link_changes_its_own_readers_choice_whoever_is_signed_in(world: World, browser: Callable[[str], Client]) -> None:  # noqa: F811
    link = link_in_mail(world, "gunn")
    browser("ola").post(link, b"choice=daily", content_type=FORM)
    assert [notices.choice(actor) for actor in (world.gunn, world.ola)] == ["daily", "at_once"]


@pytest.mark.parametrize("body", [b"", b"x" * 3_000, b"--b\r\nbroken", b"--b\r\n" + b"Content-Disposition: form-data\r\n" * 5])
def test_a_broken_form_of_parts_is_refused_in_words(world: World, body: bytes) -> None:
    answer = Client().post(link_in_mail(world, "gunn"), body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert 'class="ix-message' in answer.content.decode()
    assert NoticeChoice.objects.count() == 0
