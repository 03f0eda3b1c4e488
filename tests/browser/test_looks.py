"""The main screens in Norwegian, and from right to left under somebody else's styles: they fit, hold and read well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from .conftest import NARROW, WIDE, Demo, Door, check_page, check_width
from .fonts import SPACINGS, WIDTHS, make_fonts, put_on, serve_fonts, space
from .story import copy_example, fill, fresh_plan, open_lesson, saved, say_why_this_day, submit_fresh_plan, unit_frame

pytestmark = pytest.mark.browser

# Words of ours that stand on these screens in English, and must not in another language.
ENGLISH = (
    "What next", "Saved", "Submit", "Submit the plan", "Done", "See an example", "Conversations", "History", "Back to the plan",
    "Versions and documents", "Nothing left to complete", "Copy this into the plan", "Signatures", "Nothing yet",
    "nothing yet", "Add a task", "Change placement", "Next", "Check",
    "Share this entry", "Before you share", "Continue to sharing", "Not now", "Write an entry", "Hours so far", "(optional)",
    "Draft", "Submitted", "Open the course", "Your comment", "Approve", "Ask for changes",
    "Comment", "Save", "Cancel", "Add a step",
    "Steps", "Remove", "Move up", "Who may read it?", "Step", "Step 1 of", "To complete", "Not started yet", "Has joined",
    "Edit", "minutes", "View as", "Test settings", "As a mentor",
    "Outline", "Progress", "Review", "Close", "Points", "Skip to the content",
    "Nobody has read it yet", "Only you", "Waiting",
)  # fmt: skip
OWN_WORDS = """() => {
    const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;  // not what people typed, nor what the course's authors wrote
        if (!parent.closest("script, style, textarea, [dir=auto], .ix-lesson, [lang]:not(html, .internship)")) {
            texts.push(walker.currentNode.textContent.trim());
        }
    }
    return texts.filter(Boolean);
}"""


@dataclass
class Screen:
    """One screen: who sees it, where, and what to press there first (whatever the language)."""

    name: str
    page: Page
    address: str
    press: str = ""
    waits_for: str = ""


@pytest.fixture(scope="module")
def screens(browser: Browser, site: Demo) -> Iterator[list[Screen]]:
    """The main screens, with something on them."""
    door = Door(browser, site)
    tuva, emil, ida, sindre, berit = door(), door("Emil Eira"), door("Ida Hætta"), door("Sindre Moen"), door("Berit Antonsen")
    found = [Screen("the start", tuva, "/"), Screen("outline", tuva, "/outline/")]

    frame = open_lesson(tuva, "Who does what?")
    while not frame.get_by_role("heading", name="Sort the tasks").count():
        step = frame.locator(".ix-step-title").text_content()
        frame.get_by_role("button", name="Next").click()
        expect(frame.locator(".ix-step-title")).not_to_have_text(step or "")
    found.append(Screen("a sort step", tuva, tuva.url))

    frame = fresh_plan(tuva)
    for title in ("Periods", "Learning outcomes", "Tasks", "Checkpoints"):
        copy_example(frame, title)
    fresh_plan(emil)
    submit_fresh_plan(berit)
    found += [
        Screen("a filled plan", tuva, tuva.url, "[id$=-tasks-edit-summary]", "form[data-draft$=-tasks]"),
        Screen("an empty plan", emil, emil.url, "[id$=-periods-example-button]", "[id$=-periods-example-title]"),
        Screen("a version", berit, berit.url, ".ix-next [hx-get*=show_version]", ".ix-sign"),
    ]

    for page in (tuva, emil):
        write(page)
    found.append(Screen("sharing an entry", emil, emil.url, "[hx-post*=go_share]", "form[id*='-s'] input[type=checkbox]"))
    frame = unit_frame(tuva)
    frame.get_by_role("button", name="Continue to sharing").click()
    frame.get_by_label("The mentor and the university").check()
    for promise in ("Nobody can be recognised", "No information about clients", "Nothing that the host keeps secret"):
        frame.get_by_label(promise).check()
    frame.get_by_role("button", name="Share", exact=True).click()
    expect(frame.get_by_text(re.compile("^Shared")).first).to_be_visible()
    found.append(Screen("a log", tuva, tuva.url))

    ida.get_by_role("link", name="Review").first.click()
    found.append(Screen("the review list", ida, ida.url))
    ida.get_by_role("link", name="Log entry").first.click()
    found.append(Screen("one submission", ida, ida.url))

    settings = (
        ("Before you submit", ("unit's settings",)), ("Submit your plan", ("plan's settings",)),
        ("Your log", ("log's settings",)),
    )  # fmt: skip
    for lesson, places in settings:
        open_lesson(sindre, lesson)
        sindre.get_by_role("link", name="Studio").first.click()
        edits = [link.get_attribute("href") or "" for link in sindre.get_by_role("link", name=re.compile("^Edit")).all()]
        found += [Screen(f"the {name}", sindre, address) for name, address in zip(places, edits, strict=True)]
    assert len(found) == 13
    yield found
    door.close()


def write(page: Page) -> None:
    frame = open_lesson(page, "Your log")
    again = frame.get_by_role("button", name="Write an entry")
    if again.count():
        again.first.click()
    form = frame.locator("form[data-draft]").first
    fill(form, {"What?": "The handover began late.", "So what?": "We all waited.", "Now what?": "I ask why."})
    say_why_this_day(frame)
    saved(form)


def look(screen: Screen, cookies: dict[str, str]) -> Page:
    """Open a screen as these switches show it."""
    page = screen.page
    page.context.clear_cookies(name=re.compile("django_language|internship_hostile"))
    origin = re.match("https?://[^/]+", page.url)
    assert origin
    page.context.add_cookies([{"name": name, "value": value, "url": origin[0]} for name, value in cookies.items()])
    page.set_viewport_size(WIDE)
    page.goto("about:blank")
    page.goto(origin[0] + screen.address if screen.address.startswith("/") else screen.address)
    place: Frame | Page = unit_frame(page) if page.locator("iframe").count() else page
    if screen.press:
        place.locator(screen.press).first.click()
        place.locator(screen.waits_for).first.wait_for()
        page.mouse.move(0, 0)  # over nothing
    return page


def frame_has_no_scrollbar(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        for frame in page.frames[1:]:
            frame.wait_for_function("document.documentElement.scrollHeight <= window.innerHeight + 1", timeout=3_000)


def check_no_english(page: Page, what: str) -> None:
    for frame in page.frames:
        own: list[str] = frame.evaluate(OWN_WORDS)
        left = [text for text in own if re.sub(r"[\d:. ]+$", "", text) in ENGLISH]  # "Saved 14:02" as well
        assert not left, f"{what}: English on a Norwegian screen: {left}"


def check_direction(page: Page, what: str) -> None:
    """The page and all in it run from right to left; check_page looks at its lines."""
    for frame in page.frames:
        assert frame.evaluate("document.documentElement.dir") == "rtl", f"{what}: {frame.url} does not run from right to left"


@pytest.mark.parametrize(
    ("variant", "cookies", "check"),
    [
        ("Norwegian", {"django_language": "nb"}, check_no_english),
        ("right to left, hostile", {"django_language": "ar", "internship_hostile": "on"}, check_direction),
    ],
)
def test_the_main_screens(
    screens: list[Screen], variant: str, cookies: dict[str, str], check: Callable[[Page, str], None]
) -> None:
    for screen in screens:
        page = look(screen, cookies)
        what = f"{variant}: {screen.name}"
        check(page, what)
        frame_has_no_scrollbar(page)
        check_page(page, what)


def test_no_width_hangs_on_a_font(screens: list[Screen], tmp_path: Path) -> None:
    """On a phone nothing is wider than the window, however wide the letters are that this machine has; in long words too."""
    make_fonts(tmp_path)
    for screen in screens:
        page = look(screen, {"django_language": "nb"})
        serve_fonts(page, tmp_path)
        page.set_viewport_size(NARROW)
        for frame in page.frames:
            frame.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.wait_for_load_state("networkidle")  # what is folded comes when it is opened
        for name in WIDTHS:
            for frame in page.frames:
                put_on(frame, name)
                for spacing in SPACINGS:
                    space(frame, name, spacing)
                    check_width(frame, f"{screen.name} in the {name} font with {spacing} px between letters")


def test_no_button_is_printed(screens: list[Screen]) -> None:
    for screen in screens:
        if screen.name not in ("a filled plan", "a version", "a log"):
            continue
        page = look(screen, {})
        page.emulate_media(media="print")
        left = (
            unit_frame(page)
            .locator(".internship .ix-button")
            .evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.textContent.trim())")
        )
        page.emulate_media(media="screen")
        assert left == [], f"{screen.name}: printed buttons {left}"


def test_a_box_stands_beside_its_words(screens: list[Screen]) -> None:
    """A box to tick is in line with what it says, in plain weight, in Studio's forms as in a learner's."""
    seen: set[str] = set()
    for screen in screens:
        page = look(screen, {})
        place: Frame | Page = unit_frame(page) if page.locator("iframe").count() else page
        styles = "all => all.map(one => ['display', 'font-weight'].map(look => getComputedStyle(one)[look]).join(' '))"
        found = set(place.locator("label:not(.ix-chip):has(> :is([type=checkbox], [type=radio]))").evaluate_all(styles))
        assert found <= {"flex 400"}, f"{screen.name}: {found}"
        seen |= {screen.name} if found else set()
    assert {"the plan's settings", "sharing an entry"} <= seen


def test_a_row_of_the_review_list_is_low(screens: list[Screen]) -> None:
    """Fifty are read at a glance: about 40 px each where there is room."""
    (screen,) = (one for one in screens if one.name == "the review list")
    page = look(screen, {})
    page.set_viewport_size(WIDE)
    heights = page.locator(".ix-list--dense > li").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert heights
    assert max(heights) <= 44, heights


def test_a_table_in_a_lesson_breaks_no_word_on_a_phone(door: Door) -> None:
    """In the LMS at 360 px a heading was "Min", "ute", "s"."""
    page = door()
    frame = open_lesson(page, "Start here")
    for name, then in (
        ("Next", "Where are you today?"),
        ("Next", "Try one"),
        ("Skip for now", "How a lesson works"),
        ("Next", "What is in it"),
    ):
        frame.get_by_role("button", name=name, exact=True).click()
        frame.get_by_role("heading", name=then).wait_for()
    headings = frame.get_by_role("columnheader")
    expect(headings.first).to_have_text("Module")
    page.set_viewport_size({"width": 360, "height": 800})
    lines = "one => { const words = new Range(); words.selectNodeContents(one); return words.getClientRects().length; }"
    assert headings.first.evaluate(lines) == 1
    check_page(page, "a lesson with a table")


# What a block looks like, its font and what follows from that apart: those are the page's own.
LOOKS = """
    font-size font-weight font-style letter-spacing line-height text-transform text-align text-shadow text-decoration-line
    color background-color background-image border-radius box-shadow float clear display box-sizing vertical-align white-space
    min-height margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left
    border-top-width border-right-width border-bottom-width border-left-width border-top-style border-top-color
    width height min-width overflow-wrap word-break table-layout appearance cursor opacity position transition-duration
