"""Lessons as one meets them: the first sentence high on a phone, the width used on a desk, one way on, and without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from .conftest import Demo, Door, check_page
from .story import open_lesson

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
REACH = 220  # px from a block's top in which its first sentence begins: the rest of half a phone is the LMS's
LESSON = "Who does what?"
FIRST = """root => {
    const walker = document.createTreeWalker(root.querySelector(".ix-lesson"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && !walker.currentNode.textContent.trim()) {}
    const words = new Range();
    words.selectNodeContents(walker.currentNode);
    return words.getClientRects()[0].top;
}"""
BLOCKS = f"""() => [...document.querySelectorAll(".internship[data-keeper]:has(.ix-unit)")].map(root => ({{
    down: ({FIRST})(root) - root.getBoundingClientRect().top,
    names: [...root.querySelectorAll("h3, h4")].map(one => [one.textContent.trim(), one.getBoundingClientRect().width > 1]),
    next: [...root.querySelectorAll("button")].filter(one => one.textContent.trim() === "Next").length,
    primary: root.querySelectorAll(".ix-button--primary").length,
    folded: [...root.querySelectorAll(".ix-sources")].every(one => !one.open),
}}))"""


def test_the_first_sentence_of_every_lesson_stands_high_on_a_phone(door: Door) -> None:
    """Each unit of the course, at its first step, in the frame that the player shows it in."""
    page = door("Per-Anders Nilsen", viewport=PHONE)
    page.goto("/outline/")
    links = page.locator("a[href*='/unit/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    seen: dict[str, Any] = {}
    for link in dict.fromkeys(links):
        page.goto(link.replace("/unit/", "/xblock/"))
        title = re.sub(r" \(\d+ min[^()]*\)$", "", page.title())
        for block in page.evaluate(BLOCKS):
            seen[title] = block
            said = [name for name, is_shown in block["names"] if is_shown]
            assert title not in said, f"{title} is said twice"
            assert (block["next"] <= 1, block["primary"] <= 1, block["folded"]) == (True, True, True), title  # a scenario: none
    assert len(seen) > 40
    assert {title: block["down"] for title, block in seen.items() if block["down"] > REACH} == {}


def in_window(page: Page, frame: Frame) -> float:
    """How far below the top of the window the first sentence stands."""
    box = page.locator("iframe").bounding_box()
    assert box is not None
    down: float = frame.locator(".internship").first.evaluate(FIRST)
    return box["y"] + down


def test_the_next_step_begins_high_on_a_phone_too(door: Door) -> None:
    """Who went on at the end of a long text has the next one before them, with the focus on its title."""
    page = door("Berit Antonsen", viewport=PHONE)
    frame = open_lesson(page, LESSON)
    button = frame.get_by_role("button", name="Next", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(frame.get_by_role("heading", name="Four parties")).to_be_focused()
    assert 0 < in_window(page, frame) < PHONE["height"] / 2
    expect(frame.locator("h3")).to_have_class("ix-visually-hidden")  # the page says the lesson's name still


def test_the_width_of_a_desk_is_used(door: Door) -> None:
    """What the unit is for stands beside a text of readable lines; cards have all the width; a tablet's column is centred."""
    page = door("Ida Hætta")
    frame = open_lesson(page, LESSON)
    beside, text = frame.locator(".ix-unit-aside"), frame.locator(".ix-lesson").first
    one, other = beside.bounding_box(), text.bounding_box()
    assert one is not None
    assert other is not None
    assert one["x"] > other["x"] + other["width"]
    assert abs(one["y"] - frame.locator(".ix-step").bounding_box()["y"]) < 24  # type: ignore[index]
    lines: list[int] = text.locator("p").first.evaluate(LINES)
    assert len(lines) > 4
    assert max(lines) <= 75
    assert sum(lines[:-1]) / len(lines[:-1]) <= 70

    page.set_viewport_size({"width": 768, "height": 1000})
    wide, column = frame.locator(".internship").bounding_box(), frame.locator(".ix-unit").bounding_box()
    assert wide is not None
    assert column is not None
    assert abs((column["x"] - wide["x"]) - (wide["x"] + wide["width"] - column["x"] - column["width"])) <= 1
    assert beside.bounding_box()["y"] > text.bounding_box()["y"]  # type: ignore[index]

    page.set_viewport_size({"width": 1280, "height": 900})
    for heading in ("Four parties", "Sort the tasks"):
        expect(beside).to_be_visible()
        frame.get_by_role("button", name="Next").click()
        frame.get_by_role("heading", name=heading).wait_for()
    expect(beside).to_be_hidden()
    board = frame.locator(".ix-piles--drop").bounding_box()
    assert board is not None
    assert board["width"] > 1000
    first_card = frame.locator("[data-tray] [data-card]").first.bounding_box()
    assert first_card is not None
    assert first_card["y"] > board["y"] + board["height"]  # below the piles, so that both are in sight


LINES = """paragraph => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), tops = new Map();
    while (walker.nextNode()) {
        for (let at = 0; at < walker.currentNode.length; at += 1) {
            const one = new Range();
            one.setStart(walker.currentNode, at);
            one.setEnd(walker.currentNode, at + 1);
            const box = one.getBoundingClientRect();
            tops.set(Math.round(box.bottom), (tops.get(Math.round(box.bottom)) || 0) + 1);
        }
    }
    return [...tops.values()];
}"""


def test_sources_open_by_keyboard_and_are_printed(door: Door) -> None:
    page = door("Emil Eira")
    frame = open_lesson(page, LESSON)
    frame.get_by_role("button", name="Next", exact=True).click()
    frame.get_by_role("heading", name="Four parties").wait_for()
    fold = frame.locator(".ix-sources")
    source = fold.get_by_role("link").first
    expect(source).to_be_hidden()
    page.emulate_media(media="print")
    expect(source).to_be_visible()
    page.emulate_media(media="screen")
    expect(source).to_be_hidden()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(source).to_be_visible()
    check_page(page, "a lesson with its sources")


def test_without_scripts_a_block_can_be_read_and_says_what_cannot_be_done(browser: Browser, site: Demo) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    for lesson, words in ((LESSON, "Mira, 42, runs the daily sale"), ("Submit your plan", "plan"), ("Your log", "log")):
        page.goto("/outline/")
        page.goto(page.get_by_role("link", name=re.compile("^" + re.escape(lesson))).first.get_attribute("href") or "")
        page.goto(page.locator("iframe").get_attribute("src") or "")
        notice = page.locator("noscript p").first  # no role or text of it: Playwright takes it for a script
        expect(notice).to_have_text(re.compile("JavaScript is switched off in your browser. You can read"))
        expect(notice).to_be_visible()
        expect(page.locator(".internship").get_by_text(words).first).to_be_visible()
        expect(page.locator(".internship button.ix-button").first).to_be_hidden()
        for fold in page.locator(".ix-sources").all():
            fold.locator("summary").click()
            expect(fold.get_by_role("link").first).to_be_visible()
    context.close()
