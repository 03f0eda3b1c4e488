"""Take the pictures of README.md from a running demo: docs/pictures/*.png.

    make pictures

The demo starts in a folder of its own and is driven as the browser tests drive it, so a picture shows what is there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import BROWSER_FLAGS, Demo  # noqa: E402
from tests.browser.story import (  # noqa: E402
    add_row,
    begin,
    come_in,
    example_made_ours,
    open_lesson,
    open_section,
    right_piles,
    saved,
    say_why_this_day,
    submit,
    unit_frame,
    view_as,
)

PICTURES = ROOT / "docs" / "pictures"
SIZE = {"width": 1120, "height": 840}


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(400)  # the frame's height follows by message, movements end
    page.screenshot(path=PICTURES / f"{name}.png")


def scroll_to(page: Page, place: Locator) -> None:
    """Bring a place to the top of the picture, with a little room above it."""
    page.wait_for_timeout(400)
    place.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.evaluate("window.scrollBy(0, -16)")


def unit(page: Page) -> None:
    frame = open_lesson(page, "Who does what?")
    for heading in ("Four parties", "Sort the tasks"):
        frame.get_by_role("button", name="Next").click()
        frame.get_by_role("heading", name=heading).wait_for()
    for card, pile in list(right_piles("role-sorting", "roles").items())[:7]:
        frame.locator(f"input[name='card-{card}'][value='{pile}']").check()
    frame.get_by_role("heading", name="Sort the tasks").scroll_into_view_if_needed()
    take(page, "unit")


def plan(page: Page) -> None:
    frame = open_lesson(page, "Submit your plan")
    begin(frame)
    example_made_ours(frame)
    people = open_section(frame, "Participants")
    add_row(people, "Add a participant", {"Role": "Student", "Name": "Emil Eira"})
    add_row(people, "Add a participant", {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]})
    add_row(people, "Add a participant", {"Role": "University supervisor", "Name": "Berit Antonsen"})
    submit(frame, 1)
    page.reload()
    frame = unit_frame(page)
    scroll_to(page, frame.locator(".ix-version + .ix-document"))
    take(page, "plan")


def log(page: Page) -> None:
    frame = open_lesson(page, "Your log")
    frame.get_by_label("What?", exact=True).fill(
        "The student led the morning handover for the first time. I kept in the background."
    )
    frame.get_by_label("So what?", exact=True).fill(
        "She knew more than I had thought, and the others asked her. I usually talk too much."
    )
    frame.get_by_label("Now what?", exact=True).fill(
        "On Thursday she leads it again. I write down one thing she does well and one to try."
    )
    frame.get_by_role("textbox", name="Hours").fill("7.5")
    say_why_this_day(frame)
    saved(frame.locator("form[data-draft]").first)
    frame.get_by_role("button", name="Continue to sharing").click()
    frame.get_by_label("The mentor and the university").check()
    scroll_to(page, frame.locator(".ix-dochead").first)
    take(page, "log")


def review(page: Page) -> None:
    view_as(page, "Ida Hætta")
    page.get_by_role("link", name="Review").first.click()
    page.get_by_role("link", name="Emil Eira").first.click()
    page.get_by_label("Your comment").fill("The tasks grow well. Say in task 1 what the student looks for while watching.")
    page.get_by_label("Your comment").blur()
    page.evaluate("window.scrollTo(0, 0)")
    take(page, "review")


def today(page: Page) -> None:
    come_in(page, "student")
    page.goto("/internship/")
    take(page, "today")


def placement(page: Page) -> None:
    page.locator(".ix-placed a").first.click()
    page.locator(".ix-dochead").first.wait_for()
    take(page, "placement")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(Path(folder))
        demo.start()
        try:
            browser = playwright.chromium.launch(executable_path=os.environ["INTERNSHIP_CHROMIUM"], args=BROWSER_FLAGS)
            page = browser.new_page(base_url=demo.url, viewport=SIZE, locale="en-GB")
            page.goto("/")
            for scene in (unit, plan, log, review, today, placement):
                scene(page)
            browser.close()
        finally:
            demo.kill()
    print(f"Taken: {', '.join(sorted(path.name for path in PICTURES.glob('*.png')))} in docs/pictures/")


if __name__ == "__main__":
    main()
