"""Everything by keyboard alone, with the focus always somewhere and always visible; cards also by mouse and by finger."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door
from .story import fresh_plan, open_lesson, open_section, part_of, right_piles, saved

pytestmark = pytest.mark.browser

UNIT, STEP, LESSON = "role-sorting", "roles", "Who does what?"
FOCUS = """() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) { return { tag: "nothing", words: "", shown: false }; }
    // A choice shows its focus around its whole label.
    const shown = [focused, focused.closest("label")].some(
        (one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) > 0);
    return { tag: focused.tagName, words: (focused.innerText || focused.name || "").slice(0, 60), shown };
}"""


def focus(page: Page, frame: Frame) -> dict[str, Any]:
    """What has the focus, in the page or in the unit's frame; never nothing, and always seen."""
    found: dict[str, Any] = page.evaluate(FOCUS)
    if found["tag"] == "IFRAME":
        found = frame.evaluate(FOCUS)
    return found


def assert_focus_came_along(page: Page, frame: Frame) -> None:
    """After a part of the screen was replaced: the focus is on something new."""
    frame.wait_for_function("document.activeElement && document.activeElement !== document.body", timeout=3_000)
    assert_focus_is_shown(page, frame)


def assert_focus_is_shown(page: Page, frame: Frame) -> None:
    found = focus(page, frame)
    assert found["tag"] not in ("nothing", "BODY"), "the focus is lost"
    assert found["shown"], f"the focus is not visible: {found}"


def tab_to(page: Page, frame: Frame, target: Locator, key: str = "Tab", limit: int = 60) -> None:
    """Press Tab until `target` has the focus; on every stop of the way the focus is visible."""
    for _press in range(limit):
        if target.evaluate("one => one === document.activeElement"):
            assert_focus_is_shown(page, frame)
            return
        page.keyboard.press(key)
        assert_focus_is_shown(page, frame)
    raise AssertionError(f"{limit} presses of {key} did not reach {target}")


def press(page: Page, frame: Frame, button: Locator, key: str = "Enter", back: bool = False) -> None:
    tab_to(page, frame, button, "Shift+Tab" if back else "Tab")
    page.keyboard.press(key)


def to_the_sort_step(page: Page) -> Frame:
    """Go to the sort step as somebody who has not been in this unit before."""
    frame = open_lesson(page, LESSON)
    for heading in ("Four parties", "Sort the tasks"):
        frame.get_by_role("button", name="Next").click()
        frame.get_by_role("heading", name=heading).wait_for()
    return frame


def test_sorting_by_keyboard(door: Door) -> None:
    page = door("Berit Antonsen")
    frame = open_lesson(page, LESSON)
    for heading in ("Four parties", "Sort the tasks"):
        press(page, frame, frame.get_by_role("button", name="Next", exact=True))
        expect(frame.get_by_role("heading", name=heading)).to_be_focused()
        assert_focus_is_shown(page, frame)
    piles = right_piles(UNIT, STEP)
    names = frame.locator("[data-tray] [data-card] input:first-of-type").evaluate_all("all => all.map(one => one.name)")
    for name in dict.fromkeys(names):
        radios = frame.locator(f"input[name='{name}']")
        tab_to(page, frame, radios.first)
        page.keyboard.press("Space")
        wanted = piles[name.removeprefix("card-")]
        values = radios.evaluate_all("all => all.map(one => one.value)")
        for _step in range(values.index(wanted)):
            page.keyboard.press("ArrowDown")
            assert_focus_is_shown(page, frame)
        expect(frame.locator(f"input[name='{name}'][value='{wanted}']")).to_be_checked()
    press(page, frame, frame.get_by_role("button", name="Check", exact=True))
    frame.get_by_role("button", name="Try again").wait_for()
    assert_focus_came_along(page, frame)
    expect(frame.get_by_text("Look again")).to_have_count(0)
    press(page, frame, frame.get_by_role("button", name="Next", exact=True))
    expect(frame.get_by_role("heading", name="A hard question")).to_be_focused()


