"""The coordinator's pages in a real browser: a file becomes placements, and the list says what is stuck."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.coordination.files import row, text

from .conftest import Door, check_page

pytestmark = pytest.mark.browser
ROWS = 28  # more than are made at once


def register(folder: Path, *more: list[str], prefix: str = "2026") -> Path:
    made = [
        row(
            id=f"{prefix}-{at:03}", student=f"Student {at:03} Nordli", student_email=f"student{at}@example.org", mentor_email=""
        )
        for at in range(ROWS)
    ]
    file = folder / "register.csv"
    file.write_bytes(text(*made, *more))
    return file


def to_placements(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("link", name="All placements").click()


def send(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Placements from a spreadsheet").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()


def test_a_file_becomes_placements_and_the_list_says_what_is_stuck(door: Door, tmp_path: Path) -> None:
    page = door("Ida Hætta")
    to_placements(page)
    check_page(page, "coordinator: the list")
    page.get_by_role("link", name="Placements from a spreadsheet").click()
    check_page(page, "coordinator: a file to choose")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert")).to_have_text("Choose a file.")
    page.get_by_label("File").set_input_files(register(tmp_path, row(id="x", student="", last="09/10/2026")))
    page.get_by_role("button", name="Read the file").click()
    expect(
        page.get_by_text(f"{ROWS} will be made, 1 cannot be made or changed, {ROWS} invitations will be sent.")
    ).to_be_visible()
    expect(page.get_by_text("Row 30, Last day: “09/10/2026” is no date that we read.")).to_be_visible()
    check_page(page, "coordinator: what a file will do")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("heading", name="The placements are made")).to_be_visible()  # it goes on by itself
    expect(page.get_by_text(f"{ROWS} are made, 1 could not be done.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ invitations? (is|are) (sent|on)"))).to_be_visible()  # as far as they have come
    check_page(page, "coordinator: what a file did")
    page.get_by_role("link", name="See the placements").click()
    page.get_by_role("navigation", name="Filter by what is stuck").get_by_role("link", name="Not joined").click()
    page.get_by_label("Find by the name of a person or a host").fill("student 007")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("li.ix-coordinated")).to_have_count(1)
    expect(page.locator("li.ix-coordinated")).to_contain_text("3 not joined since")
    page.get_by_role("button", name="Remind people").click()
    expect(page.get_by_text("1 person will get a mail. The invitation, with a new link.")).to_be_visible()
    check_page(page, "coordinator: whom to remind")
    page.get_by_role("button", name="Send the reminders").click()
    expect(page.get_by_text("1 reminder is on its way.")).to_be_visible()
    check_page(page, "coordinator: the list of who has not joined")
    page.get_by_role("link", name="Tana Fisk · Only this host").click()
    expect(page.get_by_text("Host: Tana Fisk")).to_be_visible()
    page.locator("li.ix-coordinated").get_by_role("link", name="Student 007 Nordli").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()


def test_the_same_file_again_says_that_there_is_nothing_to_do(door: Door, tmp_path: Path) -> None:
    page = door("Ida Hætta")
    file = register(tmp_path, prefix="again")
    to_placements(page)
    send(page, file)
    page.get_by_role("button", name="Do it").click()
    page.get_by_role("link", name="Send another file").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Nothing to do: all of it is so already.")).to_be_visible()


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(door: Door, language: str, tmp_path: Path) -> None:
    page = door("Ida Hætta")
    to_placements(page)
    send(page, register(tmp_path, prefix=language))
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url.split("/internship/")[0]}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    check_page(page, f"coordinator: what a file will do in {language}")
    page.locator("form button[type=submit]").first.click()
    expect(page.locator("a.ix-button--primary")).to_be_visible()
    page.locator("a.ix-button--primary").click()
    expect(page.locator("li.ix-coordinated").first).to_be_visible()
    check_page(page, f"coordinator: the list in {language}")
