"""Nobody ever loses a word: what a real browser and a real server decide of it. All else is in tests/keeper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door
from .story import copies, fresh_plan, open_lesson, open_section, saved, unit_frame
from .test_log_writing import LOG, log

pytestmark = pytest.mark.browser

SECTION = "Contacts and time"
FIELD = "Contact at the university"
SAID = re.compile("Saved|kept on this computer|Saving")


def field(frame: Frame) -> Locator:
    return open_section(frame, SECTION).get_by_label(FIELD, exact=True)


def state(frame: Frame) -> Locator:
    return open_section(frame, SECTION).locator("[data-save-state]")


def entry(frame: Frame, label: str = "What?") -> Locator:
    return frame.locator("form[data-draft]").first.get_by_label(label, exact=True)


def wait_saved(form: Locator) -> None:
    """By this page: not what the server said when the form came."""
    expect(form.locator("[data-save-state][data-state=saved]").first).to_be_visible()


def again(page: Page) -> Frame:
    """The same lesson, loaded anew."""
    page.reload()
    return unit_frame(page)


def test_the_page_is_closed_right_after_a_keystroke(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    field(frame).press_sequentially("Kari, at the desk")
    page.close()
    page = door.tab(page.context)
    frame = fresh_tab(page)
    expect(field(frame)).to_have_value("Kari, at the desk")
    saved(open_section(frame, SECTION))
    expect(field(again(page))).to_have_value("Kari, at the desk")


def fresh_tab(page: Page) -> Frame:
    """The plan that this person had open last."""
    page.get_by_role("link", name="Outline").first.click()
    page.get_by_role("link", name=re.compile("^Submit your plan")).first.click()
    return unit_frame(page)


def test_two_tabs_change_one_answer(door: Door) -> None:
    first = door()
    one = fresh_plan(first)
    second = door.tab(first.context)
    two = fresh_tab(second)
    field(two)  # both have the section open and empty

    field(one).fill("from the first")
    saved(open_section(one, SECTION))
    field(two).fill("from the second")
    assert len(copies(two)) == 1
    conflict = open_section(two, SECTION).get_by_role("alert")
    expect(conflict.locator("[data-mine]")).to_have_text("from the second")
    expect(conflict.locator("[data-theirs]")).to_have_text("from the first")
    expect(state(two)).to_contain_text("choose")
    expect(field(two)).to_have_value("from the second")

    open_section(one, SECTION).get_by_label("Hours a week the mentor sets aside").fill("2")
    one.wait_for_function("() => Object.keys(localStorage).filter(name => name.startsWith('internship:')).length === 1")
    second.close()  # the first tab's saving has not cleaned away what the second keeps
    second = door.tab(first.context)
    two = fresh_tab(second)
    conflict = open_section(two, SECTION).get_by_role("alert")
    expect(conflict.locator("[data-mine]").first).to_have_text("from the second")

    conflict.get_by_role("button", name="Use the saved text").click()
    expect(conflict).to_have_count(0)
    two = unit_frame(second)  # the page was loaded anew
    expect(field(two)).to_have_value("from the first")
    assert copies(two) == []
    expect(field(again(second))).to_have_value("from the first")
    expect(field(again(first))).to_have_value("from the first")


def test_the_server_loses_its_power_while_somebody_types(own_door: Door) -> None:
    page, demo = own_door(), own_door.demo
    frame = fresh_plan(page)
    field(frame).press_sequentially("before ")
    expect(state(frame)).to_contain_text("Saved")
    field(frame).press_sequentially("while it ")
    demo.kill()
    field(frame).press_sequentially("was gone ")
    expect(state(frame)).to_have_text("Offline: kept on this computer")
    demo.start()
    field(frame).press_sequentially("and after")
    expect(state(frame)).to_contain_text("Saved", timeout=15_000)
    expect(field(again(page))).to_have_value("before while it was gone and after")


def test_the_session_has_expired(door: Door) -> None:
    """The site answers with its sign-in page, as the LMS does."""
    page = door()
    frame = fresh_plan(page)
    field(frame)
    page.route("**/handler/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<html>Sign in</html>"))
    field(frame).fill("Kari, on Fridays")
    expect(open_section(frame, SECTION).get_by_role("alert")).to_contain_text("You have been signed out")
    expect(state(frame)).to_contain_text("Not saved yet")
    page.unroute("**/handler/**")
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(state(frame)).to_contain_text("Saved")
    expect(open_section(frame, SECTION).get_by_role("alert")).to_have_count(0)
    expect(field(again(page))).to_have_value("Kari, on Fridays")


def test_the_browsers_own_memory_of_a_form_is_not_taken_for_typed_words(own_door: Door) -> None:
    """Who comes back finds what is saved now, not what stood in the fields when they left: saving that would undo the rest."""
    page = own_door("Emil Eira")
    frame = log(page)
    entry(frame).fill("First")
    wait_saved(frame.locator("form[data-draft]").first)
    page.goto("/")
    there = open_lesson(own_door("Emil Eira"), LOG)
    entry(there).fill("Second, longer")
    wait_saved(there.locator("form[data-draft]").first)
    page.go_back()
    frame = unit_frame(page)
    page.wait_for_timeout(500)
    expect(entry(frame)).to_have_value("Second, longer")
