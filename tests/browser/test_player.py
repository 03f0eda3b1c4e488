"""The player around the course: four ways in by hand and by keyboard, and a frame that leaves a phone to the lesson."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Door, check_page
from .story import come_in, unit_frame

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ABOVE = 110  # px of a phone's screen that the player may have
LANGUAGES = ("en", "nb", "ar")
WAYS = {  # who, where, and what is there to do
    "As a mentor": ("Tuva Solberg", "/unit/", re.compile("Next")),
    "As a student": ("Emil Eira", "/unit/", re.compile("Continue to sharing")),
    "As an instructor": ("Ida Hætta", "/internship/review/", re.compile("Open the one that has waited longest")),
    "As an author": ("Sindre Moen", "/studio/", re.compile("Start here")),
}


def speak(page: Page, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])


@pytest.mark.parametrize("way", WAYS)
def test_a_way_in_leads_to_something_to_do(door: Door, way: str) -> None:
    page, (person, address, to_do) = door(), WAYS[way]
    page.goto("/")
    button = page.get_by_role("button", name=re.compile(f"^{way}"))
    expect(button).to_contain_text(f"You are {person}.")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}**")
    expect(page.locator("[data-me]")).to_contain_text(person)
    place = unit_frame(page) if page.locator("iframe").count() else page.main_frame
    expect(place.get_by_role("button", name=to_do).or_(place.get_by_role("link", name=to_do)).first).to_be_visible()
    page.get_by_role("link", name="The university internship partner").first.click()
    expect(page.get_by_role("button", name=re.compile(f"^{way}"))).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_and_the_test_settings_fit_and_read_well(door: Door, language: str) -> None:
    page = door()
    speak(page, language)
    page.goto("/")
    check_page(page, f"the start, {language}")
    page.locator("[data-menu] summary").click()
    check_page(page, f"the test settings, {language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_lesson_begins_high(door: Door, language: str) -> None:
    """Whoever one is: those with more pages have more links above it."""
    page = door(viewport=PHONE)
    speak(page, language)
    for way in ("mentor", "author"):
        come_in(page, way)
        page.goto("/outline/")
        page.locator(".ixd-lessons a").first.click()
        page.wait_for_load_state()  # with its styles
        box = page.locator("iframe").bounding_box()
        assert box is not None
        assert box["y"] <= ABOVE, f"{language}, {way}: the lesson begins at {box['y']} px"


def test_the_longest_title_of_the_course_leaves_room_too(door: Door) -> None:
    page = door(viewport=PHONE)
    page.goto("/outline/")
    titles = page.locator(".ixd-lessons a").all_text_contents()
    page.get_by_role("link", name=max(titles, key=len), exact=True).click()
    page.wait_for_load_state()
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["y"] <= ABOVE


def test_a_phones_width_can_be_chosen(door: Door) -> None:
    page = door()
    come_in(page, "mentor")
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="A phone").click()
    expect(page.locator("iframe")).to_have_js_property("clientWidth", 390)
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="The window").click()
    expect(page.locator("iframe")).not_to_have_js_property("clientWidth", 390)
