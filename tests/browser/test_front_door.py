"""The story of the front door: whoever has something to do is told, finds it under Today and does it, by account or by link.

A mentor begins at Today, makes a plan and invites the student and the supervisor by link. The student opens it without an
account on a phone, reads, asks and signs. The mentor finds the question under Today and in the outbox, and answers; the student
finds the answer. A supervisor of thirteen students sees who is stuck.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Door, check_page
from .story import add_row, close_section, example_made_ours, fresh_plan, open_section, part_of, submit
from .test_guest import PHONE

pytestmark = pytest.mark.browser
QUESTION, ANSWER = "Whom do I ask on the first day?", "Ask for Grete at the counter; she knows you are coming."


def test_the_story_of_the_front_door(own_door: Door) -> None:
    mentor = own_door("Tuva Solberg")
    mentor.goto("/internship/")
    check_page(mentor, "Today before there is anything")
    links = planned_and_invited(mentor)
    phone = a_phone(own_door)
    student = asks_and_signs(phone, links["Nora Lund"])
    answers(mentor)
    finds_the_answer(student)
    joins_by_link(a_phone(own_door), links["Hilde Moe"])
    sees_who_is_stuck(own_door("Berit Antonsen"))
    phone.close()


def a_phone(door: Door) -> BrowserContext:
    context = door.browser.new_context(base_url=door.demo.url, locale="en-GB", **PHONE)
    context.set_default_timeout(20_000)
    return context


def planned_and_invited(mentor: Page) -> dict[str, str]:
    """A plan with real tasks, submitted; and a link for each who is to have one."""
    plan = fresh_plan(mentor)
    example_made_ours(plan)
    parties = open_section(plan, "Participants")
    add_row(parties, "Add a participant", {"Role": "Student", "Name": "Nora Lund"})
    add_row(parties, "Add a participant", {"Role": "University supervisor", "Name": "Hilde Moe"})
    add_row(parties, "Add a participant", {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]})
    close_section(plan, "Participants")
    submit(plan, 1)
    plan.get_by_role("button", name="Invite with personal links").click()
    links = {}
    for name in ("Nora Lund", "Hilde Moe"):
        plan.get_by_role("group", name=re.compile(name)).get_by_role("button", name="Create a personal link").click()
        card = plan.get_by_role("group", name=re.compile(name))
        link = card.locator("a[href*='/join/']")
        expect(link).to_be_visible()
        links[name] = link.get_attribute("href") or ""
    return links


def asks_and_signs(phone: BrowserContext, link: str) -> Page:
    page = phone.new_page()
    page.goto(link)
    page.get_by_role("button", name="Open as Nora Lund").click()
    page.locator(".internship[data-started]").wait_for()
    part_of(page.main_frame, "Tasks").get_by_role("button", name="Comment", exact=True).first.click()
    page.get_by_label("Your comment").fill(QUESTION)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(QUESTION).first).to_be_visible()
    page.get_by_role("button", name="Read and sign version 1").first.click()
    page.get_by_role("button", name=re.compile("^Sign as Nora Lund")).click()
    expect(page.get_by_text("(address not confirmed)").first).to_be_visible()
    return page


def answers(mentor: Page) -> None:
    """The mentor is told by mail, without a word of the question, and finds it under Today."""
    mentor.goto("/outbox/")
    expect(mentor.get_by_text(re.compile("Nora Lund")).first).to_be_attached()
    expect(mentor.get_by_text(QUESTION)).to_have_count(0)
    mentor.goto("/internship/")
    expect(mentor.get_by_text(re.compile("^Nora Lund commented on"))).to_be_visible()
    check_page(mentor, "Today with a question")
    mentor.get_by_role("link", name=re.compile("^Read and answer")).first.click()
    mentor.locator(".internship[data-started]").wait_for()
    expect(mentor.get_by_text(QUESTION).first).to_be_visible()
    mentor.get_by_label("Your comment").first.fill(ANSWER)
    mentor.get_by_role("button", name="Send", exact=True).first.click()
    expect(mentor.get_by_text(ANSWER).first).to_be_visible()
    mentor.goto("/internship/")
    expect(mentor.get_by_text(re.compile("^Nora Lund commented on"))).to_have_count(0)


def finds_the_answer(student: Page) -> None:
    student.goto("/internship/")
    expect(student.get_by_text(re.compile("^Tuva Solberg commented on"))).to_be_visible()
    check_page(student, "Today of a guest with an answer")
    student.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    student.get_by_role("link", name=re.compile("^Read and answer")).first.click()
    student.locator(".internship[data-started]").wait_for()
    expect(student.get_by_text(ANSWER).first).to_be_visible()


def joins_by_link(phone: BrowserContext, link: str) -> None:
    page = phone.new_page()
    page.goto(link)
    page.get_by_role("button", name="Open as Hilde Moe").click()
    page.locator(".internship[data-started]").wait_for()
    page.goto("/internship/")
    expect(page.get_by_text("Nora Lund").first).to_be_visible()
    phone.close()


def sees_who_is_stuck(supervisor: Page) -> None:
    """Thirteen students, by how they stand: those in whose log nothing comes stand there by name, the others open."""
    supervisor.set_default_timeout(60_000)  # the thirteen are made when one comes in
    supervisor.goto("/")
    supervisor.locator("button[name=way][value=supervisor]").click()
    expect(supervisor.get_by_role("heading", name="Your 13 placements")).to_be_visible(timeout=60_000)
    stuck = supervisor.locator("details[open]", has_text="Log silent")
    expect(stuck.get_by_role("link", name="Sivert Johnsrud")).to_be_visible()
    for language in ("en", "nb", "ar"):
        if language != "en":
            supervisor.goto("/")
            supervisor.locator("header details summary").first.click()
            supervisor.locator(f"button[name=language][value={language}]").click()
            supervisor.goto("/internship/")
        check_page(supervisor, f"Today of a supervisor of thirteen in {language}")
