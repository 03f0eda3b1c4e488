"""The page of a placement in a real browser: reached from Today and in the course, read, and invited from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Door, check_page
from .story import open_lesson
from .test_today import PHONE

pytestmark = pytest.mark.browser
LESSON = "Your placement at a glance"


def open_placement(page: Page) -> None:
    """As Emil, who comes in as a student and finds his placement on Today: to its page."""
    page.goto("/".join(page.url.split("/", 3)[:3]) + "/")
    page.locator("button[name=way][value=student]").click()
    expect(page).to_have_url(re.compile("/unit/"))
    page.locator("a[href='/internship/']").first.click()
    page.locator(".ix-placed a").first.click()


def test_a_placement_is_read_in_one_look_and_leads_on(door: Door) -> None:
    page = door("Emil Eira", viewport=PHONE)
    open_placement(page)
    expect(page.get_by_role("heading", name="Northern Fish Auction, sales")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Dates at a glance")).to_be_visible()
    check_page(page, "a placement")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="What next", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What next")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("^Last entry")).click()
    expect(page).to_have_url(re.compile("/internship/log/"))


def test_somebody_is_invited_from_it(door: Door) -> None:
    page = door("Emil Eira")
    open_placement(page)
    page.get_by_role("button", name="Invite with personal links").click()
    expect(page.get_by_role("heading", name="Personal links")).to_be_focused()
    page.get_by_text("Invite somebody else").click()
    page.get_by_role("textbox", name="Name").fill("Ravdna Sara")
    page.get_by_label("Role").select_option(label="Other")
    page.get_by_role("button", name="Add and create a link").click()
    expect(page.get_by_role("link", name="/internship/join/")).to_be_visible()
    check_page(page, "a placement with its links")
    page.reload()
    expect(page.get_by_role("listitem").filter(has_text="Ravdna Sara")).to_contain_text("Link made on")
    expect(page.get_by_text("1 person has not joined")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("en", 1280), ("nb", 320), ("ar", 1280)])
def test_who_invites_sees_that_an_address_was_refused_and_corrects_it(door: Door, language: str, width: int) -> None:
    page, name = door("Emil Eira", viewport={"width": width, "height": 900}), f"Ravdna {language}{width}"
    if language != "en":
        page.locator("header details summary").first.click()
        page.locator(f"button[name=language][value={language}]").click()
    open_placement(page)
    page.locator("button[hx-get*='links']").first.click()
    page.locator("details", has=page.locator("[id$=link-new-name]")).locator("summary").click()
    page.locator("[id$=link-new-name]").fill(name)
    page.locator("[id$=link-new-role]").select_option("other")
    page.locator("[id$=link-new-address]").fill("ravdna@nowhere.invalid")
    page.locator("details", has=page.locator("[id$=link-new-name]")).locator("button[name=send]").click()
    card = page.get_by_role("group").filter(has_text=name)
    said = card.get_by_role("status")
    expect(said.locator(".ix-error")).to_contain_text("ravdna@nowhere.invalid")
    check_page(page, f"an address that was refused, {language} {width}")
    page.reload()
    expect(page.get_by_role("listitem").filter(has_text=name).locator(".ix-tag--wrong")).to_be_visible()
    page.locator("button[hx-get*='links']").first.click()
    address = card.locator("[id$=-address]")
    expect(address).to_be_visible()  # where it is corrected is open by itself
    expect(address).to_have_value("ravdna@nowhere.invalid")
    check_page(page, f"a refused address to correct, {language} {width}")
    address.fill("ravdna@example.org")
    card.locator("button[name=send]").click()
    expect(said).not_to_contain_text("ravdna")  # it is sent: the day, not the address
    expect(said.locator(".ix-error")).to_have_count(0)


def test_it_stands_in_the_course_too(door: Door) -> None:
    page = door("Emil Eira")
    open_placement(page)
    frame = open_lesson(page, LESSON)
    expect(frame.get_by_role("heading", name="People")).to_be_visible()
    check_page(page, "a placement in the course")


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(door: Door, language: str) -> None:
    page = door("Emil Eira")
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    open_placement(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    check_page(page, f"a placement in {language}")
