"""From a submitted plan to an agreed one: three parties read and sign, the next version is compared and signed anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import check_page
from .story import (
    add_row,
    back_to_plan,
    begin,
    close_section,
    example_made_ours,
    fill,
    open_lesson,
    open_section,
    part_of,
    saved,
    sign,
    submit,
    unfold,
    view_as,
)

pytestmark = pytest.mark.browser

PLAN_LESSON = "Submit your plan"


def test_three_parties_sign_and_the_next_version_is_signed_anew(page: Page) -> None:
    page.goto("/")
    frame = open_lesson(page, PLAN_LESSON)
    begin(frame)
    example_made_ours(frame)
    parties = open_section(frame, "Participants")
    add_row(parties, "Add a participant", {"Role": "Student", "Name": "Emil Eira"})
    substitute: dict[str, str | list[str]] = {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]}
    add_row(parties, "Add a participant", substitute)
    add_row(parties, "Add a participant", {"Role": "University supervisor", "Name": "Berit Antonsen"})
    close_section(frame, "Participants")
    page.wait_for_load_state("networkidle")
    frame.get_by_role("link", name="Send the links").click()
    expect(frame.get_by_role("heading", name="Personal links")).to_be_focused()  # one press, not two
    addresses = {}
    for name in ("Emil Eira", "Berit Antonsen"):
        frame.get_by_role("button", name=f"Create a personal link {name}").click()
        made = frame.get_by_role("group", name=name).get_by_role("link", name="/internship/join/")
        expect(made).to_be_visible()
        addresses[name] = made.get_attribute("href") or ""
    open_section(frame, "Participants")
    close_section(frame, "Participants")  # its text is read again: a link that is shown only once stays
    expect(frame.get_by_role("group", name="Berit Antonsen").get_by_role("link", name="/internship/join/")).to_be_visible()
    submit(frame, 1)
    sign(frame, 1, "Tuva Solberg, mentor")
    expect(frame.get_by_text("It is agreed when the others have signed too.")).to_be_visible()
    expect(frame.get_by_text("Not joined yet: Emil Eira, Berit Antonsen.")).to_be_visible()
    expect(frame.get_by_text("Still to sign")).to_have_count(0)  # the same people, said once
    expect(frame.get_by_role("button", name=re.compile("^(Read and s|S)ign"))).to_have_count(0)
    check_page(page, "a version signed by one")
    reads_and_goes_back(page, frame)

    for name, role in (("Emil Eira", "Student"), ("Berit Antonsen", "University supervisor")):
        view_as(page, name)
        page.goto(addresses[name])
        page.get_by_role("button", name="Join").click()
        frame = open_lesson(page, PLAN_LESSON)
        sign(frame, 1, f"{name}, {role}")
    expect(frame.get_by_text("version 1 is agreed")).to_be_visible()

    view_as(page, "Tuva Solberg")
    frame = open_lesson(page, PLAN_LESSON)
    expect(frame.get_by_text("Everybody who needs to sign has signed.").first).to_be_visible()
    contacts = open_section(frame, "Contacts and time")
    fill(contacts, {"Hours a week the mentor sets aside": "3"})
    saved(contacts)
    submit(frame, 2)
    expect(unfold(frame, "Signatures under version 2")).to_contain_text("has not signed yet")
    expect(frame.get_by_text("Everybody who needs to sign has signed.")).to_have_count(0)
    unfold(frame, "Versions and documents")
    frame.get_by_role("button", name="Compare").click()
    expect(frame.locator("del", has_text="2")).to_be_visible()
    expect(frame.locator("ins", has_text="3")).to_be_visible()
    nothing_touches(frame, frame.get_by_role("button", name="Compare"))
    check_page(page, "two versions compared")
    refuses_what_is_not_the_newest(page, frame)


def nothing_touches(frame: Frame, button: Locator) -> None:
    """Assert that the headings below a button leave it room."""
    box = button.bounding_box()
    assert box is not None
    found = [one.bounding_box() for one in frame.locator(":is(h3, h4, h5)").all()]
    tops = [one["y"] for one in found if one is not None and one["y"] > box["y"] and one["x"] < box["x"] + box["width"]]
    assert all(top >= box["y"] + box["height"] + 8 for top in tops), "a heading touches the button above it"


def refuses_what_is_not_the_newest(page: Page, frame: Frame) -> None:
    """What is read in one tab is overtaken in another: the refusal stands beside the button that was pressed."""
    frame.get_by_role("button", name="Read and sign version 2").click()
    expect(frame.get_by_text("You are reading version 2")).to_be_focused()
    other = page.context.new_page()
    other.goto("/")
    second = open_lesson(other, PLAN_LESSON)
    contacts = open_section(second, "Contacts and time")
    fill(contacts, {"Hours a week the mentor sets aside": "4"})
    saved(contacts)
    submit(second, 3)
    other.close()
    frame.get_by_role("button", name="Sign as Tuva Solberg, mentor").click()
    expect(frame.locator(".ix-sign").get_by_role("alert")).to_contain_text("Version 3 has been submitted since")


def reads_and_goes_back(page: Page, frame: Frame) -> None:
    """A version stands in the place of the draft, which waits with what is typed in it; the focus returns to what opened it."""
    draft = part_of(frame, "Contacts and time")
    back_to_plan(frame)
    expect(draft).to_be_visible()
    form = open_section(frame, "Contacts and time")
    field = form.get_by_label("Contact at the university")
    field.press("End")
    field.press_sequentially(", on Fridays")
    unfold(frame, "Versions and documents")
    reads = frame.get_by_role("button", name="Read version 1")
    reads.focus()
    page.keyboard.press("Enter")
    expect(frame.get_by_text("You are reading version 1, submitted by Tuva Solberg")).to_be_focused()
    expect(draft).to_be_hidden()
    expect(frame.get_by_role("heading", name="Contacts and time")).to_have_count(1)  # the version's
    check_page(page, "a version to read")
    frame.get_by_role("button", name="Back to the plan").first.press("Enter")
    expect(reads).to_be_focused()
    expect(field).to_have_value("Berit Antonsen, on Fridays")
    saved(form)
    field.fill("Berit Antonsen")
    saved(form)
    reads.press("Enter")
    expect(draft).to_be_hidden()
    frame.get_by_role("link", name="Send the links").click()  # a way into the draft closes what stands in its place
    expect(draft).to_be_visible()
    expect(frame.get_by_role("heading", name="Personal links")).to_be_focused()
