"""What a page says about when: by the reader's clock, whatever the site's is, and the same in every place."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from .conftest import Door
from .story import fill, fresh_plan, open_lesson, open_section, saved, unit_frame
from .test_log_writing import log

pytestmark = pytest.mark.browser

FAR = "Pacific/Kiritimati"  # thirteen hours and more before the demo's own clock: often another day


def test_when_something_was_saved_is_said_by_the_readers_clock(door: Door) -> None:
    page = door(timezone_id=FAR)
    plan = fresh_plan(page)
    contacts = open_section(plan, "Contacts and time")
    began = datetime.now(ZoneInfo(FAR))
    fill(contacts, {"Contact at the university": "Berit Antonsen"})
    saved(contacts)
    ended = datetime.now(ZoneInfo(FAR))
    times = "|".join({f"{at:%H:%M}" for at in (began, ended)})
    days = "|".join({str(at.day) for at in (began, ended)})
    expect(contacts.locator("[data-save-state]").last).to_have_text(re.compile(f"Saved ({times})"))
    said = re.compile(rf"Last saved \w+,? ({days}) \w+ ({times}) by")
    expect(plan.locator("[id$=-place]").first).to_have_text(said)
    page.reload()
    plan = unit_frame(page)
    expect(plan.locator("[id$=-place]").first).to_have_text(said)
    state = open_section(plan, "Contacts and time").locator("[data-save-state]").last
    expect(state).to_have_text(re.compile(f"Saved ({times})"))


def test_a_new_entry_is_about_the_readers_day(own_door: Door) -> None:
    ahead = datetime.now(ZoneInfo(FAR)).date() != datetime.now(ZoneInfo("Europe/Oslo")).date()
    zone = FAR if ahead else "Pacific/Pago_Pago"  # one of the two has another day than the demo, at any hour
    page = own_door("Emil Eira", timezone_id=zone)
    frame = log(page)
    form = frame.locator("form[data-draft]").first
    for _again in range(2):  # by the button, and where the form comes with the page
        today = f"{datetime.now(ZoneInfo(zone)):%Y-%m-%d}"
        expect(form.get_by_label("Day", exact=True)).to_have_value(today)
        expect(form.locator("[data-save-state]")).to_have_text("")  # nobody has typed it
        page.reload()
        frame = unit_frame(page)
        form = frame.locator("form[data-draft]").first
    form.get_by_label("What?", exact=True).fill("Rang a customer.")
    saved(form)
    elsewhere = open_lesson(own_door("Emil Eira"), "Your log").locator("form[data-draft]").first
    expect(elsewhere.get_by_label("Day", exact=True)).to_have_value(today)
