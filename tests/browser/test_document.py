"""A plan as a document: a long one is short on a phone and whole on paper, and a part of it is edited in place by keyboard."""

from __future__ import annotations

import re
from datetime import date
from itertools import cycle, islice

import pytest
from playwright.sync_api import Frame, Page, expect

from internship_xblock.tools.plans.documents import as_json as exports
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.sources import examples
from tests.exports import world

from .conftest import NARROW, WIDE, Door, check_page, check_width
from .story import add_row, close_section, copies, fresh_plan, open_section, part_of, saved, unfold
from .test_keyboard import press, tab_to

pytestmark = pytest.mark.browser
RULES = PlanRules()
PHONE = {"width": 390, "height": 844}
TASKS = 30
WORDS = (
    "Shadow the auction and note three questions a day",
    "Make the catalogue of the next auction day together with the auctioneer and have it checked before it is sent",
    "Take the calls of two buyers",
)
# The names of what can be seen, of all that stands under the block's root.
SEEN = """what => [...document.querySelectorAll(".internship " + what)].filter(one => one.checkVisibility())
    .map(one => one.id || one.textContent.trim().slice(0, 60))"""
SCROLLS = """() => [...document.querySelectorAll(".internship *")].filter(one => one.checkVisibility() &&
    one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX))
    .map(one => one.className)"""


def long_plan() -> str:
    """A file with a plan of thirty tasks, each with an outcome, a day and evidence."""
    rows = examples.example(RULES, date(2027, 2, 1))
    some = rows["tasks"]
    rows["tasks"] = [
        {**task, "uid": f"task{at:04}", "text": words}
        for at, (task, words) in enumerate(islice(zip(cycle(some), cycle(WORDS), strict=False), TASKS))
    ]
    data = {name: {"rows": one} if len(one) > 1 else {"values": one[0]} for name, one in rows.items()}
    return exports.as_json(world.taken(frozen_text.build(examples.people(), data, RULES.headings))).decode()


def look_at_long_plan(frame: Frame) -> None:
    """Choose the file to start from, and look at what would be put into the plan."""
    frame.get_by_role("button", name=re.compile("Start from an earlier plan")).click()
    unfold(frame, "A downloaded plan")
    frame.get_by_label("Or paste its text").fill(long_plan())
    frame.get_by_role("button", name="Preview the file").click()


def a_long_plan(page: Page) -> Frame:
    frame = fresh_plan(page)
    look_at_long_plan(frame)
    frame.get_by_role("button", name="Add this to the plan").click()
    expect(frame.get_by_text("Filled in: Periods, Learning outcomes, Tasks")).to_be_visible()
    parties = open_section(frame, "Participants")
    for role, name in (("Student", "Emil Eira"), ("Mentor", "Aslak Ŋiillas"), ("University supervisor", "Berit Antonsen")):
        add_row(parties, "Add a participant", {"Role": role, "Name": name, "Organisation and department": "The fish auction"})
    close_section(frame, "Participants")
    return frame


def test_a_plan_of_thirty_tasks_is_short_on_a_phone_and_whole_on_paper(door: Door) -> None:
    page = door("Emil Eira")
    frame = a_long_plan(page)
    tasks = part_of(frame, "Tasks").locator("details.ix-task")
    expect(tasks).to_have_count(TASKS)
    page.set_viewport_size(PHONE)
    top, end = frame.locator("article.ix-document").bounding_box(), tasks.last.bounding_box()
    assert top
    assert end
    assert end["y"] + end["height"] - top["y"] <= 4 * PHONE["height"]
    tasks.nth(4).locator("summary").click()  # its details open in place
    expect(tasks.nth(4).get_by_text("Evidence", exact=True)).to_be_visible()
    expect(tasks.nth(5).locator(".ix-task-body")).to_be_hidden()
    page.set_viewport_size(NARROW)
    frame.evaluate("() => document.querySelectorAll('details.ix-task').forEach(one => { one.open = true; })")
    check_width(frame, "a plan of thirty tasks at 320 px")
    assert frame.evaluate(SCROLLS) == []
    page.set_viewport_size(WIDE)

    frame.evaluate("() => document.querySelectorAll('details.ix-task').forEach(one => { one.open = false; })")
    open_section(frame, "Tasks")
    page.emulate_media(media="print")
    try:
        assert len(frame.evaluate(SEEN, "article.ix-document .ix-task-body")) == TASKS
        assert len(frame.evaluate(SEEN, "article.ix-document .ix-part-text")) == len(frame.locator(".ix-part-text").all())
        for what in ("form *", "button", "summary:not(.ix-task > *)", ".ix-beside *", "input, textarea, select"):
            assert frame.evaluate(SEEN, what) == [], what
    finally:
        page.emulate_media(media="screen")
    check_page(page, "a long form of a plan")


def test_a_part_is_edited_in_place_by_keyboard(door: Door) -> None:
    """*Done* right after a keystroke, over what cannot be kept, and without a connection: no word is lost, and each is seen."""
    page = door()
    frame = fresh_plan(page)
    part = part_of(frame, "Contacts and time")
    edit, text, alert = part.locator("details.ix-edit > summary"), part.locator(".ix-part-text"), part.get_by_role("alert")
    said = alert.filter(has_text=re.compile("This is not done yet|Not saved yet"))
    press(page, frame, edit)
    form = part.locator("form[data-draft]")
    field, hours = form.get_by_label("Contact at the university"), form.get_by_label("Hours a week the mentor sets aside")
    expect(field).to_be_visible()
    expect(text).to_be_hidden()
    expect(edit).to_be_focused()
    tab_to(page, frame, field)
    page.keyboard.type("Berit, at the desk")
    press(page, frame, edit, back=True)
    expect(text).to_contain_text("Berit, at the desk")
    expect(form).to_be_hidden()
    expect(edit).to_be_focused()
    assert copies(frame) == []

    page.keyboard.press("Enter")
    tab_to(page, frame, hours)
    page.keyboard.type("1,500")
    press(page, frame, form.get_by_role("button", name="Done"))
    expect(hours).to_be_focused()  # open again
    expect(hours).to_have_value("1,500")
    expect(said).to_be_visible()
    hours.fill("1.5")
    saved(form)
    expect(alert).to_have_count(0)
    press(page, frame, form.get_by_role("button", name="Done"))
    expect(text).to_contain_text("1.5")
    expect(edit).to_be_focused()

    page.keyboard.press("Enter")
    page.context.set_offline(True)
    field.fill("Berit, by telephone")
    press(page, frame, edit, back=True)
    expect(said).to_be_visible()
    expect(field).to_have_value("Berit, by telephone")
    expect(field).to_be_visible()
    expect(form.locator("[data-save-state]")).to_have_text("Offline: kept on this computer")
    page.context.set_offline(False)
    saved(form)
    expect(alert).to_have_count(0)
    press(page, frame, edit, back=True)
    expect(text).to_contain_text("Berit, by telephone")
