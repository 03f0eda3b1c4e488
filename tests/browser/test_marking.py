"""The reviewer's form: by keyboard alone, and no mark and no word of it is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Door, check_page
from .story import open_newest, submit_fresh_plan

pytestmark = pytest.mark.browser

KEPT, RESTORED = "Saved on this computer", "What you had started on an earlier visit was restored"


@pytest.fixture
def page(door: Door) -> Page:
    """A reviewer in front of a plan that waits."""
    submit_fresh_plan(door())
    reviewer = door("Ida Hætta")
    open_newest(reviewer)
    expect(reviewer.get_by_text("What to look at")).to_be_visible()
    return reviewer


def criterion(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)


def test_marks_by_keyboard_alone(page: Page) -> None:
    first, second = criterion(page, "Tasks support the outcomes"), criterion(page, "The work moves towards doing it alone")
    first.get_by_label("No mark").focus()
    page.keyboard.press("ArrowLeft")
    expect(first.get_by_label("Met")).to_be_checked()
    expect(first.get_by_label("Met")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Well tied together")
    page.keyboard.press("Tab")
    expect(second.get_by_label("No mark")).to_be_focused()  # the next criterion: nothing in between
    for _step in range(3 * 2):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("Read with pleasure.")
    page.get_by_role("button", name="Comment").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Your comment is sent")
    page.get_by_text("How it was assessed").click()
    expect(page.get_by_role("listitem").filter(has_text="Well tied together").last).to_contain_text("Met")
    check_page(page, "a marked plan")


def test_what_decides_is_in_sight_before_anybody_scrolls(page: Page) -> None:
    for height in (720, 900):
        page.set_viewport_size({"width": 1280, "height": height})
        for name in ("Comment", "Ask for changes", "Approve"):
            expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_enter_in_a_field_decides_nothing(page: Page) -> None:
    words, points = page.get_by_label("Your comment"), page.get_by_role("textbox", name="Points")
    words.fill("Read twice.")
    points.fill("0,7")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    points.press("Enter")
    page.wait_for_load_state("networkidle")
    assert sent == []
    expect(words).to_have_value("Read twice.")
    expect(points).to_have_value("0,7")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Your comment is sent")
    assert len(sent) == 1


def test_what_was_marked_comes_back_until_it_is_sent(page: Page) -> None:
    first, second = criterion(page, "Tasks support the outcomes"), criterion(page, "Conversations are scheduled")
    state = page.locator("[data-save-state]")
    first.get_by_label("Partly").check()
    expect(state).to_contain_text(KEPT)
    first.get_by_label("No mark").check()  # as it was: nothing to keep
    expect(state).to_have_text("")
    first.get_by_label("Partly").check()
    second.get_by_label("Remark").fill("Who comes to the second one?")
    page.goto(page.url)
    expect(first.get_by_label("Partly")).to_be_checked()
    expect(second.get_by_label("Remark")).to_have_value("Who comes to the second one?")
    expect(state).to_have_text(RESTORED)

    page.get_by_role("button", name="Ask for changes").click()  # refused: there are no words yet
    expect(page.get_by_role("alert")).to_contain_text("Write what should be changed")
    expect(first.get_by_label("Partly")).to_be_checked()
    page.get_by_label("Your comment").fill("See the remarks.")
    page.goto(page.url)  # left without sending
    for field, value in (
        (second.get_by_label("Remark"), "Who comes to the second one?"),
        (page.get_by_label("Your comment"), "See the remarks."),
    ):
        expect(field).to_have_value(value)
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("main")).to_contain_text("Changes requested.")

    second.get_by_label("Remark").fill("")  # the answer's own remark, taken back for the next one
    page.goto(page.url)
    expect(second.get_by_label("Remark")).to_have_value("")
    expect(first.get_by_label("Partly")).to_be_checked()
    expect(page.get_by_label("Your comment")).to_have_value("")  # sent long ago
