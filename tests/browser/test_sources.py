"""Starting a plan from something in a real browser: an author's template, a shared plan, a file; with the keyboard too."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from internship_xblock.tools.plans.documents import as_json as exports
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.sources import examples
from tests.exports import world

from .conftest import Door, check_page
from .story import add_row, close_section, example_made_ours, fresh_plan, open_lesson, open_section, unfold, unit_frame

pytestmark = pytest.mark.browser
RULES = PlanRules()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A plan that was taken along."""
    rows = examples.example(RULES, date(2026, 8, 3))
    data = {name: {"rows": one} if len(one) > 1 else {"values": one[0]} for name, one in rows.items()}
    path = tmp_path / "plan.json"
    path.write_bytes(exports.as_json(world.taken(frozen_text.build(examples.people(), data, RULES.headings))))
    return path


def something_else(frame: Frame) -> None:
    frame.get_by_role("button", name=re.compile("Start from an earlier plan|Fill the empty parts")).click()
    expect(frame.get_by_role("heading", name="Start from")).to_be_focused()


def edit_plan(page: Page) -> None:
    """The plan's settings in Studio."""
    open_lesson(page, "Submit your plan")
    page.get_by_role("link", name="Studio").first.click()
    page.get_by_role("link", name=re.compile("^Edit")).click()
    page.locator(".internship--studio[data-started]").wait_for()  # what is pressed before the script has started does nothing


def test_a_file_is_read_in_the_browser_looked_at_and_put_in(door: Door, file: Path) -> None:
    page = door("Emil Eira")
    frame = fresh_plan(page)
    something_else(frame)
    unfold(frame, "A downloaded plan")
    frame.get_by_label("Or paste its text").fill('{"format": "other"}')
    frame.get_by_role("button", name="Preview the file").click()
    expect(frame.get_by_text("This is JSON, but not a plan").first).to_be_visible()
    expect(frame.get_by_label("Or paste its text")).to_have_value('{"format": "other"}')  # what was pasted stays
    check_page(page, "a file that is no plan")
    frame.get_by_label("File", exact=True).set_input_files(file)
    expect(frame.get_by_label("Or paste its text")).to_have_value(re.compile("internship-xblock/plan"))
    frame.get_by_role("button", name="Preview the file").click()
    expect(frame.get_by_role("heading", name="This would be added to your plan")).to_be_focused()
    check_page(page, "a file looked at first")
    frame.get_by_label("First day", exact=True).last.fill("2027-02-01")
    frame.get_by_role("button", name="Preview with this day").click()
    expect(frame.get_by_text("Mon 1 Feb 2027").first).to_be_visible()
    frame.get_by_role("button", name="Add this to the plan").click()
    expect(frame.get_by_text("Filled in: Periods, Learning outcomes, Tasks")).to_be_visible()
    expect(frame.get_by_text("People are not copied")).to_be_visible()
    check_page(page, "a plan filled from a file")
    periods = open_section(frame, "Periods")
    expect(periods.get_by_label("First day").first).to_have_value("2027-02-01")


