"""The parties of a plan: another comments, the owner answers and settles; a right is taken back while somebody types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door, check_page
from .story import (
    add_row,
    close_section,
    fill,
    fresh_plan,
    invite,
    open_lesson,
    open_section,
    part_of,
    saved,
    unfold,
    unit_frame,
)

pytestmark = pytest.mark.browser

PLAN = "Submit your plan"
QUESTION = "Which numbers does he compare? — ¿y cuándo? مرحبا"


def joined(page: Page, link: str, role: str) -> Frame:
    page.goto(link)
    page.get_by_role("button", name=f"Join as {role}").click()
    expect(page).to_have_url(re.compile("/internship/plan/"))
    return open_lesson(page, PLAN)


def again(page: Page) -> Frame:
    page.reload()
    return unit_frame(page)


def line(frame: Frame, title: str) -> Locator:
    """A task in the text, opened: there are its details and its conversations."""
    task = frame.locator("details.ix-task", has=frame.locator("summary", has_text=title))
    if task.get_attribute("open") is None:
        task.locator("summary").first.click()
    return task


def test_another_party_comments_and_the_owner_answers_and_settles(door: Door) -> None:
    tuva = door()
    plan = fresh_plan(tuva)
    tasks = open_section(plan, "Tasks")
    add_row(
        tasks,
        "Add a task",
        {"What the student does": "Shadow the auction", "Evidence: what will show that it was learnt": "A note"},
    )
    link = invite(plan, "Other", "Per-Anders Nilsen")

    other = door("Per-Anders Nilsen")
    read = joined(other, link, "other")
    the_other_asks(other, read)

    plan = again(tuva)
    the_owner_answers_and_settles(tuva, plan)

    read = again(other)
    expect(unfold(read, "Conversations")).to_contain_text("All are resolved")
    task = line(read, "Shadow the auction")
    expect(task.locator(".ix-written")).to_have_text(re.compile("Written by Tuva Solberg"))
    task.get_by_role("button", name="2 comments").click()
    expect(task.get_by_text("Resolved", exact=True)).to_be_visible()
    task.get_by_label("About").select_option(label="All of it")
    task.get_by_label("Your comment").fill("One more thing")
    task.get_by_role("button", name="Send").click()
    beside = unfold(read, "Conversations").get_by_role("link", name=re.compile("Shadow the auction"))
    expect(beside).to_be_visible()  # open again, beside the plan
    task.get_by_role("button", name=re.compile("^Withdraw")).click()
    expect(task.get_by_text("Withdrawn. Nobody had answered it.")).to_be_focused()
    expect(task.get_by_role("button", name="2 comments")).to_be_visible()


def the_other_asks(page: Page, plan: Frame) -> None:
    """A reader sees the plan as text, and writes where the others will find it. What is not sent yet outlives a reload."""
    expect(plan.locator("summary", has_text="Edit")).to_have_count(0)
    task = line(plan, "Shadow the auction")
    task.get_by_role("button", name="Comment", exact=True).click()
    expect(task.locator(":focus")).to_contain_text("Comments: Task 1: Shadow the auction")
    task.get_by_label("About").select_option(label="Evidence: what will show that it was learnt")
    task.get_by_label("Your comment").fill(QUESTION)
    check_page(page, "a comment being written")
    plan = again(page)
    task = line(plan, "Shadow the auction")
    task.get_by_role("button", name="Comment", exact=True).click()
    expect(task.get_by_label("Your comment")).to_have_value(QUESTION)
    expect(task.get_by_label("About")).to_have_value("evidence")
    task.get_by_role("button", name="Send").click()
    expect(task.get_by_text("Sent. Everybody taking part in this plan can read it.")).to_be_focused()
    expect(task.get_by_role("button", name="1 comment")).to_be_visible()
    expect(task.get_by_label("Your comment")).to_have_value("")
    expect(unfold(plan, "Conversations").get_by_role("link", name=re.compile("Shadow the auction · Evidence"))).to_be_visible()
    check_page(page, "a comment sent")


def the_owner_answers_and_settles(page: Page, plan: Frame) -> None:
    """From beside the plan to its line, out of the form that hides it; neither a comment nor an answer disturbs the other."""
    evidence = open_section(plan, "Tasks").get_by_label("Evidence: what will show that it was learnt")
    evidence.fill("A note with prices")
    beside = unfold(plan, "Conversations")
    expect(beside).to_contain_text("Per-Anders Nilsen")
    saves: list[str] = []
    page.on("request", lambda request: saves.append(request.post_data or "") if "save_section" in request.url else None)
    beside.get_by_role("link", name=re.compile("Shadow the auction · Evidence")).click()
    expect(evidence).to_be_hidden()
    task = line(plan, "Shadow the auction")
    expect(task).to_be_focused()
    expect(task).to_contain_text("A note with prices")  # saved and read again: the text came anew
    expect(task).to_be_focused()
    task.get_by_role("button", name="1 comment").click()
    expect(task.get_by_text(QUESTION)).to_be_visible()
    task.get_by_role("button", name="Reply").click()
    answer = task.get_by_label("Your comment")
    expect(answer).to_be_focused()
    expect(task.get_by_label("About")).to_have_value("evidence")
    answer.fill("Those of the last three auctions.")
    task.get_by_role("button", name="Send").click()
    expect(task.get_by_text("Those of the last three auctions.")).to_be_visible()
    check_page(page, "an answer in the plan")
    answer.fill("Half a thought that is not sent")
    task.get_by_role("button", name="Mark as resolved").click()
    expect(task.get_by_text("Resolved. It opens again when somebody writes here.")).to_be_focused()
    expect(answer).to_have_value("Half a thought that is not sent")
    task.get_by_role("button", name=re.compile("^Close")).click()
    expect(task.get_by_role("button", name="2 comments")).to_be_focused()
    task.get_by_role("button", name="2 comments").click()
    expect(answer).to_have_value("Half a thought that is not sent")

    open_section(plan, "Tasks")
    evidence.fill("A note with prices of three days")
    close_section(plan, "Tasks")
    expect(task).to_contain_text("A note with prices of three days")  # the text came anew, and what stands open in it is
    expect(answer).to_be_visible()
    expect(answer).to_have_value("Half a thought that is not sent")
    assert saves
    assert not any("last+three" in sent or "Half+a+thought" in sent or "&text=" in sent for sent in saves), saves


def test_a_right_is_taken_back_while_somebody_types_and_nothing_is_lost(door: Door) -> None:
    tuva = door()
    plan = fresh_plan(tuva)
    link = invite(plan, "Student", "Emil Eira")
    emil = door("Emil Eira")
    his = joined(emil, link, "student")
    contacts = open_section(his, "Contacts and time")
    fill(contacts, {"Contact at the university": "Ingrid Aas", "Hours a week the mentor sets aside": "1.50"})
    saved(contacts)

    plan = again(tuva)
    expect(part_of(plan, "Contacts and time").locator(".ix-written")).to_have_text(re.compile("Written by Emil Eira"))
    plan.get_by_role("button", name="Who can edit what").click()
    his_ticks = plan.get_by_role("group", name=re.compile("Emil Eira, student"))
    his_ticks.get_by_label("Contacts and time").uncheck()
    check_page(tuva, "who may write where")
    plan.get_by_role("button", name="Save who can edit").click()
    expect(plan.get_by_text("Saved. It applies from now on")).to_be_focused()
    expect(his_ticks.get_by_label("Contacts and time")).not_to_be_checked()
    expect(his_ticks.get_by_label("Tasks")).to_be_checked()

    words = "Kari"  # and nothing of what was saved before, nor the hours, which read otherwise in the text
    field = contacts.get_by_label("If something goes wrong: who is told first, and who next?")
    field.fill(words)
    expect(contacts.get_by_text("Tuva Solberg decides who can")).to_be_visible()
    expect(field).to_have_value(words)
    check_page(emil, "a save that was refused")

    his = again(emil)
    contacts_read = part_of(his, "Contacts and time")
    expect(contacts_read).to_contain_text("Ingrid Aas")
    expect(contacts_read.locator("summary", has_text="Edit")).to_have_count(0)
    expect(contacts_read.get_by_label(re.compile("You typed this here before it could be saved"))).to_have_value(words)
    check_page(emil, "a part to read and comment")
    contacts_read.get_by_role("button", name="Discard").click()
    tasks = open_section(his, "Tasks")  # the other parts stay his
    add_row(tasks, "Add a task", {"What the student does": "Keep the minutes"})
    his = again(emil)
    expect(his.get_by_text("You typed this here before it could be saved")).to_have_count(0)
