"""Erasmus+ from the author's switch to the certificate in the student's hands, and no word of it lost on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Demo, check_page
from .story import (
    add_row,
    begin,
    example_made_ours,
    fill,
    open_lesson,
    open_section,
    saved,
    submit,
    unfold,
    unit_frame,
    view_as,
)

pytestmark = pytest.mark.browser

PLAN_LESSON = "Submit your plan"
CODE = re.compile(r"^(?:[0-9A-Z]{4}-){4}[0-9A-Z]$")
WORDS = "Careful, curious, and the first to ask what could go wrong."


def switch_on(page: Page) -> None:
    view_as(page, "Sindre Moen")
    open_lesson(page, PLAN_LESSON)
    page.get_by_role("link", name="Studio").first.click()
    page.get_by_role("link", name=re.compile("^Edit.*plan", re.IGNORECASE)).last.click()
    page.locator(".internship--studio[data-started]").wait_for()
    page.get_by_label("Erasmus+: add the fields of a traineeship agreement").check()
    page.get_by_role("button", name="Save the settings and close").click()
    page.wait_for_url(re.compile("saved="))


def submit_with_table(page: Page) -> None:
    frame = open_lesson(page, PLAN_LESSON)
    begin(frame)
    expect(frame.get_by_text("once the plan is submitted")).to_be_visible()
    example_made_ours(frame)
    parties = open_section(frame, "Participants")
    add_row(parties, "Add a participant", {"Role": "Student", "Name": "Emil Eira"})
    substitute: dict[str, str | list[str]] = {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]}
    add_row(parties, "Add a participant", substitute)
    past: dict[str, str | list[str]] = {
        "What you call it": "Before", "First day": "2026-02-02", "Last day": "2026-03-27", "Hours in this period": "10",
    }  # fmt: skip
    add_row(open_section(frame, "Periods"), "Add a period", past)  # one that is over can be certified
    table = open_section(frame, "Erasmus+ Table A: the programme")
    programme: dict[str, str | list[str]] = {
        "Working hours a week": "37.5", "Main language at work": "English",
        "Language level: the trainee’s when the stay begins": "B2",
    }  # fmt: skip
    fill(table, programme)
    saved(table)
    findings = unfold(frame, "left to complete")
    expect(findings.get_by_role("link", name="Give the traineeship a title.")).to_be_visible()
    check_page(page, "an Erasmus plan with a gap")
    expect(frame.get_by_role("button", name="Submit the plan")).to_have_count(0)
    fill(table, {"Title of the traineeship": "Sales at the fish auction"})
    saved(table)
    promises: dict[str, dict[str, str | list[str]]] = {
        "Erasmus+ Table B: recognition": {
            "Place in the studies: how the traineeship relates to them": "It is part of the studies",
            "ECTS credits": "10",
        },
        "Erasmus+ Tables B and C: insurance": {
            "Accident insurance: who insures the trainee?": "The sending institution",
            "Liability insurance: who covers damage that the trainee causes?": "The receiving organisation",
        },
        "Erasmus+ Table C: what the organisation provides": {
            "Certificate": ["The organisation issues a certificate within five weeks"],
        },
    }
    for title, answers in promises.items():  # no example promises anything
        form = open_section(frame, title)
        fill(form, answers)
        saved(form)
    submit(frame, 1)


def open_certificate(page: Page) -> Locator:
    """Go from the plan to the page of the certificate and return its first form."""
    frame = unit_frame(page)
    frame.locator("[id$=-closing]").get_by_role("link").click()
    form = page.locator("form[data-draft]").first
    form.wait_for()
    return form


def answer_outcomes(page: Page) -> None:
    """Say of each outcome how far the student came."""
    form = page.locator("form[data-draft$=-outcomes]")
    for choice in form.get_by_label("How far").all():
        choice.select_option("Achieved")
    saved(form)


def test_the_certificate_is_written_kept_issued_and_checked(page: Page, demo: Demo) -> None:
    page.goto("/")
    switch_on(page)
    view_as(page, "Tuva Solberg")
    submit_with_table(page)
    form = open_certificate(page)
    fill(form, {"Evaluation: how the student did": WORDS})
    page.reload()  # at once: before it could be saved
    form = page.locator("form[data-draft]").first
    expect(form.get_by_label("Evaluation: how the student did")).to_have_value(WORDS)
    saved(form)
    page.get_by_role("button", name="Copy from the plan").first.click()
    expect(page.get_by_text("Empty fields were filled.")).to_be_visible()
    expect(form.get_by_label("Title of the placement")).to_have_value("Sales at the fish auction")
    expect(form.get_by_label("Evaluation: how the student did")).to_have_value(WORDS)
    read = page.get_by_role("button", name="Read the certificate, then issue it").first
    read.click()
    expect(page.get_by_role("link", name="The last day is still to come.")).to_be_visible()
    check_page(page, "a certificate that is too early")
    fill(form, {"First day on site": "2026-02-02", "Last day on site": "2026-03-27"})
    saved(form)
    answer_outcomes(page)
    read.click()
    expect(page.get_by_role("heading", name="Issue certificate 1?")).to_be_focused()
    expect(page.get_by_text(WORDS)).to_be_visible()
    check_page(page, "a certificate that is read before it is issued")
    page.get_by_role("button", name="Issue the certificate", exact=True).click()
    expect(page.get_by_text("Certificate 1 is issued.")).to_be_focused()
    check_page(page, "a certificate that was issued")
    address = page.get_by_role("link", name="PDF (A4)").first.get_attribute("href")
    assert address
    assert page.request.get(address).body().startswith(b"%PDF-")
    page.get_by_text("Read certificate 1").click()
    expect(page.get_by_role("heading", name="Traineeship certificate (Erasmus+ Table D)")).to_be_visible()
    check_page(page, "a certificate that is read where it stands")
    code = page.locator("dd").filter(has_text=CODE).first.inner_text()
    where = page.url
    check_it(page, code)
    page.goto(where)
    correct_it(page)


def correct_it(page: Page) -> None:
    """A gap is marked at its field, also where that is a line; what is issued then is the next one."""
    page.locator("summary").filter(has_text="Correct it").click()
    form = page.locator("form[data-draft]").first
    title = form.get_by_label("Title of the placement")
    fill(form, {"Title of the placement": ""})
    saved(form)
    read = page.get_by_role("button", name="Read the corrected certificate, then issue it")
    read.click()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_css("border-top-width", "2px")
    fill(form, {"Title of the placement": "Sales, as they were"})
    saved(form)
    read.click()
    expect(page.get_by_role("heading", name="Issue certificate 2?")).to_be_focused()
    page.get_by_role("button", name="Issue the certificate", exact=True).click()
    expect(page.get_by_text("Certificate 2 is issued.")).to_be_focused()
    expect(page.get_by_text("1 certificate that was replaced")).to_be_visible()
    check_page(page, "a certificate that was corrected")


def check_it(page: Page, code: str) -> None:
    """Anybody enters code and name; a wrong name shows nothing."""
    page.goto(f"/internship/check/#{code.lower()}")
    expect(page.get_by_label("Code")).to_have_value(code.lower())
    assert "#" not in page.url
    check_page(page, "the page where a certificate is checked")
    name = page.get_by_label("Family name of the student")
    name.fill("Somebody")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was issued with this code to this name.")
    assert WORDS not in page.content()
    check_page(page, "a check with a wrong name")
    name.fill("eira")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("status")).to_contain_text("It is valid")
    expect(page.get_by_text(WORDS)).to_be_visible()
    check_page(page, "a certificate that was checked")
