"""An author types, closes the settings without saving, and comes back: the words are there. Learners see no empty step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Door, check_page
from .story import open_lesson, unit_frame

pytestmark = pytest.mark.browser
UNIT, SAMPLE = "How this course works", "Comment on a sample"
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
    page = settings(door("Sofie Berg"), UNIT)
    page.get_by_label("Add a step").select_option("read")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Title of the step").fill("Before you begin")
    page.get_by_label("Text", exact=True).fill(WORDS)
    expect(page.locator("form[data-draft^=step] [data-save-state]")).to_have_text("Not saved yet, kept on this computer")
    again(page)
    waits = page.get_by_text("What you typed in this step is not saved yet.")
    expect(waits.locator("visible=true")).to_have_count(1)
    check_page(page, "a lesson with words that wait")

    learner = door("Kari Antonsen")  # meanwhile: the empty step is not there
    frame = open_lesson(learner, UNIT)
    total = frame.get_by_text(re.compile(r"Step 1 of")).text_content() or ""
    assert "Untitled step" not in (frame.locator("body").text_content() or "")

    last(page, "article:has([data-draft-waits]:not([hidden]))").get_by_role("button", name=re.compile("^Edit")).click()
    expect(page.get_by_label("Title of the step")).to_have_value("Before you begin")
    expect(page.get_by_label("Text", exact=True)).to_have_value(WORDS)
    expect(page.locator("form[data-draft^=step] [data-save-state]")).to_contain_text("was put back")
    check_page(page, "a step with words put back")
    page.get_by_role("button", name="Save this step").click()
    expect(waits.locator("visible=true")).to_have_count(0)
    again(page)
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()
    expect(waits.locator("visible=true")).to_have_count(0)

    learner.reload()
    more = unit_frame(learner).get_by_text(re.compile(r"Step 1 of")).text_content() or ""
    assert int(re.findall(r"\d+", more)[1]) == int(re.findall(r"\d+", total)[1]) + 1


def test_settings_that_were_typed_can_be_thrown_away(door: Door) -> None:
    page = settings(door("Sofie Berg"), UNIT)
    outcomes = page.get_by_label("What people can do afterwards")
    before = outcomes.input_value()
    outcomes.fill(before + "\nSay no in time")
    again(page)
    expect(outcomes).to_have_value(before + "\nSay no in time")
    page.get_by_role("button", name="Throw it away").click()
    expect(outcomes).to_have_value(before)
    expect(page.get_by_role("button", name="Throw it away")).to_be_hidden()
    again(page)
    expect(outcomes).to_have_value(before)


def test_words_for_a_step_that_changed_meanwhile_are_shown_and_put_over_nothing(door: Door) -> None:
    page = settings(door("Sofie Berg"), UNIT)
    page.locator("article").first.get_by_role("button", name=re.compile("^Edit")).click()
    title = page.get_by_label("Title of the step")
    title.fill("From the first computer")
    again(page)

    other = settings(door("Sofie Berg"), UNIT)
    other.locator("article").first.get_by_role("button", name=re.compile("^Edit")).click()
    other.get_by_label("Title of the step").fill("From the second computer")
    other.get_by_role("button", name="Save this step").click()
    expect(other.get_by_text("From the second computer").first).to_be_visible()

    again(page)
    page.locator("article").first.get_by_role("button", name=re.compile("^Edit")).click()
    expect(title).to_have_value("From the second computer")
    expect(page.locator("[data-loose] textarea")).to_have_value("From the first computer")


def test_a_sample_that_was_typed_outlives_its_dialog(door: Door) -> None:
    page = settings(door("Sofie Berg"), SAMPLE, at=1)
    page.get_by_role("button", name="Add a sample").click()
    form = page.locator("form[data-draft^=sample]")
    form.locator("textarea").first.fill(WORDS)
    again(page, at=1)
    last(page, "article:has([data-draft-waits]:not([hidden]))").get_by_role("button", name=re.compile("^Edit")).click()
    expect(form.locator("textarea").first).to_have_value(WORDS)
