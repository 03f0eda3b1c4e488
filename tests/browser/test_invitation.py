"""A personal link in a browser: its code is sent to no server in an address, and signing in does not lose the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path, reverse
from playwright.sync_api import Browser, Page, Request, expect

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from tests.platform import COURSE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]
SIGN_IN = Template(
    '<!doctype html><title>Sign in</title><form method="post">{% csrf_token %}'
    '<button name="who" value="nils">I am Nils</button></form>'
)


def sign_in(request: HttpRequest) -> HttpResponse:
    """What a site has for that, in its simplest form."""
    if request.method == "POST":
        login(request, get_user_model().objects.get(username=request.POST["who"]), backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(request.GET["next"])
    return HttpResponse(SIGN_IN.render(RequestContext(request)))


urlpatterns = [
    path("accounts/login/", sign_in),
    path("internship/", include(("internship_xblock.urls", "internship_xblock"))),
]


@pytest.fixture
def code(browser: Browser, transactional_db: None, person: Callable[..., Actor]) -> str:
    tuva = person("tuva")
    person("nils")
    view = placements.start(tuva, course_key=COURSE, role="mentor")
    row = placements.PartyRow(uid="aaaa", role="student", name="Nils")
    placements.save_parties(tuva, placement_id=view.id, revision=view.revision, rows=[*view.parties, row])
    return placements.invite(tuva, placement_id=view.id, party_uid="aaaa")


@pytest.fixture
def asked() -> list[Request]:
    return []


@pytest.fixture
def tab(browser: Browser, live_server: Any, asked: list[Request], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser of somebody who is not signed in; `asked` are its requests."""
    context = browser.new_context(base_url=live_server.url, **getattr(request, "param", {}))
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.on("request", lambda one: asked.append(one))
    yield opened
    context.close()


def check_secret(asked: list[Request], code: str) -> None:
    """No server was told the code but in the body of a form."""
    assert asked
    for one in asked:
        assert code not in one.url
        assert code not in " ".join(one.headers.values())


def test_who_signs_in_first_gets_the_invitation_afterwards(tab: Page, code: str, asked: list[Request]) -> None:
    tab.goto(f"{reverse('internship_xblock:join')}#{code}")
    expect(tab.get_by_role("button", name="Open as Nils")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"/internship/join/$"))  # nobody reads it over a shoulder, nor in the history
    tab.get_by_role("link", name="Sign in").click()
    tab.get_by_role("button", name="I am Nils").click()
    expect(tab.get_by_role("main")).to_contain_text("Tuva invites you")
    assert tab.evaluate("window.sessionStorage.length") == 0
    assert Invitation.objects.get().accepted_at is None
    tab.get_by_role("button", name="Join as student").click()
    expect(tab.get_by_role("heading", name="You have joined")).to_be_visible()
    assert Party.objects.get(uid="aaaa").user.get_username() == "nils"
    tab.reload()
    expect(tab.get_by_role("heading", name="You have joined")).to_be_visible()
    check_secret(asked, code)


def test_who_is_signed_out_meanwhile_comes_back_to_the_invitation(tab: Page, code: str, asked: list[Request]) -> None:
    signed_in(tab)
    tab.goto(f"{reverse('internship_xblock:join')}#{code}")
    expect(tab.get_by_role("button", name="Join as student")).to_be_visible()
    tab.context.clear_cookies(name="sessionid")
    tab.get_by_role("button", name="Join as student").click()
    tab.get_by_role("button", name="I am Nils").click()
    expect(tab.get_by_text("You are signed in as Nils")).to_be_visible()
    tab.get_by_role("button", name="Join as student").click()
    expect(tab.get_by_role("heading", name="You have joined")).to_be_visible()
    check_secret(asked, code)


