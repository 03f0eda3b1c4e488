"""Days and wrong fields as a browser has them: none is "saved" that is not, and one is led there. More is in tests/keeper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, expect

from .conftest import NARROW, Door, check_page
from .story import add_row, example_made_ours, fill, fresh_plan, open_lesson, open_section
from .test_document import look_at_long_plan
from .test_no_word_lost import wait_saved

pytestmark = pytest.mark.browser
SAVE = re.compile("save_section")
PARTLY, NO_DAY = "Everything is saved except what is marked", re.compile("This date does not exist or is incomplete")


def state(form: Locator) -> Locator:
    return form.locator("[data-save-state]").first


def again(door: Door, name: str, section: str) -> Locator:
    """The section as the server has it: seen from another computer."""
    return open_section(open_lesson(door(name), "Submit your plan"), section)


def periods(frame: Frame) -> Locator:
    form = open_section(frame, "Periods")
    add_row(form, "Add a period", {"What you call it": "Autumn"})
    return form


def test_submitting_stops_at_what_could_not_be_kept(door: Door) -> None:
    page = door("Tuva Solberg", viewport=NARROW)
    frame = fresh_plan(page)
    example_made_ours(frame)
    parties = open_section(frame, "Participants")
    fill(parties, {"Without a second mentor: who steps in, for example at the university": "Berit Antonsen"})
    add_row(parties, "Add a participant", {"Role": "Student", "Name": "Emil Eira"})
    hours = open_section(frame, "Periods").get_by_label("Hours in this period").first
    hours.fill("1,500")
    expect(frame.locator("[data-error]", has_text="This can be read as two different numbers.")).to_be_visible()
    frame.get_by_role("button", name="Submit the plan").press("Enter")
    expect(hours).to_be_focused()
    expect(hours).to_be_in_viewport()
    expect(frame.get_by_role("alert").filter(has_text="This is not done yet")).to_be_visible()


def type_day(field: Locator, keys: str) -> None:
    """Type into the parts of a browser's date field, month first as in the language that it is started with."""
    field.focus()
    field.press_sequentially(keys, delay=30)


def is_unread(field: Locator) -> bool:
    return bool(field.evaluate("field => field.validity.badInput"))


def test_a_day_that_there_is_not_is_not_saved(door: Door) -> None:
    page = door("Berit Antonsen")
    frame = fresh_plan(page)
    form = periods(frame)
    first = form.get_by_label("First day")
    type_day(first, "02302027")
    assert is_unread(first), "the browser cannot read this"
    expect(form.locator("[data-error]", has_text=NO_DAY)).to_be_visible()  # a moment after the last key, before it is left
    expect(state(form)).to_have_text(PARTLY)
    with page.expect_response(SAVE):
        fill(form, {"What you call it": "Weeks at sea"})
    expect(state(form)).to_have_text(PARTLY)
    expect(form.locator("[data-error]", has_text=NO_DAY)).to_be_visible()
    expect(first).to_have_attribute("aria-invalid", "true")
    check_page(page, "a day that there is not")
    expect(again(door, "Berit Antonsen", "Periods").get_by_label("What you call it")).to_have_value("Weeks at sea")

    form.get_by_role("button", name="Add a period").click()  # would bring a row, and take nothing along
    expect(first).to_be_focused()
    expect(form.locator(".ix-plan-row")).to_have_count(1)
    first.fill("2027-02-28")
    wait_saved(form)
    expect(form.locator("[data-error]", has_text=NO_DAY)).to_have_count(0)
    form.get_by_role("button", name="Add a period").click()
    expect(form.locator(".ix-plan-row")).to_have_count(2)


def test_a_day_that_is_saved_stays_while_another_is_half_typed(door: Door) -> None:
    page = door("Ida Hætta")
    frame = fresh_plan(page)
    form = periods(frame)
    first = form.get_by_label("First day")
    with page.expect_response(SAVE):
        first.fill("2027-02-03")
    first.focus()
    page.keyboard.press("Backspace")
    assert is_unread(first)
    with page.expect_response(SAVE):
        form.get_by_label("What you call it").fill("Half a day")
    expect(state(form)).to_have_text(PARTLY)
    there = again(door, "Ida Hætta", "Periods")
    expect(there.get_by_label("What you call it")).to_have_value("Half a day")
    expect(there.get_by_label("First day")).to_have_value("2027-02-03")
    with page.expect_response(SAVE):
        first.fill("")  # taking it out is an answer
    wait_saved(form)
    expect(again(door, "Ida Hætta", "Periods").get_by_label("First day")).to_have_value("")


def test_a_form_without_a_draft_says_it_too(door: Door) -> None:
    page = door("Sindre Moen")
    frame = fresh_plan(page)
    look_at_long_plan(frame)
    field = frame.locator("input[type=date][name=first_day]")
    field.wait_for()
    field.fill("")
    type_day(field, "0230")
    field.locator("xpath=ancestor::form").get_by_role("button").first.click()
    expect(frame.locator("[data-error]", has_text=NO_DAY)).to_be_visible()
    expect(field).to_be_focused()
