"""The test settings: each is kept in this browser, holds on every page, and is gone when the usual answer is chosen."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from internship_xblock.demo.engine import olx
from internship_xblock.demo.pages.switches import SWITCHES

from .conftest import KEY, Browser

FIRST = KEY("vertical", "first")
PAGES = ("/", "/outline/", f"/unit/{FIRST}/", f"/xblock/{FIRST}/", "/nothing/")


def tree(response: Any) -> Any:
    return lxml.html.fromstring(response.content.decode())


def body_classes(page: Any) -> list[str]:
    return str(page.body.get("class")).split()


def looks(browser: Browser, path: str) -> tuple[str, bool]:
    """What a page says of light and dark: the variant, and whether the system's wish counts."""
    page = tree(browser.get(path))
    return page.get("data-paragon-theme-variant", ""), "ix-may-be-dark" in body_classes(page)


@pytest.mark.parametrize("path", PAGES)
def test_light_or_dark_is_chosen_for_every_page(browser: Browser, path: str) -> None:
    assert looks(browser, path) == ("", True)
    for choice in ("dark", "light"):
        browser.post("/switch/", {"colours": choice})
        assert looks(browser, path) == (choice, False)
    browser.post("/switch/", {"colours": ""})
    assert looks(browser, path) == ("", True)


def test_the_review_page_follows(browser: Browser, player: olx.Course) -> None:
    browser.view_as("instructor")
    browser.post("/switch/", {"colours": "dark"})
    assert looks(browser, f"/internship/review/{player.key}/") == ("dark", False)


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)
def test_what_is_chosen_is_marked(browser: Browser, switch: Any) -> None:
    for value, _title in reversed(switch.choices):
        browser.post("/switch/", {switch.name: value})
        marked = tree(browser.get("/")).xpath(f"//button[@name='{switch.name}'][@aria-current]/@value")
        assert marked == [value]
    browser.client.cookies[switch.cookie] = "nonsense"
    assert tree(browser.get("/")).xpath(f"//button[@name='{switch.name}'][@aria-current]/@value") == [""]


def test_one_switch_leaves_the_others_alone(browser: Browser) -> None:
    browser.post("/switch/", {"colours": "dark"})
    browser.post("/switch/", {"width": "phone"})
    assert looks(browser, "/") == ("dark", False)
    assert "ixd-page--phone" in body_classes(tree(browser.get(f"/unit/{FIRST}/")))
