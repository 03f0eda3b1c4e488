"""What a student tells a few about themselves: written by keyboard, agreed to first, read by those who were chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect

from .conftest import Door, check_page
from .story import fresh_plan, invite, open_lesson

pytestmark = pytest.mark.browser

TITLE, WORDS = "For chosen people only", "I hear badly on the left side."


def panel(frame: Frame) -> None:
    """Open the panel by the keyboard."""
    summary = frame.locator("summary", has_text=TITLE)
    summary.focus()
    summary.press("Enter")


def test_a_student_tells_a_mentor_what_nobody_else_reads(door: Door) -> None:
    mentor = door()
    link = invite(fresh_plan(mentor), "Student", "Emil Eira")
    student = door("Emil Eira")
    student.goto(link)
    student.get_by_role("button", name="Join").click()
    frame = open_lesson(student, "Submit your plan")
    panel(frame)
    form = frame.get_by_role("region", name="Adjustments")
    form.get_by_label("What they should know").focus()
    student.keyboard.type(WORDS)
    student.keyboard.press("Tab")
    student.keyboard.press("Space")
    expect(form.get_by_label("Tuva Solberg")).to_be_checked()
    form.get_by_role("button", name="Save it for the people I have chosen").press("Enter")
    expect(form.get_by_role("link", name="Read the sentence, then tick it. Nothing is saved before that.")).to_be_visible()
    expect(form.get_by_label("What they should know")).to_have_value(WORDS)
    check_page(student, "a private answer that is not agreed to")
    form.get_by_role("checkbox").last.press("Space")
    form.get_by_role("button", name="Save it for the people I have chosen").press("Enter")
    expect(frame.get_by_text("Saved. Only you and those you have chosen read it.")).to_be_focused()
    check_page(student, "a private answer that is kept")

    frame = open_lesson(mentor, "Submit your plan")
    panel(frame)
    expect(frame.get_by_role("region", name="Adjustments")).to_contain_text(WORDS)
    check_page(mentor, "a private answer as the mentor reads it")
