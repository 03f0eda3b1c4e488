"""Numbers, days and wrong fields as they are really typed: none becomes another, and none is "saved" that is not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, expect

from .conftest import NARROW, Door, check_page
from .story import add_row, example_made_ours, fill, fresh_plan, open_lesson, open_section, saved, unit_frame
from .test_log_writing import log
from .test_while_typing import wait_saved

pytestmark = pytest.mark.browser
SAVE = re.compile("save_section")
PARTLY, NO_DAY = "Everything is saved except what is marked", re.compile("This date does not exist or is incomplete")


def state(form: Locator) -> Locator:
    return form.locator("[data-save-state]").first


def again(door: Door, name: str, section: str) -> Locator:
    """The section as the server has it: seen from another computer."""
    return open_section(open_lesson(door(name), "Hand in your plan"), section)


def periods(frame: Frame) -> Locator:
    form = open_section(frame, "Periods")
    add_row(form, "Add a period", {"What you call it": "Autumn"})
    return form


def test_a_number_is_the_number_that_was_typed(door: Door) -> None:
    page = door("Mira Solberg")
    form = periods(fresh_plan(page))
    hours = form.get_by_label("Hours in this period")
    assert hours.get_attribute("type") == "text"
    for typed, shown in (("37,5", "37.5"), ("7:30", "7.5"), ("٣٧", "37"), ("150", "150")):
        hours.fill("")
        page.wait_for_timeout(1_500)
        with page.expect_response(SAVE):
            hours.press_sequentially(typed)
        expect(again(door, "Mira Solberg", "Periods").get_by_label("Hours in this period")).to_have_value(shown)
    hours.focus()
    hours.hover()
    for _turn in range(4):
        page.mouse.wheel(0, 100)
    expect(hours).to_have_value("150")


def test_nonsense_is_said_at_its_field_and_the_rest_is_saved(door: Door) -> None:
    page = door("Per-Anders Nilsen")
    frame = fresh_plan(page)
    form = periods(frame)
    hours = form.get_by_label("Hours in this period")
    hours.fill("1,500")
    form.get_by_label("What you call it").fill("Spring")
    expect(state(form)).to_have_text(PARTLY)
    expect(form.locator("[data-error]", has_text="This can be read as two numbers.")).to_be_visible()
    expect(hours).to_have_attribute("aria-invalid", "true")
    check_page(page, "a number that could be two")
    theirs = again(door, "Per-Anders Nilsen", "Periods")
    expect(theirs.get_by_label("What you call it")).to_have_value("Spring")
    expect(theirs.get_by_label("Hours in this period")).to_have_value("")

    page.reload()  # what was typed wrong is still here
    form = open_section(unit_frame(page), "Periods")
    expect(form.get_by_label("Hours in this period")).to_have_value("1,500")
    expect(state(form)).to_have_text(PARTLY)
    form.get_by_label("Hours in this period").fill("1500")
    wait_saved(form)
    expect(form.locator("[data-error]", has_text="This can be read as two numbers.")).to_have_count(0)


def test_one_wrong_field_keeps_no_entry_from_the_server(door: Door) -> None:
    page = door("Jonas Eira")
    frame = log(page)
    form = frame.locator("form[data-draft]").first
    form.get_by_label("Hours").fill("7.3")
    form.get_by_label("What?", exact=True).fill("Rang a customer.")
    expect(state(form)).to_have_text(PARTLY)
    there = open_lesson(door("Jonas Eira"), "Your log").locator("form[data-draft]").first
    expect(there.get_by_label("What?", exact=True)).to_have_value("Rang a customer.")
    expect(there.get_by_label("Hours")).to_have_value("")
    form.get_by_role("button", name="Keep it to myself for now").click()
    expect(form.locator("[data-error]", has_text="Give full quarters")).to_be_visible()
    expect(form.get_by_label("Hours")).to_have_value("7.3")
    form.get_by_label("Hours").fill("7:30")
    wait_saved(form)
    form.get_by_role("button", name="Keep it to myself for now").click()
    expect(frame.get_by_text("7.5 hours").first).to_be_visible()


def test_a_press_that_is_refused_leads_to_the_field(door: Door) -> None:
    """The message stands above a long form: on a phone nothing would seem to happen."""
    page = door("Jonas Eira", viewport=NARROW)
    frame = log(page)
    form = frame.locator("form[data-draft]").first
    form.get_by_label("What?", exact=True).fill("Rang a customer.")
    hours = form.get_by_label("Hours")
    hours.fill("7.3")
    expect(state(form)).to_have_text(PARTLY)
    expect(hours).to_be_focused()  # a save by itself takes nobody along
    form.get_by_role("button", name="Go on to sharing").press("Enter")
    expect(hours).to_be_focused()
    expect(hours).to_be_in_viewport()


def test_handing_in_stops_at_what_could_not_be_kept(door: Door) -> None:
    page = door("Mira Solberg", viewport=NARROW)
    frame = fresh_plan(page)
    example_made_ours(frame)
    parties = open_section(frame, "Parties")
    fill(parties, {"Without a second mentor: who steps in, for example at the university": "Kari Antonsen"})
    add_row(parties, "Add a party", {"Role": "Student", "Name": "Jonas Eira"})
    hours = open_section(frame, "Periods").get_by_label("Hours in this period").first
    hours.fill("1,500")
    expect(frame.locator("[data-error]", has_text="This can be read as two numbers.")).to_be_visible()
    frame.get_by_role("button", name="Hand in the plan").press("Enter")
    expect(hours).to_be_focused()
    expect(hours).to_be_in_viewport()
    expect(frame.get_by_role("alert").filter(has_text="This is not done yet")).to_be_visible()


def type_day(field: Locator, keys: str) -> None:
    """Type into the parts of a browser's date field, month first as in the language that it is started with."""
    field.focus()
    field.press_sequentially(keys, delay=30)


