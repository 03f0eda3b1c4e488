"""Today in a real browser: the one thing in the first screen of a phone, one press from being done, and gone then."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Door, check_page

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def to_today(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).click()


def test_what_waits_is_one_press_from_being_done_and_gone_then(door: Door) -> None:
    page = door("Tuva Solberg", viewport=PHONE)
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/")
    page.get_by_role("button", name="Today, as Tuva Solberg finds it").click()
    first = page.get_by_role("link", name="Read and sign version 1")
    expect(first).to_be_in_viewport()
    check_page(page, "Today of a mentor")
    page.set_viewport_size(PHONE)
    first.click()
    expect(page.get_by_text("You are reading version 1")).to_be_visible()
    page.get_by_role("button", name="Sign as Tuva Solberg, mentor").click()
    expect(page.get_by_text("signed on").first).to_be_visible()
    to_today(page)
    expect(page.get_by_text("is waiting for your signature")).to_have_count(0)
    page.get_by_role("link", name="Read and answer").first.click()
    expect(page.locator("p", has_text="Can we move the conversation halfway to the Friday?")).to_be_visible()
    page.get_by_label("Your comment").fill("Yes, let us take Friday at ten.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Sent. Everybody taking part in this plan can read it.")).to_be_visible()
    to_today(page)
    expect(page.get_by_text("Emil Eira commented on")).to_have_count(0)
    expect(page.get_by_role("link", name="Write down what you agreed")).to_be_visible()  # what is left: a day has passed


def test_somebody_without_a_placement_is_invited(door: Door) -> None:
    page = door("Sindre Moen")
    to_today(page)
    check_page(page, "Today of an author")


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(door: Door, language: str) -> None:
    page = door("Emil Eira")
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    page.locator("a[href='/internship/']").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    check_page(page, f"Today in {language}")
