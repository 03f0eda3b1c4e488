"""Several people in one placement: invited by link, writing in one plan, talking about an entry; others are kept out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from .conftest import Door, check_page
from .story import fill, fresh_plan, invite, open_lesson, open_section, part_of, saved, say_why_this_day, unit_frame

pytestmark = pytest.mark.browser

PLAN, LOG = "Submit your plan", "Your log"


def test_a_mentor_and_a_student_work_together(door: Door) -> None:
    tuva = door()
    plan = fresh_plan(tuva)
    link = invite(plan, "Student", "Emil Eira")
    expect(plan.get_by_role("link", name="/join/")).to_have_text(link)  # all of it, to copy and send
    check_page(tuva, "a personal link")
    contacts = open_section(plan, "Contacts and time")
    fill(contacts, {"Contact at the university": "Berit Antonsen"})
    saved(contacts)

    emil = door("Emil Eira")
    join(emil, link)
    the_student_edits_the_plan(emil)
    plan = again(tuva)
    expect(plan.get_by_text("by Emil Eira").first).to_be_visible()
    expect(part_of(plan, "Tasks").locator(".ix-part-text")).to_contain_text("Keep the auction's minutes — én gang")
    expect(open_section(plan, "Participants").get_by_text("Has joined")).to_have_count(2)

    entry = the_student_shares_an_entry(emil)
    the_mentor_answers(tuva)
    the_student_replies(emil)
    log = again(tuva)
    expect(log.get_by_text("He slowed down when I repeated his words.")).to_be_visible()

    a_stranger_is_kept_out(door("Per-Anders Nilsen"), entry)
    the_link_counts_once(door("Berit Antonsen"), link)


def join(page: Page, link: str) -> None:
    """Open a personal link and take the place it stands for."""
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text("Tuva Solberg invites you")
    check_page(page, "an invitation")
    page.get_by_role("button", name="Join as student").click()
    expect(page).to_have_url(re.compile("/internship/plan/"))  # straight to what is asked
    expect(page.get_by_role("heading", name="Your internship plan")).to_be_visible()
    check_page(page, "what an invitation leads to")


def again(page: Page) -> Frame:
    page.reload()
    return unit_frame(page)


def the_student_edits_the_plan(page: Page) -> None:
    plan = open_lesson(page, PLAN)
    expect(part_of(plan, "Contacts and time").locator(".ix-part-text")).to_contain_text("Berit Antonsen")
    tasks = open_section(plan, "Tasks")
    tasks.get_by_role("button", name="Add a task").click()
    tasks.get_by_label("What the student does").fill("Keep the auction's minutes — én gang")
    saved(tasks)


def the_student_shares_an_entry(page: Page) -> str:
    """Returns the entry's id, as the page names it."""
    log = open_lesson(page, LOG)
    fill(
        log.locator("form[data-draft]").first,
        {
            "What?": "A customer was angry about a delivery.",
            "So what?": "I read numbers to him.",
            "Now what?": "I listen first.",
        },
    )
    say_why_this_day(log)
    saved(log.locator("form[data-draft]").first)
    log.get_by_role("button", name="Continue to sharing").click()
    readers = log.get_by_role("radio", name=re.compile("Tuva Solberg"))
    readers.first.check()
    for promise in ("Nobody can be recognised", "No information about clients", "Nothing that the host keeps secret"):
        log.get_by_label(promise).check()
    log.get_by_role("button", name="Share", exact=True).click()
    expect(log.get_by_text("Shared with Tuva Solberg. The next step is theirs")).to_be_visible()
    check_page(page, "an entry just shared")
    name = log.locator("article.ix-entry").first.get_attribute("id") or ""
    return name.rsplit("e", 1)[-1]


def the_mentor_answers(page: Page) -> None:
    log = open_lesson(page, LOG)
    expect(log.get_by_text("I read numbers to him.").first).to_be_visible()
    expect(log.get_by_text("Emil Eira has waited for an answer")).to_be_visible()
    answer = log.get_by_role("article").filter(has_text="I read numbers to him.")
    fill(
        answer,
        {
            "What I noticed (observation)": "You stayed polite when he raised his voice.",
            "What you could try next (feedforward)": "Repeat his own words before you answer.",
            "A question for you": "What did he want to hear?",
        },
    )
    check_page(page, "an answer being written")
    answer.get_by_role("button", name="Send the answer").click()
    expect(log.get_by_text("Sent. The next step is with Emil Eira")).to_be_visible()
    check_page(page, "an answer sent")


def the_student_replies(page: Page) -> None:
    log = again(page)
    for words in ("You stayed polite", "Repeat his own words", "What did he want to hear?"):
        expect(log.get_by_text(words)).to_be_visible()
    log.get_by_role("button", name="Reply", exact=True).click()
    log.get_by_label("Your reply").fill("He slowed down when I repeated his words.")
    log.get_by_role("button", name="Send the reply").click()
    expect(log.get_by_text("Sent. Your readers see your reply")).to_be_visible()
    expect(log.get_by_text("He slowed down when I repeated his words.")).to_be_visible()
    check_page(page, "a dialogue")


def a_stranger_is_kept_out(page: Page, entry: str) -> None:
    """A leader who is no party asks for the entry by its number, as nobody's page does."""
    assert entry.isdigit()
    log = open_lesson(page, LOG)
    expect(log.get_by_text("I read numbers to him.")).to_have_count(0)
    answers = log.evaluate(
        """async (entry) => {
            const base = document.querySelector("[data-handlers]").dataset.handlers;
            const found = [];
            for (const name of ["view_entry", "entry_foot"]) {
                const answer = await fetch(base + name + "?entry=" + entry);
                found.push([answer.status, await answer.text()]);
            }
            return found;
        }""",
        entry,
    )
    assert [status for status, _text in answers] == [404, 404]
    for _status, text in answers:
        assert "cannot be found" in text
        assert "not have access to it" in text
        assert "numbers" not in text


def the_link_counts_once(page: Page, link: str) -> None:
    """Somebody else with the used link, and with its code in the plan: refused in words."""
    page.goto(link)
    expect(page.get_by_role("heading", name="This link has been used with an account")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("It is not the account that joined.")
    plan = open_lesson(page, PLAN)
    plan.get_by_text("I was invited and have a code").click()
    plan.get_by_label("Code or link from the invitation").fill(link)
    plan.get_by_role("button", name="Join", exact=True).click()
    expect(plan.get_by_role("alert").first).to_contain_text("This code has been used")
    expect(plan.get_by_label("Code or link from the invitation")).to_have_value(link)
    check_page(page, "a code refused")