def test_a_plan_is_shared_found_by_another_and_withdrawn(door: Door) -> None:
    tuva, emil = door(), door("Emil Eira")
    frame = fresh_plan(tuva)
    example_made_ours(frame)  # what is invented goes along into no template
    tuva.reload()
    frame = unit_frame(tuva)
    frame.get_by_role("button", name="Share as a template").click()
    expect(frame.get_by_role("heading", name="Share as a template")).to_be_focused()
    check_page(tuva, "sharing a plan as a template")
    frame.get_by_role("button", name="Share it with everybody").click()
    expect(frame.get_by_text("Read the text, then tick this.").first).to_be_visible()
    frame.get_by_label("What others look for").fill("Three weeks at the auction")
    frame.get_by_label(re.compile("I have read it")).check()
    frame.get_by_role("button", name="Share it with everybody").click()
    expect(frame.get_by_text("“Three weeks at the auction” is shared")).to_be_visible()
    check_page(tuva, "a plan shared as a template")

    other = fresh_plan(emil)
    add_row(open_section(other, "Checkpoints"), "Add a checkpoint", {"With whom and what about": "My own words"})
    close_section(other, "Checkpoints")
    something_else(other)
    other.get_by_label(re.compile("Three weeks at the auction")).check()
    other.get_by_role("button", name="Preview").click()
    expect(other.get_by_text("These parts have been started and stay as they are: Checkpoints.")).to_be_visible()
    expect(other.get_by_text("The dates are left open").first).to_be_visible()
    check_page(emil, "a shared template looked at first")
    other.get_by_role("button", name="Add this to the plan").click()
    expect(other.get_by_text("Left unchanged: Checkpoints.")).to_be_visible()
    expect(open_section(other, "Checkpoints").get_by_label("With whom and what about")).to_have_value("My own words")
    expect(open_section(other, "Tasks").get_by_text("From a template").first).to_be_visible()

    frame.get_by_role("button", name="Withdraw").click()
    expect(frame.get_by_text("nobody finds it any more")).to_be_visible()
    third = fresh_plan(emil)
    something_else(third)
    expect(third.get_by_label(re.compile("Your plan for")).first).to_be_attached()
    expect(third.get_by_label(re.compile("Three weeks at the auction"))).to_have_count(0)
    check_page(emil, "all there is to start from")


def test_an_author_writes_a_template_and_a_learner_starts_from_it_by_keyboard(door: Door) -> None:
    sindre, emil = door("Sindre Moen"), door("Emil Eira")
    edit_plan(sindre)
    place = sindre.frames[-1] if sindre.locator("iframe").count() else sindre.main_frame
    form = place.locator("form[id$='template-form']")
    form.get_by_role("heading", name="Learning outcomes").click()
    form.get_by_role("button", name="Add an outcome").click()
    expect(form.get_by_label("At the end, the student can …")).to_be_focused()
    sindre.keyboard.type("Explain how the price is made")
    sindre.keyboard.press("Tab")
    expect(form.get_by_text("The template was last saved at")).to_be_visible()
    expect(form.get_by_role("heading", name="Outcome 1: Explain how the price is made")).to_be_visible()
    form.get_by_label("Heading").select_option(label="Knowledge")
    form.get_by_role("heading", name="Tasks").click()
    form.get_by_role("button", name="Add a task").click()
    form.get_by_label("What the student does").fill("Shadow the auction")
    form.get_by_role("checkbox", name="Explain how the price is made").check()
    form.get_by_label("Starts on (day number)").fill("0")
    form.get_by_label("Evidence: what will show that it was learnt").focus()
    expect(form.get_by_text("Enter a whole number, at least 1").first).to_be_visible()
    check_page(sindre, "a template with a wrong day in Studio")
    form.get_by_label("Starts on (day number)").fill("8")
    form.get_by_label("Evidence: what will show that it was learnt").fill("A sketch of the price")
    form.get_by_label("Evidence: what will show that it was learnt").blur()
    expect(form.get_by_text("A plan made from this alone would still be missing")).to_be_visible()
    check_page(sindre, "a template in Studio")

    frame = fresh_plan(emil)
    check_page(emil, "an empty plan with a template")
    frame.get_by_label("First day, if you know it").focus()
    frame.get_by_label("First day, if you know it").fill("2027-02-01")
    start = frame.get_by_role("button", name="Start with your course’s template")
    while not start.evaluate("node => node === document.activeElement"):
        emil.keyboard.press("Tab")
    emil.keyboard.press("Enter")
    expect(frame.get_by_text("Filled in: Learning outcomes, Tasks")).to_be_visible()
    tasks = open_section(frame, "Tasks")
    expect(tasks.get_by_label("Starts on")).to_have_value("2027-02-08")
    expect(tasks.get_by_role("checkbox", name="Explain how the price is made")).to_be_checked()
    check_page(emil, "a plan started from the template")
