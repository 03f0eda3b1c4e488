"""From a handed-in plan to an agreed one: three parties sign, the next version is compared and signed anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import check_page
from .story import add_row, begin, example_made_ours, fill, open_lesson, open_section, saved, view_as

pytestmark = pytest.mark.browser

PLAN_LESSON = "Hand in your plan"


def test_three_parties_sign_and_the_next_version_is_signed_anew(page: Page) -> None:
    page.goto("/")
    frame = open_lesson(page, PLAN_LESSON)
    begin(frame)
    example_made_ours(frame)
    parties = open_section(frame, "Parties")
    add_row(parties, "Add a party", {"Role": "Student", "Name": "Emil Eira"})
    substitute: dict[str, str | list[str]] = {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]}
    add_row(parties, "Add a party", substitute)
    add_row(parties, "Add a party", {"Role": "University supervisor", "Name": "Berit Antonsen"})
    frame.get_by_role("link", name="Send them their links").click()
    expect(frame.get_by_role("button", name="Invite with personal links")).to_be_focused()
    page.keyboard.press("Enter")
    addresses = {}
    for name in ("Emil Eira", "Berit Antonsen"):
        frame.get_by_role("button", name=f"Make a personal link {name}").click()
        made = frame.get_by_role("group", name=name).get_by_role("link", name="/internship/join/")
        expect(made).to_be_visible()
        addresses[name] = made.get_attribute("href") or ""
    frame.get_by_role("button", name="Hand in the plan").click()
    expect(frame.get_by_role("heading", name="Signatures under version 1")).to_be_visible()
    frame.get_by_role("button", name="Sign as Tuva Solberg, Mentor").click()
    expect(frame.get_by_text("It is agreed when the others have signed too.")).to_be_visible()
    expect(frame.get_by_text("Not joined yet: Emil Eira, Berit Antonsen.")).to_be_visible()
    expect(frame.get_by_text("Still to sign")).to_have_count(0)  # the same people, said once
    expect(frame.get_by_role("link", name="Sign it")).to_have_count(0)
    check_page(page, "a plan signed by one")
    frame.get_by_role("button", name="Read version 1").click()
    expect(frame.get_by_text("Version 1, as Tuva Solberg handed it in")).to_be_focused()
    check_page(page, "a version to read")
    frame.get_by_role("button", name="Close", exact=True).first.click()
    expect(frame.get_by_text("Version 1, as Tuva Solberg handed it in")).to_have_count(0)

    for name, role in (("Emil Eira", "Student"), ("Berit Antonsen", "University supervisor")):
        view_as(page, name)
        page.goto(addresses[name])
        page.get_by_role("button", name="Join").click()
        frame = open_lesson(page, PLAN_LESSON)
        frame.get_by_role("button", name=f"Sign as {name}, {role}").click()
        expect(frame.get_by_text("Signed.", exact=False).first).to_be_visible()
    expect(frame.get_by_text("version 1 is agreed")).to_be_visible()

    view_as(page, "Tuva Solberg")
    frame = open_lesson(page, PLAN_LESSON)
    expect(frame.get_by_text("Everybody who must sign has signed.").first).to_be_visible()
    contacts = open_section(frame, "Contacts and time")
    fill(contacts, {"Hours a week the mentor sets aside": "3"})
    saved(contacts)
    frame.get_by_role("button", name="Hand in again").click()
    expect(frame.get_by_role("heading", name="Signatures under version 2")).to_be_visible()
    expect(frame.get_by_text("Everybody who must sign has signed.")).to_have_count(0)
    frame.get_by_role("button", name="Compare").click()
    expect(frame.locator("del", has_text="2")).to_be_visible()
    expect(frame.locator("ins", has_text="3")).to_be_visible()
    check_page(page, "two versions compared")
