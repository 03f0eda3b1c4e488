"""The thread of a placement: a student with an account writes, a mentor by a personal link on a phone reads and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Door, check_page
from .test_guest import PHONE
from .test_placement import open_placement

pytestmark = pytest.mark.browser
LATE = "My train is late. I am there at nine."


@pytest.fixture
def phone(door: Door) -> Iterator[BrowserContext]:
    """A browser that nobody has signed in."""
    context = door.browser.new_context(base_url=door.demo.url, locale="en-GB", **PHONE)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def link_for(page: Page, name: str) -> str:
    """A personal link for one more mentor of the placement that is open."""
    page.get_by_role("button", name="Invite with personal links").click()
    page.get_by_text("Invite somebody else").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_label("Role").select_option(label="Mentor")
    page.get_by_role("button", name="Add and create a link").click()
    link = page.get_by_role("link", name="/internship/join/")
    expect(link).to_be_visible()
    return link.get_attribute("href") or ""


def come_to_thread(page: Page) -> None:
    page.get_by_role("heading", name="Messages").scroll_into_view_if_needed()
    page.get_by_label("Your message").scroll_into_view_if_needed()


def test_a_student_writes_and_a_mentor_by_link_reads_and_answers(door: Door, phone: BrowserContext) -> None:
    page = door("Emil Eira")
    open_placement(page)
    link = link_for(page, "Ravdna Sara")
    page.reload()
    come_to_thread(page)
    expect(page.get_by_text("Nobody has written here yet")).to_be_visible()
    page.get_by_label("Your message").fill(LATE)
    page.reload()  # as a lid that is closed: what was typed is kept on this computer
    come_to_thread(page)
    expect(page.get_by_label("Your message")).to_have_value(LATE)
    check_page(page, "a message that is being written")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Everybody in this placement can read it")).to_be_focused()
    expect(page.get_by_label("Your message")).to_have_value("")
    expect(page.get_by_text(LATE)).to_be_visible()
    check_page(page, "a thread with one message")

    mentor = phone.new_page()
    mentor.goto(link)
    mentor.get_by_role("button", name="Open as Ravdna Sara").click()
    mentor.locator(".internship[data-started]").wait_for()
    mentor.goto("/internship/")
    expect(mentor.get_by_text(re.compile("Emil Eira wrote in the placement on")).first).to_be_visible()
    with mentor.expect_response(re.compile("read_thread$")) as noted:
        mentor.locator("a[href$='-thread-title']").first.click()
        expect(mentor.get_by_text(LATE)).to_be_visible()
    assert noted.value.status == 200
    expect(mentor.get_by_role("heading", name="Messages")).to_be_focused()
    expect(mentor.get_by_text(re.compile("Everybody in this placement reads this: .*Emil Eira.*Ravdna Sara"))).to_be_visible()
    check_page(mentor, "the thread on a guest's phone")
    mentor.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    mentor.get_by_label("Your message").fill("Thank you. Take the next one.")
    mentor.get_by_role("button", name="Send", exact=True).click()
    expect(mentor.get_by_role("status").filter(has_text="Sent.")).to_be_focused()
    mentor.goto("/internship/")
    expect(mentor.locator(".ix-page h1, .ix-page h2, .ix-page h3").first).to_be_visible()
    expect(mentor.get_by_text("wrote in the placement")).to_have_count(0)

    page.goto("/internship/")
    expect(page.get_by_text(re.compile("Ravdna Sara wrote in your placement on")).first).to_be_visible()
    page.locator("a[href$='-thread-title']").first.click()
    expect(page.get_by_text("Take the next one.")).to_be_visible()


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(door: Door, language: str) -> None:
    page = door("Emil Eira", viewport=PHONE["viewport"])
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    open_placement(page)
    page.locator("[id$=-thread-title]").scroll_into_view_if_needed()
    page.locator("[id$=-thread-text]").fill(LATE)
    page.locator("form[data-draft^=thread-] button[type=submit]").click()
    expect(page.locator("[id$=-thread-sent]")).to_be_focused()
    check_page(page, f"a thread in {language}")
