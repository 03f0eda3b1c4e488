"""The writing side of the log in a browser: the author's form, other questions, words that outlive their field, the samples."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from .conftest import Door, check_page
from .story import open_lesson, saved, unit_frame

pytestmark = pytest.mark.browser
LOG, SAMPLE = "Your log", "Comment on a sample"


def settings(page: Page, lesson: str) -> Page:
    """The author's settings of the log in a lesson, once their script has started."""
    open_lesson(page, lesson)
    page.get_by_role("link", name="Studio").first.click()
    page.get_by_role("link", name=re.compile("^Edit")).last.click()
    page.locator(".internship--studio[data-started]").wait_for()
    return page


def offer_gibbs(page: Page) -> None:
    settings(page, LOG)
    page.get_by_label("Gibbs: six steps from description to action").check()
    page.get_by_text("Questions of my own").click()
    page.get_by_label("What you ask").fill("What surprised you?")
    page.get_by_role("button", name="Add a question").click()
    expect(page.get_by_label("What you ask")).to_have_count(2)
    expect(page.locator("legend", has_text="Question 2")).to_be_focused()
    page.get_by_role("button", name=re.compile("Remove.*Question 2")).click()
    expect(page.get_by_label("What you ask")).to_have_count(1)
    check_page(page, "the settings of a log")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".internship--studio")).to_have_count(0)


def log(page: Page) -> Frame:
    frame = open_lesson(page, LOG)
    for name in ("Begin your log", "Yes, open a new one", "Write an entry"):
        button = frame.get_by_role("button", name=name)
        if button.count():
            button.first.click()
            button.first.wait_for(state="detached")
    frame.locator("form[data-draft]").first.wait_for()
    return frame


def test_links_levels_and_a_day_outside(door: Door) -> None:
    frame = log(door("Per-Anders Nilsen"))
    form = frame.locator("form[data-draft]").first
    expect(form.get_by_label("Why this day?")).to_be_hidden()
    form.get_by_label("What?", exact=True).fill("We met the auctioneer.")
    form.locator("summary", has_text="Links").click()
    form.get_by_label("Address").fill("javascript:alert(1)")
    expect(form.locator("[data-error]", has_text="Only addresses that begin with")).to_be_visible()
    form.get_by_label("Address").fill("uit.no")
    saved(form)
    form.get_by_role("button", name="Add a link").click()
    expect(form.get_by_label("Address")).to_have_count(2)
    form.locator("summary", has_text="Depth").click()
    form.get_by_role("button", name="Show a sample of each").click()
    expect(form.locator("summary", has_text="A sample of each")).to_be_focused()
    check_page(door.pages[-1], "writing with links and samples")


def test_answering_a_sample(door: Door) -> None:
    page = door("Berit Antonsen")
    frame = open_lesson(page, SAMPLE)
    frame.get_by_label("What I noticed").fill("You smelled every lot twice on Thursday.")
    saved(frame.locator("form[data-draft]").first)
    page.reload()
    frame = unit_frame(page)
    expect(frame.get_by_label("What I noticed")).to_have_value("You smelled every lot twice on Thursday.")
    check_page(page, "a sample to answer")
    frame.get_by_role("button", name="Compare with another answer").click()
    expect(frame.get_by_role("heading", name="Compare the two")).to_be_focused()
    check_page(page, "a sample answered")
    frame.get_by_label("What would you change in yours now?").fill("I would name lot four.")
    frame.get_by_role("button", name="Save it").click()
    expect(frame.get_by_text("Done. Try this one thing the next time")).to_be_visible()
    expect(frame.get_by_role("heading", name="Your answer and another")).to_be_focused()
