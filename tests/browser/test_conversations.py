"""Conversations in a real browser: written down after the day, told, changed; and what is not right, in confidence."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from .conftest import Door, check_page
from .test_placement import open_placement

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
EMIL, TUVA, BERIT = "Emil Eira", "Tuva Solberg", "Berit Antonsen"


def today_of(page: Page) -> None:
    page.goto("/internship/")


def follow(page: Page, words: str) -> None:
    """A link of Today, to where it leads."""
    page.get_by_role("link", name=re.compile(f"^{words}")).first.click()
    page.locator(".internship[data-started]").wait_for()


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]").first).to_contain_text("Saved")


def test_what_was_agreed_is_written_down_told_and_kept_as_it_was(own_door: Door) -> None:
    student = own_door(EMIL, viewport=PHONE)
    open_placement(student)  # the sample is made with whoever comes in first
    mentor = own_door(TUVA)
    today_of(mentor)
    expect(mentor.get_by_text("is not written down yet").first).to_be_visible()
    follow(mentor, "Write down what you agreed")
    mentor.get_by_label(EMIL).first.check()
    mentor.get_by_label("What we agreed").fill("Emil sells alone from Monday.")
    mentor.get_by_role("textbox", name="What", exact=True).fill("Write the price list")
    mentor.get_by_label("Who", exact=True).select_option(label=EMIL)
    mentor.get_by_role("button", name="Add a next step").click()
    mentor.get_by_role("textbox", name="What", exact=True).nth(1).fill("Call the university")
    mentor.get_by_label("Who", exact=True).nth(1).select_option(label=TUVA)
    saved(mentor)
    check_page(mentor, "a conversation as it is written down")
    mentor.set_viewport_size({"width": 1280, "height": 900})
    mentor.get_by_role("button", name="Done: tell the others").click()
    expect(mentor.get_by_text(f"Written down by {TUVA}")).to_be_visible()
    expect(mentor.get_by_text("Call the university")).to_be_visible()

    today_of(student)
    expect(student.get_by_text("Your next step: Write the price list").first).to_be_visible()
    follow(student, "Mark it as done")
    talk, step = student.locator("details.ix-talk-line[open]"), student.locator("[id$='-step-s1']")
    expect(step).to_be_in_viewport()
    step.get_by_role("button", name="Mark as done").click()
    expect(student.get_by_text(f"Done: {EMIL}")).to_be_visible()
    talk.get_by_text("Edit", exact=True).click()
    talk.get_by_label("What we agreed").fill("Emil sells alone from Tuesday.")
    talk.get_by_role("button", name="Save the change").first.click()
    expect(student.get_by_text("1 change since the others were told")).to_be_visible()
    student.get_by_text("1 change since the others were told").click()
    expect(student.get_by_text("Emil sells alone from Monday.")).to_be_visible()
    check_page(student, "a conversation that was changed")

    mentor.goto("/outbox/")
    expect(mentor.get_by_text(f"{TUVA} wrote down the conversation").first).to_be_attached()
    expect(mentor.get_by_text(f"{EMIL} changed what is written").first).to_be_attached()
    expect(mentor.get_by_text("from Monday")).to_have_count(0)
    far = own_door(TUVA, timezone_id="Pacific/Kiritimati")
    far.goto("/outbox/")
    sent = far.locator("summary time").first
    at = datetime.fromisoformat(sent.get_attribute("datetime") or "").astimezone(ZoneInfo("Pacific/Kiritimati"))
    expect(sent).to_contain_text(f"{at:%H:%M}")  # by the reader's clock, as everywhere


def test_nothing_typed_is_lost_where_two_write(own_door: Door) -> None:
    student = own_door(EMIL)
    open_placement(student)
    mentor = own_door(TUVA)
    for page in (mentor, student):
        today_of(page)
        follow(page, "Write down what you agreed")
        expect(page.get_by_label("What we agreed")).to_be_visible()
    mentor.get_by_label("What we agreed").fill("What Tuva wrote")
    saved(mentor)
    student.get_by_label("What we agreed").fill("What Emil wrote")
    conflict = student.get_by_role("group", name="What we agreed")
    expect(conflict).to_contain_text("What Tuva wrote")
    expect(conflict).to_contain_text("What Emil wrote")


def test_what_is_not_right_is_said_in_confidence(own_door: Door) -> None:
    student = own_door(EMIL, viewport=PHONE)
    open_placement(student)
    student.get_by_role("link", name="Something is not right").click()
    expect(student.get_by_text("Is somebody hurt or in danger?")).to_be_in_viewport()
    student.locator(".internship[data-started]").wait_for()
    check_page(student, "when something is not right")
    student.get_by_label("What is not right?").fill("I am left alone at the till.")
    student.get_by_label("Whom is it about?").select_option(label=f"{TUVA} (Mentor)")
    student.get_by_label(f"{TUVA} (Mentor)").check()
    student.get_by_role("button", name="Send").click()
    expect(student.get_by_text("Choose somebody else").first).to_be_visible()
    expect(student.get_by_label("What is not right?")).to_have_value("I am left alone at the till.")
    student.get_by_label(f"{TUVA} (Mentor)").uncheck()
    student.get_by_label(f"{BERIT} (University supervisor)").check()
    student.get_by_role("button", name="Send").click()
    expect(student.get_by_text("You raised a concern")).to_be_visible()
    check_page(student, "a concern that was raised")

    supervisor = own_door(BERIT)
    today_of(supervisor)
    expect(supervisor.get_by_text(f"{EMIL} has raised a concern.").first).to_be_visible()
    expect(supervisor.get_by_text("left alone")).to_have_count(0)
    supervisor.locator("a[href*='/concern/']").filter(has_text="Read it").first.click()
    expect(supervisor.get_by_text("I am left alone at the till.")).to_be_visible()
    supervisor.get_by_label("Your message").fill("I call you today.")
    supervisor.get_by_role("button", name="Send").first.click()
    expect(supervisor.get_by_text("I call you today.")).to_be_visible()

    mentor = own_door(TUVA)
    for address in ("/internship/", student.url.replace("#", "?"), student.url.replace("/concern/", "/placement/")):
        mentor.goto(address)
        expect(mentor.locator("main")).to_be_visible()
        expect(mentor.get_by_text(re.compile("left alone|raised a concern"))).to_have_count(0)
    mentor.goto("/outbox/")
    expect(mentor.get_by_text("Something is waiting for you to read").first).to_be_attached()
    expect(mentor.get_by_text("left alone")).to_have_count(0)

    today_of(student)
    expect(student.get_by_text(f"{BERIT} has answered your concern.").first).to_be_visible()


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(own_door: Door, language: str) -> None:
    page = own_door(EMIL)
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    open_placement(page)
    page.locator("a[href*='/conversation/']").first.click()
    page.locator(".internship[data-started]").wait_for()
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    check_page(page, f"conversations in {language}")
    page.locator("a[href*='/concern/']").first.click()
    page.locator(".internship[data-started]").wait_for()
    check_page(page, f"when something is not right in {language}")