def is_unread(field: Locator) -> bool:
    return bool(field.evaluate("field => field.validity.badInput"))


@pytest.mark.parametrize("keys", ["02302027", "0921"])
def test_a_day_that_there_is_not_is_not_saved(door: Door, keys: str) -> None:
    page = door("Kari Antonsen")
    frame = fresh_plan(page)
    form = periods(frame)
    first = form.get_by_label("First day")
    type_day(first, keys)
    assert is_unread(first), "the browser cannot read this"
    expect(form.locator("[data-error]", has_text=NO_DAY)).to_be_visible()  # a moment after the last key, before it is left
    expect(state(form)).to_have_text(PARTLY)
    with page.expect_response(SAVE):
        fill(form, {"What you call it": "Weeks at sea"})
    expect(state(form)).to_have_text(PARTLY)
    expect(form.locator("[data-error]", has_text=NO_DAY)).to_be_visible()
    expect(first).to_have_attribute("aria-invalid", "true")
    check_page(page, f"a day that there is not {keys}")
    expect(again(door, "Kari Antonsen", "Periods").get_by_label("What you call it")).to_have_value("Weeks at sea")

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
    page = door("Sofie Berg")
    frame = fresh_plan(page)
    frame.get_by_role("button", name="Something else").click()
    frame.get_by_role("button", name="Look at it first").first.click()
    field = frame.locator("input[type=date][name=first_day]")
    field.wait_for()
    field.fill("")
    type_day(field, "0230")
    field.locator("xpath=ancestor::form").get_by_role("button").first.click()
    expect(frame.locator("[data-error]", has_text=NO_DAY)).to_be_visible()
    expect(field).to_be_focused()


def test_an_address_comes_back_as_it_was_typed(door: Door) -> None:
    page = door("Mira Solberg")
    form = open_section(fresh_plan(page), "Parties")
    form.get_by_label("E-mail").first.fill("kari@blåbær.no")
    saved(form)
    wait_saved(form)
    expect(again(door, "Mira Solberg", "Parties").get_by_label("E-mail").first).to_have_value("kari@blåbær.no")