def test_a_card_sorted_on_a_phone_lies_in_its_pile_when_there_is_room(door: Door) -> None:
    """One card at a time, by keyboard; a window that becomes wide shows the piles with it, without an error of the script."""
    page = door("Emil Eira", viewport={"width": 320, "height": 800})
    frame = to_the_sort_step(page)
    piles = frame.get_by_role("group", name="Piles").get_by_role("button")
    pile = piles.first.text_content() or ""
    tab_to(page, frame, piles.first)
    page.keyboard.press("Enter")
    expect(frame.get_by_text(f"You chose: {pile.strip()}")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    lying = frame.locator("[data-pile] [data-card]")
    expect(lying).to_have_count(1)
    expect(frame.locator("[data-pile]", has=frame.locator("[data-card]"))).to_contain_text(pile.strip())


def test_rows_of_a_plan_by_keyboard(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    press(page, frame, part_of(frame, "Learning outcomes").locator("details.ix-edit > summary"))
    form = open_section(frame, "Learning outcomes")
    rows, label = form.locator(".ix-plan-row"), "At the end, the student can …"
    for number, text in enumerate(("Explain how a price is made", "Prepare a catalogue"), start=1):
        press(page, frame, form.get_by_role("button", name="Add an outcome"))
        expect(rows).to_have_count(number)
        expect(rows.last.get_by_label(label)).to_be_focused()
        assert_focus_is_shown(page, frame)
        page.keyboard.type(text)
    saved(form)

    press(page, frame, rows.last.get_by_role("button", name="Move up"), back=True)
    expect(rows.first.get_by_label(label)).to_have_value("Prepare a catalogue")
    expect(rows.first.get_by_role("button", name="Move down")).to_be_focused()
    assert_focus_is_shown(page, frame)
    page.keyboard.press("Enter")
    expect(rows.last.get_by_label(label)).to_have_value("Prepare a catalogue")
    expect(rows.last.get_by_role("button", name="Move up")).to_be_focused()

    press(page, frame, rows.last.get_by_role("button", name="Duplicate"))
    expect(rows).to_have_count(3)
    expect(rows.last.get_by_label(label)).to_be_focused()
    expect(rows.last.get_by_label(label)).to_have_value("Prepare a catalogue")
    press(page, frame, rows.last.get_by_role("button", name="Remove"), back=True)
    expect(rows).to_have_count(2)
    expect(form.get_by_role("button", name="Restore").first).to_be_focused()

    press(page, frame, rows.last.get_by_role("button", name="Remove"), back=True)
    expect(rows).to_have_count(1)
    back = form.get_by_role("button", name="Restore Prepare a catalogue").first
    expect(back).to_be_focused()
    assert_focus_is_shown(page, frame)
    page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    expect(rows.last.get_by_label(label)).to_be_focused()
    expect(rows.last.get_by_label(label)).to_have_value("Prepare a catalogue")

    press(page, frame, frame.locator("summary", has_text="left to complete"))
    finding = frame.get_by_role("link", name=re.compile("^Not started yet.*Tasks"))
    press(page, frame, finding)  # a finding leads to its field, which opens its form and waits until it has come
    frame.wait_for_function("(document.activeElement.closest('.ix-edit') || {}).open", timeout=3_000)
    assert_focus_is_shown(page, frame)


def test_a_conflict_by_keyboard(door: Door) -> None:
    """The two buttons that settle a conflict do not drop the focus when they go."""
    page = door()
    frame = fresh_plan(page)
    other = door.tab(page.context)
    second = open_lesson(other, "Submit your plan")
    open_section(second, "Contacts and time")  # both see it empty
    for shown, words in ((frame, "one"), (second, "two")):
        form = open_section(shown, "Contacts and time")
        form.get_by_label("Contact at the university").fill(words)
        if shown is frame:
            saved(form)
    form = open_section(second, "Contacts and time")
    button = form.get_by_role("button", name="Save mine instead")
    button.wait_for()
    press(other, second, button, back=True)
    saved(form)
    expect(button).to_have_count(0)
    assert_focus_is_shown(other, second)


def test_sharing_by_keyboard(door: Door) -> None:
    page = door("Ida Hætta")
    frame = open_lesson(page, "Your log")
    begin = frame.get_by_role("button", name="Begin your log")
    if begin.count():
        press(page, frame, begin)
        begin.wait_for(state="detached")
        assert_focus_came_along(page, frame)
        really = frame.get_by_role("button", name="Yes, open a new one")
        press(page, frame, really)
        really.wait_for(state="detached")
        assert_focus_came_along(page, frame)
    tab_to(page, frame, frame.get_by_label("What?", exact=True))
    page.keyboard.type("The handover began ten minutes late.")
    press(page, frame, frame.get_by_role("button", name="Continue to sharing"))
    share = frame.get_by_role("button", name="Share", exact=True)
    share.wait_for()
    assert_focus_came_along(page, frame)
    tab_to(page, frame, frame.get_by_role("radio", checked=True))  # Tab goes to what is chosen, the arrows choose another
    for key in ("ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        assert_focus_is_shown(page, frame)
    for promise in ("Nobody can be recognised", "No information about clients", "Nothing that the host keeps secret"):
        press(page, frame, frame.get_by_label(promise), key="Space")
        expect(frame.get_by_label(promise)).to_be_checked()
    press(page, frame, share)
    expect(frame.get_by_role("status").filter(has_text=re.compile("^Shared"))).to_be_focused()
    assert_focus_is_shown(page, frame)


def test_escape_closes_the_test_settings(door: Door) -> None:
    page = door()
    menu = page.locator("details[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("button").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button").first).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_with_the_mouse(door: Door) -> None:
    page = door("Per-Anders Nilsen", viewport={"width": 1280, "height": 1800})
    frame = to_the_sort_step(page)
    pile = frame.locator("[data-pile]").nth(1)
    card = frame.locator("[data-tray] [data-card]").first
    name = card.locator("input").first.get_attribute("name")
    placed = frame.locator(f"[data-pile] [data-card]:has(input[name='{name}'])")

    def take(to: Locator) -> None:
        page.mouse.move(*middle(card.locator("[data-grip]")))
        page.mouse.down()
        page.mouse.move(*middle(to), steps=5)

    take(pile)
    expect(pile).to_have_class(re.compile("ix-pile--over"))
    page.keyboard.press("Escape")  # thought better of it
    page.mouse.up()
    expect(placed).to_have_count(0)
    expect(card.locator("input:checked")).to_have_count(0)

    take(pile)
    page.mouse.up()
    expect(placed).to_have_count(1)
    wanted = pile.get_attribute("data-pile")
    expect(frame.locator(f"input[name='{name}'][value='{wanted}']")).to_be_checked()
    assert frame.evaluate("String(getSelection())") == ""


def test_dragging_with_a_finger(door: Door) -> None:
    page = door("Sindre Moen", viewport={"width": 1024, "height": 1800}, has_touch=True)
    frame = to_the_sort_step(page)
    pile = frame.locator("[data-pile]").nth(2)
    card = frame.locator("[data-tray] [data-card]").first
    name = card.locator("input").first.get_attribute("name")
    (x, y), (to_x, to_y) = middle(card.locator("[data-grip]")), middle(pile)
    hand = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": at_x, "y": at_y} for at_x, at_y in points]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    finger("touchStart", (x, y))
    for part in range(1, 6):
        finger("touchMove", (x + (to_x - x) * part / 5, y + (to_y - y) * part / 5))
    expect(pile).to_have_class(re.compile("ix-pile--over"))
    finger("touchEnd")
    wanted = pile.get_attribute("data-pile")
    expect(frame.locator(f"input[name='{name}'][value='{wanted}']")).to_be_checked()
    expect(pile.locator(f"input[name='{name}']").first).to_be_attached()
