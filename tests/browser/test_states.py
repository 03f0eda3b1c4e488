"""What the draft keeper says, as it looks: for axe, and on a phone. When it says it is in tests/keeper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Door, check_page
from .story import add_row, fresh_plan, open_lesson, open_section
from .test_input import PARTLY, state
from .test_log_writing import SAMPLE, log, offer_gibbs

pytestmark = pytest.mark.browser


def test_fields_that_cannot_be_kept(door: Door) -> None:
    page = door("Berit Antonsen")
    form = open_lesson(page, SAMPLE).locator("form[data-draft]").first
    form.get_by_label("A question for you").fill("Too long. " * 1_001)
    expect(state(form)).to_have_text(PARTLY)
    expect(form.locator("[data-error]", has_text="At most 10000 characters")).to_be_visible()
    check_page(page, "a text that is too long")

    page = door("Ida Hætta")
    form = open_section(fresh_plan(page), "Periods")
    add_row(form, "Add a period", {"What you call it": "Autumn"})
    form.get_by_label("Hours in this period").fill("1,500")
    expect(form.locator("[data-error]", has_text="This can be read as two different numbers.")).to_be_visible()
    check_page(page, "a number that could be two")


def test_other_questions_with_a_field_that_cannot_be_kept(door: Door) -> None:
    offer_gibbs(door("Sindre Moen"))
    page = door("Per-Anders Nilsen")
    form = log(page).locator("form[data-draft]").first
    form.get_by_label("What?", exact=True).fill("Rang a customer.")
    form.get_by_label("Hours").fill("7.3")
    expect(state(form)).to_have_text(PARTLY)
    form.locator("summary", has_text="Questions: Driscoll").click()
    form.get_by_label("Write this entry from").select_option("gibbs")
    form.get_by_role("button", name="Use these questions").click()
    expect(form.get_by_label("Feelings")).to_be_visible()
    expect(form.get_by_text("You continue with")).to_be_focused()
    expect(form.get_by_role("alert")).to_contain_text("Everything is saved except what is marked here.")
    check_page(page, "other questions with a field that cannot be kept")
