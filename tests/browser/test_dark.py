"""Light and dark (docs/adr/0019-dark.md): blocks as the site says, our pages else as the system wishes, the player as asked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from .conftest import Door
from .story import come_in, unit_frame

pytestmark = pytest.mark.browser

LIGHT, DARK = "#fff", "#18211e"  # what our paper is
ROOT, BODY = "document.documentElement", "document.body"
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}

# What a site does to the page inside the iframe. Indigo's colours are those of its _variables.scss.
SILENT = f"{BODY}.classList.remove('ix-may-be-dark'); {ROOT}.removeAttribute('data-paragon-theme-variant');"
INDIGO = SILENT + f"{BODY}.classList.add('indigo-dark-theme'); {BODY}.style.background = '#0d0d0e';"
SITES = {
    "a site that says nothing": (SILENT, LIGHT),
    "Indigo, dark": (INDIGO, DARK),
    "Indigo, light again": (INDIGO + f"{BODY}.classList.remove('indigo-dark-theme');", LIGHT),
    "Paragon, dark": (SILENT + f"{ROOT}.setAttribute('data-paragon-theme-variant', 'dark');", DARK),
    "Paragon, light": (SILENT + f"{ROOT}.setAttribute('data-paragon-theme-variant', 'light');", LIGHT),
    "frontend-base, dark": (SILENT + f"{ROOT}.setAttribute('data-theme-variant', 'dark');", DARK),
}
PAPER = "all => all.map(one => getComputedStyle(one).getPropertyValue('--ix-paper'))"


def paper(place: Page | Frame) -> str:
    """The colour of our paper, the same all over the page."""
    found: set[str] = set(place.locator(".internship").evaluate_all(PAPER))
    assert len(found) == 1, found
    return found.pop()


def background(place: Page | Frame) -> str:
    """The colour of the page around, as it is written above."""
    colour: str = place.evaluate("getComputedStyle(document.body).backgroundColor")
    return {"rgb(255, 255, 255)": LIGHT, "rgb(24, 33, 30)": DARK}.get(colour, colour)


def check_contrast(place: Page | Frame, what: str) -> None:
    result = Axe().run(place, options=CONTRAST)
    assert result.violations_count == 0, f"{what}:\n{result.generate_report()}"


def choose(page: Page, words: str) -> None:
    menu = page.locator("[data-menu]")
    menu.locator("summary").click()
    menu.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_block_is_dark_if_and_only_if_the_site_says_so(door: Door, system: str) -> None:
    page = door(color_scheme=system)
    for way in ("mentor", "student"):
        come_in(page, way)
        for site, (says, expected) in SITES.items():
            page.goto(page.url)
            frame = unit_frame(page)
            frame.evaluate(says)
            assert paper(frame) == expected, f"{site}, the system {system}"
            check_contrast(frame, f"{way} on {site}, the system {system}")


@pytest.mark.parametrize(
    ("system", "cookie", "expected"),
    [
        ("light", None, LIGHT),
        ("dark", None, DARK),
        ("dark", ("selected-paragon-theme-variant", "undefined"), DARK),
        ("dark", ("selected-paragon-theme-variant", "light"), LIGHT),
        ("light", ("selected-paragon-theme-variant", "dark"), DARK),
        ("light", ("indigo-toggle-dark", "dark"), DARK),
    ],
)
def test_a_page_of_ours_is_as_the_site_says_else_as_the_system_wishes(
    door: Door, system: str, cookie: tuple[str, str] | None, expected: str
) -> None:
    page = door(color_scheme=system)
    come_in(page, "instructor")
    if cookie:
        page.context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": page.url}])
    page.goto(page.url)
    assert paper(page) == expected
    assert background(page) == expected
    check_contrast(page, "the review list")
    page.get_by_role("link", name="Emil Eira").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert paper(page) == expected
    check_contrast(page, "the review of a plan")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_in_the_player_it_is_chosen(door: Door, system: str) -> None:
    page = door(color_scheme=system)
    come_in(page, "mentor")
    for words, expected in (("As the device", LIGHT if system == "light" else DARK), ("Dark", DARK), ("Light", LIGHT)):
        choose(page, words)
        for place in (page.main_frame, unit_frame(page)):
            assert paper(place) == expected, words
            assert background(place) == expected, words
            check_contrast(place, f"a lesson, {words}")
        there = page.url
        for address in ("/", "/outline/", "/progress/"):
            page.goto(address)
            page.locator("[data-menu] summary").click()
            assert paper(page) == expected, words
            check_contrast(page, f"{address}, {words}")
        page.goto(there)


def test_nothing_is_dark_on_paper(door: Door) -> None:
    page = door(color_scheme="dark")
    come_in(page, "student")
    choose(page, "Dark")
    assert paper(unit_frame(page)) == DARK
    page.emulate_media(media="print", color_scheme="dark")
    assert paper(unit_frame(page)) == LIGHT
    assert paper(page) == LIGHT
