"""A student opens a personal link on a phone, without an account: reads the plan, asks, signs; and finds the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Door, check_page
from .story import add_row, close_section, example_made_ours, fresh_plan, open_section, part_of, submit

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def phone(door: Door) -> Iterator[BrowserContext]:
    """A browser that nobody has signed in: where the demo knows no name, it leaves a guest nameless."""
    context = door.browser.new_context(base_url=door.demo.url, locale="en-GB", **PHONE)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def invited(mentor: Page, language: str = "") -> str:
    """A submitted plan of Tuva's, and the link for its student, in a language."""
    frame = fresh_plan(mentor)
    example_made_ours(frame)
    parties = open_section(frame, "Participants")
    add_row(parties, "Add a participant", {"Role": "Student", "Name": "Nora Lund"})
    add_row(parties, "Add a participant", {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]})
    close_section(frame, "Participants")
    submit(frame, 1)
    frame.get_by_role("button", name="Invite with personal links").click()
    card = frame.get_by_role("group", name=re.compile("Nora Lund"))
    if language:
        card.get_by_text("Address and language").click()
        card.get_by_label("Language of the letter").select_option(language)
    card.get_by_role("button", name="Create a personal link").click()
    link = frame.locator("a[href*='/join/']")
    expect(link).to_be_visible()
    mail = frame.get_by_role("link", name="Write to Nora Lund by e-mail").get_attribute("href") or ""
    address = link.get_attribute("href") or ""
    assert "Tuva%20Solberg" in mail
    assert "http%3A%2F%2F127.0.0.1" in mail, "the whole address"
    check_page(mentor, "a link that was made")
    return address


def test_a_guest_reads_asks_and_signs_on_a_phone(door: Door, phone: BrowserContext) -> None:
    mentor = door()
    link = invited(mentor)
    page = phone.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="You are invited")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Tuva Solberg invites you")
    expect(page.get_by_role("main")).to_contain_text("Read and sign your plan")
    check_page(page, "an invitation")
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    page.get_by_role("button", name="Open as Nora Lund").click()
    expect(page).to_have_url(re.compile(r"/internship/plan/.*/\d+/$"))
    expect(page.get_by_text("You are using a personal link as Nora Lund, student.")).to_be_visible()
    page.locator(".internship[data-started]").wait_for()
    check_page(page, "a guest's plan")
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    tasks = part_of(page.main_frame, "Tasks")
    tasks.get_by_role("button", name="Comment", exact=True).first.click()
    page.get_by_label("Your comment").fill("Whom do I ask on the first day?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Whom do I ask on the first day?").first).to_be_visible()
    page.get_by_role("button", name="Read and sign version 1").first.click()
    expect(page.get_by_text("“address not confirmed” appears beside it")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Sign as Nora Lund")).click()
    expect(page.get_by_text("(address not confirmed)").first).to_be_visible()
    mentor.reload()
    expect(mentor.frame_locator("iframe").get_by_text("Whom do I ask on the first day?").first).to_be_attached()


@pytest.mark.parametrize(("language", "direction"), [("nb", "ltr"), ("ar", "rtl")])
def test_the_pages_speak_the_language_of_the_link(door: Door, phone: BrowserContext, language: str, direction: str) -> None:
    link = invited(door(), language)
    page = phone.new_page()
    page.goto(link)
    page.locator("button[name=open]").wait_for()
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == direction
    check_page(page, f"an invitation in {language}")
    page.locator("button[name=open]").click()
    page.locator(".internship[data-started]").wait_for()
    assert page.locator("html").get_attribute("lang") == language
    check_page(page, f"a guest's plan in {language}")
