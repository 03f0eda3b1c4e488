"""Hosts in a real browser: one is kept, asked for places, answers by its link on a phone, and placements are created."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import NARROW, Door, check_page

pytestmark = pytest.mark.browser


def day(ahead: int) -> str:
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=ahead)).isoformat()


def to_hosts(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("link", name="All placements").click()
    page.get_by_role("link", name="Hosts", exact=True).click()
    expect(page.get_by_role("heading", name="Hosts", exact=True)).to_be_visible()


def keep(page: Page, name: str) -> None:
    field = page.get_by_label("Name of the host")
    if not field.is_visible():  # it is open where there is nothing else
        page.get_by_text("Add a host").click()
    field.fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def ask(page: Page) -> str:
    """Ask the host on the screen for two places; the link."""
    page.get_by_role("link", name="Ask for places").click()
    page.get_by_label("Places at each host").fill("2")
    page.get_by_label("First day").fill(day(40))
    page.get_by_label("Last day").fill(day(90))
    page.get_by_label("Answer wanted by").fill(day(10))
    page.get_by_label("What you wish for").fill("Two who are good at sums.")
    page.get_by_role("button", name="Ask, and show me the links").click()
    expect(page.get_by_role("heading", name="The hosts are asked")).to_be_visible()
    return page.locator("a[data-address]").get_attribute("href") or ""


def test_a_host_is_asked_answers_on_a_phone_and_placements_are_created(door: Door) -> None:
    page = door("Ida Hætta")
    to_hosts(page)
    check_page(page, "hosts: the list")
    keep(page, "Tana Fisk AS")
    page.locator("article details summary", has_text="Edit").click()
    page.get_by_label("Contact person", exact=False).first.fill("Per Berg")
    page.get_by_label("E-mail of the contact person").fill("per@")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This is not an e-mail address")
    page.get_by_label("E-mail of the contact person").fill("per@tana.example")
    page.get_by_label("Agreement valid until").fill(day(30))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.locator("article")).to_contain_text("per@tana.example")
    page.get_by_label("New note").fill("Ring on Mondays")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Your note is saved.")).to_be_visible()
    here = page.url
    check_page(page, "hosts: a host")
    page.get_by_role("link", name="Ask for places").click()
    check_page(page, "hosts: the form of a request")
    page.go_back()
    link = ask(page)
    check_page(page, "hosts: the links that were made")

    phone = door("", viewport=NARROW)
    phone.context.clear_cookies()
    phone.goto(link)
    expect(phone.get_by_role("heading", name="Can you take 2 interns?")).to_be_visible()
    assert "#" not in phone.url
    check_page(phone, "hosts: a request on a phone")
    phone.get_by_label("How many interns can come").fill("1")
    phone.get_by_label("Name").first.fill("Mira Dahl")
    phone.get_by_label("Name").nth(1).fill("Nils Aas")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("alert")).to_contain_text("You name more mentors than places")
    phone.reload()
    expect(phone.get_by_label("Name").nth(1)).to_have_value("Nils Aas")  # nothing that was typed is lost
    phone.get_by_label("How many interns can come").fill("2")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("status").first).to_contain_text("is told that you offer 2 places")
    check_page(phone, "hosts: an answer on a phone")

    page.goto(here)
    expect(page.get_by_text("They offer places: create the placements.")).to_be_visible()
    check_page(page, "hosts: a host with an offer")
    page.get_by_role("button", name="Create 2 placements").click()
    expect(page.get_by_text("2 placements are created.")).to_be_visible()
    check_page(page, "hosts: a host with placements")
    page.get_by_role("link", name="Placement 2").click()
    expect(page.get_by_text("Nils Aas").first).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("The university has already created the placements.")).to_be_visible()
    phone.get_by_role("button", name="Leave this device").click()
    phone.goto(link.partition("#")[0])
    expect(phone.get_by_label("Code or link from the letter")).to_be_visible()


@pytest.mark.parametrize("language", ["nb", "ar"])
@pytest.mark.parametrize("size", ["narrow", "wide"])
def test_the_pages_of_hosts_in_other_languages(door: Door, language: str, size: str) -> None:
    page = door("Ida Hætta", **({"viewport": NARROW, "color_scheme": "dark"} if size == "narrow" else {}))
    to_hosts(page)
    keep(page, f"Alta Bygg {language} {size}")
    here, link = page.url, ask(page)
    page.goto("/")
    page.locator("header details summary").first.click()
    page.locator(f"button[name=language][value={language}]").click()
    for address in (here, here.rsplit("/", 2)[0] + "/", link):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language if address != link else re.compile("."))
        check_page(page, f"hosts: {address.partition('/internship/')[2][:24]} {language} {size}")
