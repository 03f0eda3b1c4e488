"""A log seen as pictures and taken along, in a real browser, by keyboard alone where it is opened."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Locator, expect

from .conftest import NARROW, Door, check_page
from .story import copy_example, fresh_plan, open_lesson, saved, unit_frame

pytestmark = pytest.mark.browser


def unfold(frame: Frame, words: str) -> Locator:
    """Open a part of the log by keyboard; what it holds is asked for then."""
    summary = frame.locator("summary", has_text=words)
    summary.focus()
    summary.press("Enter")
    return frame.locator("details", has=summary)


def a_kept_entry(frame: Frame, words: str) -> None:
    frame.get_by_label("What?", exact=True).fill(words)
    frame.get_by_role("textbox", name="Hours").fill("7.5")
    optional = frame.locator("summary", has_text="Learning outcomes and depth")
    optional.press("Enter")
    frame.get_by_label("I explain why it happened").check()
    form = frame.locator("form[data-draft]").first
    form.locator("input[name$=outcomes]").first.check()
    saved(form)
    frame.get_by_role("button", name="Keep it private for now").click()
    expect(frame.locator(".ix-entry").filter(has_text=words)).to_be_visible()


def test_pictures_and_documents_of_one_s_own_log(door: Door) -> None:
    page = door()
    plan = fresh_plan(page)
    for title in ("Periods", "Learning outcomes"):
        copy_example(plan, title)
    frame = open_lesson(page, "Your log")
    a_kept_entry(frame, "A customer shouted and I listened.")

    pictures = unfold(frame, "See the log as charts")
    expect(pictures.locator("figure")).to_have_count(4)
    expect(pictures).to_contain_text("The entries concern 1 of 3 outcomes.")
    expect(pictures).to_contain_text("All your entries are counted")
    for figure in pictures.locator("figure").all():
        expect(figure.locator("svg:visible")).to_have_count(1)  # the wide or the narrow one
    pictures.locator("figure summary").first.press("Enter")
    expect(pictures.locator("figure table").first).to_be_visible()
    check_page(page, "a log as pictures")
    page.set_viewport_size(NARROW)
    for figure in pictures.locator("figure").all():
        expect(figure.locator("svg:visible")).to_have_count(1)

    along = unfold(frame, "Download your log")
    expect(along).to_contain_text(re.compile("1 entry of yours"))
    check_page(page, "a log to take along")
    with page.expect_download() as arrives:
        along.get_by_role("link", name="JSON").press("Enter")
    content = json.loads(Path(arrives.value.path()).read_text(encoding="utf-8"))
    assert [entry["answers"][0]["text"] for entry in content["entries"]] == ["A customer shouted and I listened."]
    assert re.fullmatch(r"log-tuva-solberg-\d{4}-\d\d-\d\d\.json", arrives.value.suggested_filename)

    along.get_by_label("Entries that only I can read").check()
    along.get_by_role("button", name="Include these").press("Enter")
    expect(along).to_contain_text("None of your entries match what you chose.")
    expect(along.locator("[id$=-taken]")).to_be_focused()
    expect(along.get_by_label("Entries that only I can read")).to_be_checked()

    along.get_by_label("From", exact=True).fill("2026-09-22")
    along.get_by_label("To", exact=True).fill("2026-09-21")
    along.get_by_role("button", name="Include these").press("Enter")
    expect(along).to_contain_text("The last day is before the first day.")
    expect(along.get_by_label("To", exact=True)).to_have_value("2026-09-21")
    assert unit_frame(page)