"""
BLOCKS = ".internship:not(.ixd-bar), .internship :not(svg, svg *, .ixd-bar *)"  # the bar marks which styles are on
COMPUTED = """looks => [...document.querySelectorAll("BLOCKS")].map(one => {
    const style = one.computedStyleMap();  // "auto" stays "auto", whatever room the words leave
    const bullet = getComputedStyle(one).display === "list-item" ? ["list-style-type"] : [];
    const beside = ["::before", "::after"].map(part => getComputedStyle(one, part).content).join();
    const name = [one.tagName.toLowerCase(), ...one.classList].join(".");
    const asked = [...looks.trim().split(/\\s+/), ...bullet];
    return [name, { beside, ...Object.fromEntries(asked.map(look => [look, `${style.get(look)}`])) }];
})""".replace("BLOCKS", BLOCKS)
Computed = list[tuple[str, dict[str, str]]]


def test_nothing_around_a_block_reaches_into_it(screens: list[Screen]) -> None:
    """Under the LMS's own rules and worse, with Studio's root font, everything in a block looks as it does without them."""
    differ: set[str] = set()
    for screen in screens:
        if screen.name in ("the start", "outline", "the review list", "one submission"):  # pages of ours
            continue
        plain, hostile = (computed(look(screen, cookies)) for cookies in ({}, {"internship_hostile": "on"}))
        assert [name for name, _looks in plain] == [name for name, _looks in hostile], screen.name
        differ |= {
            f"{screen.name}: {name} {look} {looks[look]}, not {theirs[look]}"
            for (name, looks), (_name, theirs) in zip(hostile, plain, strict=True)
            for look in looks
            if looks[look] != theirs[look]
        }
    assert not differ, "\n".join(sorted(differ))


def computed(page: Page) -> Computed:
    place: Frame | Page = unit_frame(page) if page.locator("iframe").count() else page
    found: Computed = place.evaluate(COMPUTED, LOOKS)
    return found
