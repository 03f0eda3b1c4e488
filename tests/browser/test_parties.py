"""The parties of a plan: another comments, the owner answers and settles; a right is taken back while somebody types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door, check_page
from .story import add_row, fill, fresh_plan, invite, open_lesson, open_section, saved, unit_frame

pytestmark = pytest.mark.browser

PLAN = "Hand in your plan"
QUESTION = "Which numbers does he compare? — ¿y cuándo? مرحبا"


def joined(page: Page, link: str, role: str) -> Frame:
    page.goto(link)
    page.get_by_role("button", name=f"Join as {role}").click()
    expect(page.get_by_role("heading", name="You have joined")).to_be_visible()
    return open_lesson(page, PLAN)


def again(page: Page) -> Frame:
    page.reload()
    return unit_frame(page)


def card(frame: Frame, title: str) -> Locator:
    return frame.get_by_role("group", name=re.compile(title))


def test_another_party_comments_and_the_owner_answers_and_settles(door: Door) -> None:
    tuva = door()
    plan = fresh_plan(tuva)
    tasks = open_section(plan, "Tasks")
    add_row(
        tasks, "Add a task", {"What the student does": "Shadow the auction", "Evidence: what will show it was learnt": "A note"}
    )
    link = invite(plan, "Other", "Per-Anders Nilsen")

    other = door("Per-Anders Nilsen")
    read = joined(other, link, "other")
    the_other_asks(other, read)

    plan = again(tuva)
    the_owner_answers_and_settles(tuva, plan)

    read = again(other)
    expect(read.get_by_text("All are settled")).to_be_visible()
    task = card(read, "Shadow the auction")
    expect(task.get_by_text("Written by Tuva Solberg")).to_be_visible()
    task.get_by_role("button", name="Comments (2)").click()
    expect(task.get_by_text("Settled", exact=True)).to_be_visible()
    task.get_by_label("About").select_option(label="All of it")
    task.get_by_label("Your comment").fill("One more thing")
    task.get_by_role("button", name="Send").click()
    expect(read.get_by_role("link", name=re.compile("Shadow the auction"))).to_be_visible()  # open again, beside the plan
    task.get_by_role("button", name=re.compile("^Withdraw")).click()
    expect(task.get_by_text("Withdrawn. Nobody had answered it.")).to_be_focused()
    expect(task.get_by_role("button", name="Comments (2)")).to_be_visible()


def the_other_asks(page: Page, plan: Frame) -> None:
    """A reader sees the plan as text, and writes where the others will find it. What is not sent yet outlives a reload."""
    expect(plan.get_by_text("You can read this plan and comment on it")).to_be_visible()
    task = card(plan, "Shadow the auction")
    task.get_by_role("button", name="Comment", exact=True).click()
    expect(task.locator(":focus")).to_contain_text("Comments: Task 1: Shadow the auction")
    task.get_by_label("About").select_option(label="Evidence: what will show it was learnt")
    task.get_by_label("Your comment").fill(QUESTION)
    check_page(page, "a comment being written")
    plan = again(page)
    task = card(plan, "Shadow the auction")
    task.get_by_role("button", name="Comment", exact=True).click()
    expect(task.get_by_label("Your comment")).to_have_value(QUESTION)
    expect(task.get_by_label("About")).to_have_value("evidence")
    task.get_by_role("button", name="Send").click()
    expect(task.get_by_text("Sent. Everybody who takes part in this plan can read it.")).to_be_focused()
    expect(task.get_by_role("button", name="Comments (1)")).to_be_visible()
    expect(task.get_by_label("Your comment")).to_have_value("")
    expect(plan.get_by_text("1 open conversation")).to_be_visible()
    check_page(page, "a comment sent")


def the_owner_answers_and_settles(page: Page, plan: Frame) -> None:
    """From beside the plan to the field; the panel stands in the section's form, and neither disturbs the other."""
    beside = plan.get_by_role("region", name="Conversations")
    expect(beside).to_contain_text("Per-Anders Nilsen")
    beside.get_by_role("link", name=re.compile("Shadow the auction · Evidence")).click()
    evidence = plan.get_by_label("Evidence: what will show it was learnt")
    expect(evidence).to_be_focused()
    tasks = open_section(plan, "Tasks")
    task = card(plan, "Shadow the auction")
    task.get_by_role("button", name="Comments (1)").click()
    expect(task.get_by_text(QUESTION)).to_be_visible()
    expect(task.get_by_label("About")).to_have_value("evidence")  # where the owner just was
    saves: list[str] = []
    page.on("request", lambda request: saves.append(request.post_data or "") if "save_section" in request.url else None)
    evidence.fill("A note with prices of three days")
    task.get_by_role("button", name="Reply").click()
    answer = task.get_by_label("Your comment")
    expect(answer).to_be_focused()
    expect(task.get_by_label("About")).to_have_value("evidence")
    answer.fill("Those of the last three auctions.")
    expect(tasks.locator("[data-save-state]").last).to_contain_text("Saved")  # the section's own, not the comment's
    task.get_by_role("button", name="Send").click()
    expect(task.get_by_text("Those of the last three auctions.")).to_be_visible()
    check_page(page, "an answer in the plan")
    answer.fill("Half a thought that is not sent")
    task.get_by_role("button", name="Mark as settled").click()
    expect(task.get_by_text("Settled. It opens again when somebody writes here.")).to_be_focused()
    expect(answer).to_have_value("Half a thought that is not sent")
    task.get_by_role("button", name=re.compile("^Close")).click()
    expect(task.get_by_role("button", name="Comments (2)")).to_be_focused()
    task.get_by_role("button", name="Comments (2)").click()
    expect(answer).to_have_value("Half a thought that is not sent")
    assert saves
    assert not any("last+three" in sent or "Half+a+thought" in sent or "&text=" in sent for sent in saves), saves
    plan = again(page)
    open_section(plan, "Tasks")
    expect(plan.get_by_label("Evidence: what will show it was learnt")).to_have_value("A note with prices of three days")


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
    open_section(plan, "Parties")
    plan.get_by_role("button", name="Who may write where").click()
    his_ticks = plan.get_by_role("group", name=re.compile("Emil Eira, Student"))
    his_ticks.get_by_label("Contacts and time").uncheck()
    check_page(tuva, "who may write where")
    plan.get_by_role("button", name="Save who may write").click()
    expect(plan.get_by_text("Saved. It holds from now on")).to_be_focused()
    expect(his_ticks.get_by_label("Contacts and time")).not_to_be_checked()
    expect(his_ticks.get_by_label("Tasks")).to_be_checked()

    words = "Kari"  # and nothing of what was saved before, nor the hours, which read otherwise in the text
    field = contacts.get_by_label("If something goes wrong: who is told first, and who next?")
    field.fill(words)
    expect(contacts.get_by_text("Tuva Solberg decides who does")).to_be_visible()
    expect(field).to_have_value(words)
    check_page(emil, "a save that was refused")

    his = again(emil)
    contacts_read = his.locator("details", has=his.get_by_role("heading", name="Contacts and time", exact=True)).last
    if contacts_read.get_attribute("open") is None:
        contacts_read.locator("summary").first.click()
    expect(contacts_read.get_by_text("Tuva Solberg decides who writes here.")).to_be_visible()
    expect(contacts_read.get_by_label(re.compile("You typed this here before it could be saved"))).to_have_value(words)
    expect(contacts_read.get_by_text("Written by Emil Eira")).to_be_visible()
    check_page(emil, "a part to read and comment")
    contacts_read.get_by_role("button", name="Throw it away").click()
    tasks = open_section(his, "Tasks")  # the other parts stay his
    add_row(tasks, "Add a task", {"What the student does": "Keep the minutes"})
    his = again(emil)
    expect(his.get_by_text("You typed this here before it could be saved")).to_have_count(0)
