"""Our blocks start by themselves, once: whatever the blocks of others on the page do, and whenever ours arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect

from .conftest import WIDE, Demo
from .story import open_lesson

pytestmark = pytest.mark.browser
PLAN = "Hand in your plan"
FOREIGN = '<div class="xblock" data-init="SomebodyElsesBlock" data-args="{}" data-handlers="/nowhere/"></div>'
# The platform's loop (common/static/common/js/xblock/core.js, constructBlock): nothing is caught.
LOOP = """
document.querySelectorAll(".xblock[data-init]").forEach(function (element) {
  var initFn = window[element.dataset.init];
  function Block() { return initFn.apply(this, [{}, element, JSON.parse(element.dataset.args)]); }
  Block.prototype = initFn.prototype;
  return new Block();
});
"""


@pytest.fixture
def page(browser: Browser, site: Demo) -> Iterator[Page]:
    """Every frame begins with a block of somebody else whose init function never came."""
    context = browser.new_context(base_url=site.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(20_000)
    opened = context.new_page()

    def with_a_foreign_block(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('<div class="xblock', f'{FOREIGN}<div class="xblock', 1))

    opened.route("**/xblock/*/", with_a_foreign_block)
    opened.route("**/frame.js", lambda route: route.fulfill(body=LOOP, content_type="text/javascript"))
    yield opened
    context.close()


def test_a_block_of_somebody_else_does_not_keep_ours_from_starting(page: Page) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(error.message))
    page.goto("/")
    frame = open_lesson(page, PLAN)
    assert len(problems) == 1  # the loop ended there, before ours
    assert "prototype" in problems[0]
    assert frame.locator(".xblock").first.get_attribute("data-init") == "SomebodyElsesBlock"
    press(frame)


def test_what_arrives_later_starts_too_and_starting_twice_is_nothing(page: Page) -> None:
    page.goto("/")
    frame = open_lesson(page, PLAN)
    frame.evaluate(  # as Studio brings a block by AJAX: all of its HTML at once, then its init function for it
        """() => {
            const old = document.querySelector(".internship"), html = old.outerHTML.replace(' data-started="yes"', "");
            const place = old.parentElement, id = old.id;
            old.remove();
            place.insertAdjacentHTML("beforeend", html);
            window.late = new Promise((done) => setTimeout(() => {
              for (let time = 0; time < 3; time += 1) { new window.InternshipBlock({}, place, { id: id }); }
              done();
            }));
        }"""
    )
    frame.locator(".internship[data-started]").wait_for()
    frame.evaluate("window.late")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if "/handler/" in one.url else None)
    press(frame)
    assert len(sent) == 1


def press(frame: Frame) -> None:
    """A button that asks the server, on whichever screen the plan is: the server is one for both tests."""
    frame.get_by_role("button", name=re.compile("Begin the plan|Another placement")).click()
    expect(frame.get_by_role("heading", name=re.compile("Open a new placement")).first).to_be_visible()
