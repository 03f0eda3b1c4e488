"""The pages of hosts: the list with its files, one host, asking, and who may not come in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.coordination import keeping
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.api import Answer, MadeLink
from internship_xblock.tools.hosts.models import Host, HostNote, PlaceRequest
from internship_xblock.tools.placements.models import Placement
from tests.platform import COURSE

from .conftest import asked, place, send, today

HERE = f"/internship/hosts/{COURSE}/"


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.fixture
def browser(client_of: Callable[[str], Client], ida: Actor) -> Client:
    return client_of("staff_ida")


def test_a_host_that_placements_name_is_kept_by_a_press(browser: Client, ida: Actor) -> None:
    place(ida, "Tana Fisk")
    keeping.rebuild()
    html = text(browser.get(HERE))
    assert "Tana Fisk" in html
    assert "1 without dates" in html
    named = reverse("internship_xblock:host_named", args=[COURSE])
    assert "Keep this host" in text(browser.get(named, {"name": "tana fisk"}))
    response = send(browser, named, {"name": "Tana Fisk"})
    assert response["Location"] == f"{HERE}{Host.objects.get().pk}/"
    assert browser.get(named, {"name": "TANA FISK"})["Location"] == response["Location"]
    assert "Ola" in text(browser.get(response["Location"]))


def test_the_list_is_a_file_too(browser: Client, ida: Actor, tana: int) -> None:
    place(ida, "=cmd|' /C calc'!A0")
    keeping.rebuild()
    for form in ("csv", "xlsx"):
        response = browser.get(f"{HERE}list.{form}")
        assert response.status_code == 200
        content = b"".join(response)
        if form == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
            rows = rows if len(rows[0]) > 1 else list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert [row[0] for row in rows[1:]] == ["'=cmd|' /C calc'!A0", "Tana Fisk AS"]


def test_a_host_is_edited_noted_joined_and_taken_apart(browser: Client, ida: Actor, tana: int) -> None:
    here = f"{HERE}{tana}/"
    sent = {"save": "1", "form": "host-details", "revision": "1", "name": "Tana Fisk", "contact_email": "new@tana.example"}
    assert send(browser, here, sent).status_code == 302
    assert "new@tana.example" in text(browser.get(here))
    assert send(browser, here, {"note": "1", "form": "host-note", "text": "Ring on Mondays"}).status_code == 302
    assert HostNote.objects.get().text == "Ring on Mondays"
    assert send(browser, here, {"join": "1", "form": "host-join", "spelling": "Tana Seafood"}).status_code == 302
    view = hosts.get_host(ida, host_id=tana)
    key = next(one.key for one in view.spellings if one.name == "Tana Seafood")
    assert send(browser, here, {"split": key, "form": "host-split"}).status_code == 302
    assert "Tana Seafood" not in [one.name for one in hosts.get_host(ida, host_id=tana).spellings]


def test_what_is_refused_keeps_what_was_typed_and_a_stale_save_shows_both(browser: Client, tana: int) -> None:
    here = f"{HERE}{tana}/"
    sent = {"save": "1", "form": "host-details", "revision": "1", "name": "Tana", "contact_email": "new@", "about": "Typed"}
    response = send(browser, here, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Typed" in html
    assert "This is not an e-mail address" in html
    pieces = send(browser, here, sent, **{"HX-Request": "true"})
    assert "host-details-contact_email-error" in pieces.content.decode()
    stale = send(browser, here, {**sent, "contact_email": "", "revision": "0"})
    assert stale.status_code == 409
    assert "Per Berg" in stale.content.decode()
    for broken in ({}, {"save": "1", "revision": "x", "name": "A"}, {"make": "x"}, {"withdraw": ""}):
        assert send(browser, here, broken).status_code == 400


def test_asking_shows_each_link_once(browser: Client, tana: int) -> None:
    here = reverse("internship_xblock:hosts_ask", args=[COURSE])
    assert "Tana Fisk AS" in text(browser.get(here, {"host": tana}))
    what = asked()
    sent = {
        "host": tana, "places": "3", "first_day": str(what.first_day), "last_day": str(what.last_day),
        "answer_by": str(what.answer_by), "wishes": "",
    }  # fmt: skip
    for headers in ({}, {"HX-Request": "true"}):
        assert "/internship/offer/#" in text(send(browser, here, sent, **headers))
    assert "/internship/offer/#" not in text(browser.get(f"{HERE}{tana}/"))
    refused = send(browser, here, {**sent, "places": "none", "answer_by": "soon"})
    assert refused.status_code == 422
    assert PlaceRequest.objects.count() == 2
    assert "No host is chosen" in text(browser.get(here))


def test_a_further_link_is_shown_a_request_withdrawn_and_placements_created_by_a_press(
    browser: Client, tana: int, request_: MadeLink, ida: Actor
) -> None:
    here, number = f"{HERE}{tana}/", str(request_.request_id)
    for headers in ({}, {"HX-Request": "true"}):
        response = send(browser, here, {"renew": "show", "request": number, "address": ""}, **headers)
        assert "/internship/offer/#" in text(response)
    hosts.answer_request(Actor.stranger(), code=request_.code, revision=0, answer=Answer(offered=2))
    assert "Create 2 placements" in text(browser.get(here))
    for _twice in range(2):
        assert send(browser, here, {"make": number}).status_code == 302
    assert Placement.objects.count() == 2
    assert "Placement 2" in text(browser.get(here))
    other = hosts.ask_hosts(ida, host_ids=[tana], asked=asked())[0]
    assert send(browser, here, {"withdraw": str(other.request_id)}).status_code == 302
    assert "Withdrawn" in text(browser.get(here))


@pytest.mark.parametrize("who", ["mira", ""])
def test_nobody_else_comes_in(who: str, client_of: Callable[[str], Client], tana: int) -> None:
    client = client_of(who)
    for path in ("", f"{tana}/", "named/?name=Tana", "ask/", "list.csv"):
        assert client.get(f"{HERE}{path}").status_code == (403 if who else 302)
    for path in (f"{tana}/", "named/", "ask/"):
        response = send(client, f"{HERE}{path}", {"name": "X", "note": "1", "text": "X", "host": tana})
        assert response.status_code == (403 if who else 302)
    assert Host.objects.count() == 1
    assert not HostNote.objects.exists()


def test_the_list_of_placements_leads_to_the_hosts(browser: Client, ida: Actor) -> None:
    place(ida, "Tana Fisk")
    keeping.rebuild()
    html = text(browser.get(f"/internship/placements/{COURSE}/"))
    assert f'href="{HERE}"' in html
    assert f"{HERE}named/?name=Tana+Fisk" in text(browser.get(f"/internship/placements/{COURSE}/", {"host": "Tana Fisk"}))


def test_what_is_due_stands_on_top(browser: Client, tana: int, ida: Actor) -> None:
    details = hosts.Details(name="Tana Fisk AS", agreement_until=today())
    hosts.save_host(ida, host_id=tana, revision=1, details=details)
    html = text(browser.get(f"{HERE}{tana}/"))
    assert "What to do next" in html
    assert "Agreement runs out" in html
