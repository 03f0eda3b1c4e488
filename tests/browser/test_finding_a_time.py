"""Finding a time in a real browser: three times, ticked on a phone by a student and by a guest, in other time zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Door, check_page
from .test_conversations import EMIL, PHONE, TUVA, follow, today_of
from .test_guest import PHONE as GUEST_PHONE
from .test_guest import invited
from .test_placement import open_placement

pytestmark = pytest.mark.browser
LINK = "https://meet.example.org/a-room-with-a-long-name?pwd=1234567890"


@pytest.fixture
def phone(door: Door) -> Iterator[BrowserContext]:
    """A guest's phone, in New York."""
    context = door.browser.new_context(
        base_url=door.demo.url, locale="en-GB", timezone_id="America/New_York", **GUEST_PHONE
    )  # fmt: skip
    context.set_default_timeout(20_000)
    yield context
    context.close()


def ready(page: Page) -> None:
    page.locator(".internship[data-started]").wait_for()


def propose(page: Page, *clocks: str) -> None:
    """Fill in the form for another conversation, and send it."""
    page.get_by_text("Find a time for another conversation").click()
    form = page.locator("form[hx-post$='propose_times']")
    expect(form).to_be_visible()
    day = date.today() + timedelta(days=9)
    for number, clock in enumerate(clocks):
        form.get_by_label("Day").nth(number).fill((day + timedelta(days=number)).isoformat())
        form.get_by_label("Begins at").nth(number).fill(clock)
    form.get_by_label("Video link").fill(LINK.replace("https", "http"))
    form.get_by_role("button", name="Propose these times").click()
    expect(form.get_by_text("A video link begins with https://").first).to_be_visible()
    expect(form.get_by_label("Begins at").first).to_have_value(clocks[0])
    form.get_by_label("Video link").fill(LINK)
    form.get_by_role("button", name="Propose these times").click()
    expect(page.get_by_text("The times are proposed.")).to_be_visible()


def tick(page: Page, *ticks: str) -> None:
    form = page.locator("form[hx-post$='answer_times']")
    for number, said in enumerate(ticks):
        form.get_by_role("group").nth(number).get_by_label(said, exact=True).check()
    form.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_text("Saved. You can change it until a time is chosen.")).to_be_visible()


def test_three_times_are_proposed_ticked_on_a_phone_and_one_is_chosen(own_door: Door) -> None:
    student = own_door(EMIL, viewport=PHONE, timezone_id="Europe/Oslo")
    open_placement(student)
    page_of = student.locator("a[href*='/conversation/']").first.get_attribute("href") or ""
    mentor = own_door(TUVA, viewport={"width": 1280, "height": 900}, timezone_id="Europe/Oslo")
    today_of(mentor)
    mentor.goto(page_of.partition("#")[0])
    ready(mentor)
    propose(mentor, "10:00", "13:00", "15:30")
    expect(mentor.get_by_text("You propose three times.")).to_be_visible()
    expect(mentor.get_by_role("columnheader", name=EMIL)).to_be_visible()
    check_page(mentor, "times that are proposed")

    today_of(student)
    expect(student.get_by_text(f"Say when you can: {TUVA} proposes three times.").first).to_be_visible()
    follow(student, "Say when you can")
    expect(student.get_by_role("heading", name="When can you?")).to_be_in_viewport()
    check_page(student, "times to be ticked on a phone")
    tick(student, "No", "Yes", "If need be")
    today_of(student)
    expect(student.get_by_text("Say when you can:")).to_have_count(0)

    mentor.reload()
    ready(mentor)
    line = mentor.locator("details.ix-talk-line", has_text="A time is being found")
    if line.count():
        line.first.locator("summary").click()
    best = mentor.locator(".ix-times-table tbody tr").first
    expect(best).to_contain_text("13:00–13:45")
    expect(best).to_contain_text("Suits")
    best.get_by_role("button", name="Choose this time").click()
    expect(mentor.get_by_text("The time is chosen. The others are told.")).to_be_visible()
    link = mentor.get_by_role("link", name=re.compile("meet.example.org"))
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    check_page(mentor, "a time that was chosen")
    today_of(student)
    expect(student.locator(".ix-dates").first).to_contain_text("13:00")
    mentor.goto("/outbox/")
    expect(mentor.get_by_text(f"{TUVA} chose the time of a conversation").first).to_be_attached()
    expect(mentor.get_by_text("meet.example.org")).to_have_count(0)


def test_a_guest_on_a_phone_far_away_ticks_by_their_own_clock(door: Door, phone: BrowserContext) -> None:
    mentor = door(timezone_id="Europe/Oslo")
    page = phone.new_page()
    page.goto(invited(mentor))
    page.get_by_role("button", name="Open as Nora Lund").click()
    expect(page).to_have_url(re.compile(r"/internship/plan/.*/\d+/$"))
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    course = re.search(r"/internship/plan/([^/]+)/", page.url)
    assert course is not None
    conversations = f"/internship/conversation/{course[1]}/{number}/"
    mentor.goto(conversations)
    ready(mentor)
    propose(mentor, "16:00", "17:30")
    page.goto("/internship/")
    expect(page.get_by_text(f"Say when you can: {TUVA} proposes two times.").first).to_be_visible()
    follow(page, "Say when you can")
    group = page.locator("form[hx-post$='answer_times']").get_by_role("group").first
    expect(group).to_contain_text(re.compile("1[01]:00–1[01]:45"))
    expect(group).to_contain_text("16:00–16:45 Europe/Oslo")
    check_page(page, "a guest's times")
    page.set_viewport_size({"width": 320, "height": 700})
    tick(page, "Yes", "No")
    expect(page.locator(".ix-times-name").first).to_be_visible()
    check_page(page, "a guest's times, ticked")
    mentor.goto(conversations)
    ready(mentor)
    expect(mentor.locator(".ix-times-table tbody tr").first).to_contain_text("16:00–16:45")
    expect(mentor.locator(".ix-times-table [data-elsewhere]")).to_have_count(0)
    expect(mentor.get_by_text("Suits everybody")).to_have_count(0)


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages_and_from_right_to_left(own_door: Door, language: str) -> None:
    page = own_door(EMIL, viewport=PHONE)
    open_placement(page)
    page.locator("a[href*='/conversation/']").first.click()
    ready(page)
    propose(page, "10:00", "13:00")
    address = page.url
    page.goto("/".join(page.url.split("/", 3)[:3]) + "/")
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    page.goto(address)
    ready(page)
    line = page.locator("details.ix-talk-line").filter(has=page.locator("summary"))
    if not page.locator(".ix-times-table").count():
        for number in range(line.count()):
            line.nth(number).locator("summary").first.click()
    expect(page.locator(".ix-times-table").first).to_be_visible()
    check_page(page, f"times in {language}")
