"""The story the product is for, played once from beginning to end in a real browser.

A mentor learns, plans, writes and submits; an instructor answers and returns; the mentor mends; the instructor approves and
grades; the mentor sees it. Every page on the way is held against WCAG 2.2 A/AA at 320 px and 1280 px.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Demo, check_page
from .story import (
    add_row,
    answer_own,
    back_to_plan,
    open_lesson,
    open_section,
    really_begin,
    right_piles,
    saved,
    say_why_this_day,
    submit,
    unfold,
    unit_frame,
    view_as,
)

pytestmark = pytest.mark.browser

ROLES_LESSON = "Who does what?"
PLAN_LESSON = "Submit your plan"
LOG_LESSON = "Your log"


def test_the_story(page: Page, demo: Demo) -> None:
    page.goto("/")
    check_page(page, "outline")
    learn(page)
    plan(page, demo)
    submit_the_plan(page)
    write_and_share(page)
    answer_as_instructor(page)
    mend(page)
    approve(page)
    see_the_grade(page)


def learn(page: Page) -> None:
    """The mentor does a training unit: reads, sorts, chooses, commits, and sees the progress."""
    frame = open_lesson(page, ROLES_LESSON)
    expect(frame.get_by_text("Step 1 of 7")).to_be_visible()
    check_page(page, "a read step")
    frame.get_by_role("button", name="Next").click()
    frame.get_by_role("heading", name="Four parties").wait_for()
    frame.get_by_role("button", name="Next").click()
    frame.get_by_role("heading", name="Sort the tasks").wait_for()
    check_page(page, "a sort step")
    for card, pile in right_piles("role-sorting", "roles").items():
        frame.locator(f"input[name='card-{card}'][value='{pile}']").check()
        expect(frame.locator(f"[data-pile='{pile}'] input[name='card-{card}']").first).to_be_visible()
        frame.wait_for_function("() => !document.getAnimations().length")  # it has arrived, and the others have moved up
    frame.get_by_role("button", name="Check").click()
    frame.get_by_role("button", name="Try again").wait_for()
    check_page(page, "a sort step's feedback")
    frame.get_by_role("button", name="Next").click()
    frame.get_by_role("heading", name="A hard question").wait_for()
    frame.get_by_label("I do not grade").check()
    frame.get_by_role("button", name="Check").click()
    expect(frame.get_by_text("You give what only you have: observations.")).to_be_visible()
    check_page(page, "a choose step's feedback")
    page.reload()  # a closed lid: the unit opens where the mentor was
    frame = unit_frame(page)
    expect(frame.get_by_role("heading", name="A hard question")).to_be_visible()
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("row", name=ROLES_LESSON)).to_contain_text("%")
    check_page(page, "progress")


def plan(page: Page, demo: Demo) -> None:
    """The mentor fills in the plan, leaves, and finds everything, also after the server lost its power."""
    frame = open_lesson(page, PLAN_LESSON)
    check_page(page, "the plan before it is begun")
    frame.get_by_role("button", name="Begin the plan").click()
    expect(frame.get_by_text("an invitation may be on its way to you")).to_be_visible()
    check_page(page, "before a plan is begun")
    really_begin(frame)
    frame.get_by_role("heading", name="What next").wait_for()
    check_page(page, "an empty plan")

    parties = open_section(frame, "Participants")
    add_row(
        parties, "Add a participant", {"Role": "Student", "Name": "Emil Eira", "Organisation and department": "Business school"}
    )
    add_row(parties, "Add a participant", {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]})
    add_row(parties, "Add a participant", {"Role": "University supervisor", "Name": "Berit Antonsen"})

    periods = open_section(frame, "Periods")
    period = {
        "What you call it": "Week 38",
        "First day": "2027-09-20",
        "Last day": "2027-09-24",
        "Hours in this period": "37.5",
    }
    add_row(periods, "Add a period", period)

    outcomes = open_section(frame, "Learning outcomes")
    for heading, text in (
        ("Knowledge", "Explain how a price is made at the auction"),
        ("Skills", "Prepare the catalogue of an auction day"),
        ("General competence", "Discuss a complaint with a colleague and propose an answer"),
    ):
        add_row(outcomes, "Add an outcome", {"At the end, the student can …": text, "Heading": heading})

    tasks = open_section(frame, "Tasks")
    for text, outcome, autonomy in (
        ("Shadow the auction <b>for two days</b>", "Explain how a price", "Watches and asks"),
        ("Make a catalogue with the mentor", "Prepare the catalogue", "Does it with help"),
        ("Answer one complaint", "Discuss a complaint", "Does it alone"),
    ):
        answers: dict[str, str | list[str]] = {
            "What the student does": text,
            "Supports": [outcome],
            "Evidence: what will show that it was learnt": "A page in the log, talked through on Friday",
            "Who assesses the evidence": "Berit Antonsen",
            "How independently": autonomy,
            "Starts on": "2027-09-20",
        }
        add_row(tasks, "Add a task", answers)

    checkpoints = open_section(frame, "Checkpoints")
    for kind, day in (
        ("Start: agree on expectations", "2027-09-20"),
        ("Every week", "2027-09-21"),
        ("Halfway: look back and adjust", "2027-09-22"),
        ("End: sum up and give feedback both ways", "2027-09-24"),
    ):
        add_row(checkpoints, "Add a checkpoint", {"Which one": kind, "Date, or the first one if it repeats": day})

    expect(frame.get_by_role("heading", name="Practical and legal")).to_be_visible()
    check_page(page, "a plan half done")

    page.get_by_role("link", name="Outline").first.click()  # leaves …
    demo.kill()
    demo.start()
    frame = open_lesson(page, PLAN_LESSON)  # … and returns
    tasks = open_section(frame, "Tasks")
    expect(tasks.get_by_label("What the student does").first).to_have_value("Shadow the auction <b>for two days</b>")
    expect(open_section(frame, "Participants").get_by_label("Name", exact=True).nth(2)).to_have_value("Aslak Ŋiillas")

    answer_own(frame)


def submit_the_plan(page: Page) -> None:
    frame = unit_frame(page)
    frame.get_by_role("button", name="Submit the plan").click()
    expect(frame.get_by_role("heading", name="Submit version 1?")).to_be_focused()
    check_page(page, "what will be submitted")
    back_to_plan(frame)
    submit(frame, 1)
    frame.get_by_text("What the reviewer looks for").click()
    check_page(page, "a plan submitted")


def write_and_share(page: Page) -> None:
    """The mentor writes a log entry and shares it with the supervisor and the course team."""
    frame = open_lesson(page, LOG_LESSON)
    frame.get_by_label("What?", exact=True).fill("The student led the morning handover for the first time.")
    frame.get_by_label("So what?", exact=True).fill("She knew more than I had thought; I talk too much.")
    frame.get_by_label("Now what?", exact=True).fill("On Thursday she leads it again and I only listen.")
    frame.get_by_role("textbox", name="Hours").fill("7.5")
    say_why_this_day(frame)
    saved(frame.locator("form[data-draft]").first)
    check_page(page, "an entry being written")
    page.reload()
    frame = unit_frame(page)
    expect(frame.get_by_text("I talk too much").or_(frame.get_by_label("So what?"))).to_be_visible()
    frame.get_by_role("button", name="Continue to sharing").or_(frame.get_by_role("button", name="Share")).first.click()
    frame.get_by_label("The mentor and the university").check()
    for promise in ("Nobody can be recognised", "No information about clients", "Nothing that the host keeps secret"):
        frame.get_by_label(promise).check()
    check_page(page, "sharing an entry")
    frame.get_by_role("button", name="Share", exact=True).click()
    expect(frame.get_by_text("Shared").first).to_be_visible()
    check_page(page, "a shared entry")


def open_submission(page: Page, title: str) -> None:
    page.get_by_role("link", name="Review").first.click()
    page.get_by_role("link", name=title).first.click()


def told(page: Page, what: str) -> None:
    """What the page says once an answer is kept: it has come anew by then. The help beside the buttons has the same words."""
    expect(page.get_by_role("status").filter(has_text=what)).to_be_visible()


def answer_as_instructor(page: Page) -> None:
    """The instructor finds both, comments on the entry, and returns the plan."""
    view_as(page, "Ida Hætta")
    page.get_by_role("link", name="Review").first.click()
    expect(page.get_by_role("main")).to_contain_text("Tuva Solberg")
    check_page(page, "the review list")
    open_submission(page, "Log entry")
    expect(page.get_by_role("main")).to_contain_text("I talk too much")
    page.get_by_label("Your comment").fill("Well seen. What did she say about it herself?")
    page.get_by_role("button", name="Comment").click()
    told(page, "Your comment is sent")
    open_submission(page, "Emil Eira")
    expect(page.get_by_role("main")).to_contain_text("Shadow the auction <b>for two days</b>")
    check_page(page, "one submission")
    fits = page.get_by_role("group", name="Tasks support the outcomes", exact=True)
    fits.get_by_label("Partly").check()
    fits.get_by_label("Remark").fill("Task 1 says little about what is learnt.")
    page.get_by_role("group", name="Conversations are scheduled").get_by_label("Met").check()
    page.get_by_label("Your comment").fill("Say in task 1 what the student looks for while she watches.")
    page.get_by_role("button", name="Ask for changes").click()
    told(page, "Changes requested.")


def mend(page: Page) -> None:
    """The mentor sees the comment, mends the task and submits again."""
    view_as(page, "Tuva Solberg")
    frame = open_lesson(page, LOG_LESSON)
    expect(frame.get_by_text("What did she say about it herself?").first).to_be_visible()
    frame = open_lesson(page, PLAN_LESSON)
    expect(frame.get_by_text("Say in task 1 what the student looks for").first).to_be_visible()
    expect(frame.get_by_role("listitem").filter(has_text="Partly Tasks support the outcomes").first).to_contain_text(
        "says little"
    )
    check_page(page, "a returned plan")
    tasks = open_section(frame, "Tasks")
    tasks.get_by_label("What the student does").first.fill("Shadow the auction and write down how three prices were made")
    saved(tasks)
    submit(frame, 2)


def approve(page: Page) -> None:
    """The instructor approves the second version with points."""
    view_as(page, "Ida Hætta")
    open_submission(page, "Emil Eira")
    expect(page.get_by_role("main")).to_contain_text("how three prices were made")
    fits = page.get_by_role("group", name="Tasks support the outcomes", exact=True)
    expect(fits.get_by_label("Partly")).to_be_checked()  # the last answer's marks are where this one starts
    fits.get_by_label("Met").check()
    fits.get_by_label("Remark").fill("")
    page.get_by_role("textbox", name="Points").fill("0.9")
    page.get_by_label("Your comment").fill("A plan one can begin with.")
    page.get_by_role("button", name="Approve").click()
    told(page, "Approved.")
    check_page(page, "an approved submission")


def see_the_grade(page: Page) -> None:
    view_as(page, "Tuva Solberg")
    frame = open_lesson(page, PLAN_LESSON)
    unfold(frame, "Review of version 2")
    expect(frame.get_by_text("A plan one can begin with.").first).to_be_visible()
    check_page(page, "an approved plan")
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("row", name="Your internship plan")).to_contain_text("0.9")
