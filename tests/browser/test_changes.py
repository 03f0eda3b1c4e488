"""Something has changed: a placement is moved, paused and ended early from its page, in a real browser."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Door, check_page
from .story import view_as
from .test_placement import open_placement
from .test_today import PHONE

pytestmark = pytest.mark.browser


def day(after: int) -> str:
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=after)).isoformat()


def opened(page: Page, title: str) -> None:
    """Open what can be changed, and one of its forms."""
    page.get_by_role("button", name=re.compile("Something has changed|Who changed it")).click()
    expect(page.get_by_role("heading", name="Something has changed")).to_be_focused()
    page.locator("summary", has_text=title).click()


def as_mentor(page: Page) -> None:
    """On the page of Emil's placement, which is made when he comes in, as Tuva, his mentor."""
    open_placement(page)
    here = page.url
    view_as(page, "Tuva Solberg")
    page.goto(here)


def test_a_pause_is_made_seen_and_taken_back(door: Door) -> None:
    page = door("Emil Eira", viewport=PHONE)
    as_mentor(page)
    opened(page, "Pause the placement")
    page.get_by_label("First day of the pause").fill(day(0))
    page.get_by_label("Last day of the pause").fill(day(-1))
    page.locator("[id$=-pause-reason]").fill("The hall is rebuilt.")
    page.get_by_role("button", name="Pause it").click()
    expect(page.get_by_role("alert")).to_contain_text("The pause ends before it begins")
    expect(page.get_by_label("First day of the pause")).to_have_value(day(0))
    page.get_by_label("Last day of the pause").fill(day(13))
    check_page(page, "a pause is about to be made")
    page.get_by_role("button", name="Pause it").click()
    expect(page.get_by_role("status").filter(has_text="The pause is saved")).to_be_focused()
    expect(page.locator(".ix-dochead-line .ix-tag")).to_contain_text("Paused until")
    check_page(page, "a placement that is paused")

    opened(page, "Resume the placement")
    expect(page.get_by_text("The hall is rebuilt.")).to_be_visible()
    check_page(page, "a pause and how to resume")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".ix-dochead-line .ix-tag")).not_to_contain_text("Paused")


def test_what_would_move_is_read_first(door: Door) -> None:
    page = door("Emil Eira")
    as_mentor(page)
    opened(page, "Move the dates")
    page.get_by_label("By how many weeks").fill("soon")
    page.get_by_role("button", name="See what would move").click()
    expect(page.get_by_role("alert")).to_contain_text("whole number of weeks")
    page.get_by_label("By how many weeks").fill("2")
    page.get_by_role("button", name="See what would move").click()
    expect(page.get_by_role("heading", name=re.compile("things? moves?"))).to_be_focused()
    check_page(page, "what would move")
    page.get_by_role("button", name="Move these dates").click()
    expect(page.get_by_role("status").filter(has_text="The dates are moved")).to_be_focused()


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(door: Door, language: str) -> None:
    page = door("Emil Eira")
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    as_mentor(page)
    page.locator("[id$=-change]").click()
    for one in page.locator("[id$=-changes] summary").all():
        one.click()
    check_page(page, f"what can be changed in {language}")