def test_a_code_that_is_not_known_is_said_once_and_not_tried_again(tab: Page, code: str) -> None:
    signed_in(tab)
    unknown = code[::-1]
    tab.goto(f"{reverse('internship_xblock:join')}#{unknown}")
    expect(tab.get_by_role("alert")).to_contain_text("a part of it was lost on the way")
    tab.goto(reverse("internship_xblock:join"))
    expect(tab.get_by_label("Code or link from the invitation")).to_have_value("")
    tab.get_by_label("Code or link from the invitation").fill(f"https://elsewhere.example/internship/join/#{code}")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("main")).to_contain_text("Tuva invites you")


@pytest.mark.parametrize("tab", [{"java_script_enabled": False}], indirect=True)
def test_without_script_the_code_is_pasted(tab: Page, code: str, asked: list[Request]) -> None:
    signed_in(tab)
    tab.goto(f"{reverse('internship_xblock:join')}#{code}")
    tab.get_by_label("Code or link from the invitation").fill(code)
    tab.get_by_role("button", name="Open the invitation").click()
    tab.get_by_role("button", name="Join as student").click()
    expect(tab.get_by_role("heading", name="You have joined")).to_be_visible()
    check_secret(asked, code)


def test_a_guest_comes_in_by_one_press_and_leaves_nothing_behind(tab: Page, code: str, asked: list[Request]) -> None:
    """The code is nowhere but in a form; leaving takes cookie and local copies along."""
    tab.goto(f"{reverse('internship_xblock:join')}#{code}")
    expect(tab.get_by_role("button", name="Open as Nils")).to_be_visible()
    expect(tab.locator("form input[type=hidden][name=code]").first).to_have_value(code)
    assert code not in tab.url + tab.inner_text("body")
    tab.get_by_role("button", name="Open as Nils").click()
    expect(tab.get_by_text("Open in this browser")).to_be_visible()
    assert code not in tab.content()
    expect(tab).to_have_url(re.compile(r"/internship/join/$"))
    assert tab.evaluate("window.sessionStorage.length") == 0
    assert tab.evaluate("document.cookie.indexOf('internship_guest')") == -1, "no script reads the key"
    party = Party.objects.get(uid="aaaa")
    kept = {f"internship:seat-{party.pk}:ix1:comment:x": "mine", f"internship:seat-{party.pk}0:ix1:comment:x": "another's"}
    tab.evaluate("kept => Object.entries(kept).forEach(([key, text]) => localStorage.setItem(key, text))", kept)
    tab.get_by_role("link", name="Leave this device").click()
    tab.get_by_role("button", name="Leave this device").click()
    expect(tab.get_by_role("heading", name="You have left this device")).to_be_visible()
    assert tab.evaluate("Object.values(localStorage)") == ["another's"]
    assert "internship_guest" not in {one["name"] for one in tab.context.cookies()}
    tab.goto(reverse("internship_xblock:join"))
    expect(tab.get_by_text("Open in this browser")).to_have_count(0)
    check_secret(asked, code)


def test_what_was_typed_as_a_guest_is_the_accounts_after_joining(tab: Page, code: str) -> None:
    tab.goto(f"{reverse('internship_xblock:join')}#{code}")
    tab.get_by_role("button", name="Open as Nils").click()
    party = Party.objects.get(uid="aaaa")
    tab.evaluate("key => localStorage.setItem(key, 'half a sentence')", f"internship:seat-{party.pk}:ix1:comment:x")
    tab.goto(reverse("internship_xblock:join_account", kwargs={"placement_id": party.placement_id}))
    tab.get_by_role("link", name="Sign in, or make an account").click()
    tab.get_by_role("button", name="I am Nils").click()
    tab.get_by_role("button", name="Join with this account").click()
    expect(tab.get_by_role("heading", name="You have joined")).to_be_visible()
    party.refresh_from_db()
    assert tab.evaluate("Object.keys(localStorage)") == [f"internship:{party.user_id}:ix1:comment:x"]


def signed_in(tab: Page) -> None:
    tab.goto(redirect_to_login("/internship/health/").url)
    tab.get_by_role("button", name="I am Nils").click()
    tab.wait_for_url("**/internship/health/")
