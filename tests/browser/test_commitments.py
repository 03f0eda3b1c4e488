"""A commitment comes back where the next lesson begins: by keyboard, on a phone, in Norwegian."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Frame, Page, expect

from .conftest import Door, check_page
from .story import open_lesson

pytestmark = pytest.mark.browser
LAST = "Two half hours"


def commit_for_today(page: Page, text: str) -> None:
    frame = open_lesson(page, "Start here")
    while not frame.get_by_role("heading", name=LAST).is_visible():
        before = frame.locator(".ix-step-title").inner_text()
        frame.locator(".ix-unit-next").click()
        expect(frame.locator(".ix-step-title")).not_to_have_text(before)
    frame.get_by_label("What I will do").fill(text)
    frame.get_by_label("By when").fill(f"{datetime.now(ZoneInfo('Europe/Oslo')):%Y-%m-%d}")
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(frame.get_by_text("asks whether you did it")).to_be_visible()


def asked(page: Page) -> Frame:
    frame = open_lesson(page, "Where you stand today")
    expect(frame.get_by_role("heading", name="Did you?")).to_be_visible()
    return frame


def test_the_next_lesson_asks_and_what_is_said_counts(own_door: Door) -> None:
    page = own_door("Berit Antonsen", viewport={"width": 320, "height": 640})
    commit_for_today(page, "Read one lesson on Tuesday, another on Thursday.")
    frame = asked(page)
    check_page(page, "a lesson that asks")
    frame.get_by_text("Not yet: choose another day").click()
    frame.get_by_role("button", name="Save the new day").click()
    expect(frame.get_by_text("Choose a date.").first).to_be_visible()
    expect(frame.locator("input[name=by]")).to_have_attribute("aria-invalid", "true")
    button = frame.get_by_role("button", name="Yes, I did")
    button.focus()
    page.keyboard.press("Enter")
    expect(frame.get_by_text("Noted. It stands in My workbook.")).to_be_focused()
    expect(frame.get_by_role("heading", name="Did you?")).to_have_count(0)
    page.reload()
    expect(page.locator("iframe").content_frame.get_by_text("Did you?")).to_have_count(0)
