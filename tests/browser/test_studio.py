"""An author types, closes the settings without saving, and comes back: the words are there. Learners see no empty step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Door, check_page
from .story import open_lesson, unit_frame

pytestmark = pytest.mark.browser
UNIT, SAMPLE = "Start here", "Comment on a sample"
WORDS = "Half a lesson, typed and not saved."


def settings(page: Page, lesson: str, at: int = 0) -> Page:
    open_lesson(page, lesson)
    page.get_by_role("link", name="Studio").first.click()
    page.get_by_role("link", name=re.compile("^Edit")).nth(at).click()
    page.locator(".internship--studio[data-started]").wait_for()
    return page


def last(page: Page, what: str) -> Locator:
    return page.locator(what).last


def again(page: Page, at: int = 0) -> None:
    """Close the dialog by what is around it, as Studio's own cross does, and open it again."""
    page.get_by_role("link", name="Close the settings").click()
    page.get_by_role("link", name=re.compile("^Edit")).nth(at).click()
    page.locator(".internship--studio[data-started]").wait_for()


def test_a_step_that_was_typed_outlives_its_dialog(door: Door) -> None:
    page = settings(door("Sindre Moen"), UNIT)
    page.get_by_label("Add a step").select_option("read")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Title of the step").fill("Before you begin")
    page.get_by_label("Text", exact=True).fill(WORDS)
    expect(page.locator("form[data-draft^=step] [data-save-state]")).to_have_text("Not saved yet, kept on this computer")
    again(page)
    waits = page.get_by_text("What you typed in this step is not saved yet.")
    expect(waits.locator("visible=true")).to_have_count(1)
    check_page(page, "a lesson with words that wait")

    learner = door("Berit Antonsen")  # meanwhile: the empty step is not there
    frame = open_lesson(learner, UNIT)
    total = frame.get_by_text(re.compile(r"Step 1 of")).text_content() or ""
    assert "Untitled step" not in (frame.locator("body").text_content() or "")

    last(page, "article:has([data-draft-waits]:not([hidden]))").get_by_role("button", name=re.compile("^Edit")).click()
    expect(page.get_by_label("Title of the step")).to_have_value("Before you begin")
    expect(page.get_by_label("Text", exact=True)).to_have_value(WORDS)
    expect(page.locator("form[data-draft^=step] [data-save-state]")).to_contain_text("was restored")
    check_page(page, "a step with words put back")
    page.get_by_role("button", name="Save this step").click()
    expect(waits.locator("visible=true")).to_have_count(0)
    again(page)
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()
    expect(waits.locator("visible=true")).to_have_count(0)

    learner.reload()
    more = unit_frame(learner).get_by_text(re.compile(r"Step 1 of")).text_content() or ""
    assert int(re.findall(r"\d+", more)[1]) == int(re.findall(r"\d+", total)[1]) + 1
