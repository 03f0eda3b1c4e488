"""A checklist that an author sets in Studio and the people of a placement tick; and the address of a calendar."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from .conftest import Door, check_page
from .story import view_as
from .test_placement import LESSON, open_placement
from .test_studio import settings
from .test_today import PHONE

pytestmark = pytest.mark.browser


def test_an_author_suggests_the_usual_lines_and_people_tick_them(door: Door) -> None:
    studio = settings(door("Sindre Moen"), LESSON)
    studio.get_by_text("Before the first day: a checklist").click()
    studio.get_by_role("button", name="Suggest the usual lines").click()
    expect(studio.get_by_label("What has to be in place")).to_have_count(8)
    studio.get_by_role("button", name=re.compile("Remove.*Line 8")).click()
    expect(studio.get_by_label("What has to be in place")).to_have_count(7)
    check_page(studio, "a checklist in Studio")
    studio.get_by_role("button", name="Save", exact=True).click()
    studio.get_by_role("link", name="Close the settings").or_(studio.get_by_role("link", name="Edit").first).first.wait_for()

    page = door("Emil Eira", viewport=PHONE)
    open_placement(page)
    # by its end: the line of Next that says what is not in place has the same words
    line = page.locator("li[id$=-check-secrecy]")
    expect(page.get_by_role("heading", name="Before the first day")).to_be_visible()
    line.get_by_role("button", name="Done").click()
    expect(line).to_contain_text("Done: Emil Eira")
    expect(line).to_be_focused()
    check_page(page, "a checklist that a student ticks")

    here = page.url
    view_as(page, "Tuva Solberg")
    page.goto(here)
    line.get_by_role("button", name="I have seen it").click()
    expect(line).to_contain_text("Seen by Tuva Solberg")
    view_as(page, "Berit Antonsen")
    page.goto(here)
    police = page.get_by_role("listitem").filter(has_text="Police certificate")
    police.get_by_role("button", name="I have seen it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the last day")
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
    police.get_by_label("Valid until").fill(day.isoformat())
    police.get_by_role("button", name="I have seen it").click()
    expect(police).to_contain_text("Valid until")
    check_page(page, "a checklist with what runs out")


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
def test_an_address_for_ones_calendar(door: Door, language: str) -> None:
    page = door("Emil Eira", viewport=PHONE)
    if language != "en":
        page.locator("header details summary").first.click()
        page.locator(f"button[name=language][value={language}]").click()
    open_placement(page)
    page.goto(page.url.split("/internship/")[0] + "/internship/")
    page.locator("a[href='/internship/calendar/']").click()
    page.locator("main form button").first.click()
    expect(page.locator("input[readonly]")).to_have_value(page.url + page.locator("input[readonly]").input_value()[-36:])
    expect(page.locator("a[href^='webcal://']")).to_be_visible()
    check_page(page, f"the address of a calendar in {language}")
