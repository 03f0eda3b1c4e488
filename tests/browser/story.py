"""The hands of the story: how a person fills in, switches, waits. The story itself is in test_story.py."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from playwright.sync_api import Frame, Locator, Page, expect

from internship_xblock.course.shipped import shipped_course

COURSE = shipped_course()


def view_as(page: Page, name: str) -> None:
    """Become another person by the player's test settings."""
    menu = page.locator("[data-menu]")
    menu.locator("summary").click()
    menu.get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("[data-me]")).to_contain_text(name)


def come_in(page: Page, way: str) -> None:
    """Come in by one of the ways of the start: "mentor", "student", "instructor", "author"."""
    page.goto("/")
    page.locator(f"button[name=way][value={way}]").click()
    expect(page).to_have_url(re.compile("/(unit|internship|studio)/"))


def open_lesson(page: Page, title: str) -> Frame:
    """Go to a lesson by the outline, as a person would."""
    page.get_by_role("link", name="Outline").first.click()
    page.get_by_role("link", name=re.compile("^" + re.escape(title))).first.click()
    return unit_frame(page)


def unit_frame(page: Page) -> Frame:
    """The frame that holds the unit's blocks, once their script has started."""
    handle = page.locator("iframe").element_handle()
    assert handle is not None
    frame = handle.content_frame()
    assert frame is not None
    frame.locator(".internship[data-started]").last.wait_for()
    return frame


def part_of(frame: Frame, title: str) -> Locator:
    """A part of the plan's document."""
    heading = frame.get_by_role("heading", name=title, exact=True, include_hidden=True)
    return frame.locator(".ix-version + .ix-document > section.ix-part", has=heading)


def open_section(frame: Frame, title: str) -> Locator:
    """Press *Edit* at a part of the plan and return its form, once it has come."""
    details = part_of(frame, title).locator("details.ix-edit")
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()
    form = details.locator("form[data-draft]").first
    form.wait_for()
    return form


def close_section(frame: Frame, title: str) -> Locator:
    """Press *Done* at a part that is being edited and return its text, once it has been read again."""
    part = part_of(frame, title)
    with frame.page.expect_response(re.compile("read_section")):
        part.locator("details.ix-edit[open] > summary").click()
    text = part.locator(".ix-part-text")
    expect(text).to_be_visible()
    return text


def fill(place: Locator, answers: Mapping[str, str | list[str]]) -> None:
    """Type answers into the fields with these labels; a list ticks the boxes with these names."""
    for label, answer in answers.items():
        if isinstance(answer, list):
            for name in answer:
                place.get_by_label(name).check()
            continue
        field = place.get_by_label(label, exact=True)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=answer)
        else:
            field.fill(answer)


def add_row(form: Locator, button: str, answers: Mapping[str, str | list[str]]) -> None:
    """Add a row and answer it; the new row has the focus."""
    rows = form.locator(".ix-plan-row")
    before = rows.count()
    form.get_by_role("button", name=button).click()
    expect(rows).to_have_count(before + 1)
    expect(rows.last.locator(":focus")).to_have_count(1)
    fill(rows.last, answers)
    saved(form)


def say_why_this_day(frame: Frame) -> None:
    """Where today lies outside the periods of the plan, an entry says why."""
    why = frame.get_by_label("Why this day?")
    if why.is_visible():
        why.fill("We met before the first period.")


def saved(form: Locator) -> None:
    expect(form.locator("[data-save-state]").first).to_contain_text("Saved")


def begin(frame: Frame, label: str = "Begin the plan") -> None:
    """Open a new placement: one is asked first whether somebody else has."""
    frame.get_by_role("button", name=label).click()
    really_begin(frame)


def really_begin(frame: Frame) -> None:
    expect(frame.get_by_text("an invitation may be on its way to you")).to_be_visible()
    button = frame.get_by_role("button", name="Yes, open a new one")
    button.click()
    expect(button).to_have_count(0)


def copy_example(frame: Frame, title: str) -> Locator:
    """Read the example beside an empty part, copy it, and return the part."""
    part = part_of(frame, title)
    part.get_by_role("button", name="See an example").click()
    expect(part.get_by_text("An invented example")).to_be_focused()
    part.get_by_role("button", name="Copy this into the plan").click()
    expect(part.get_by_role("heading", name=title, exact=True)).to_be_focused()
    return part


def example_made_ours(frame: Frame) -> None:
    """Copy the example part by part, say of all of it that it is ours, and answer what no example answers."""
    for title in ("Periods", "Learning outcomes", "Tasks", "Checkpoints"):
        copy_example(frame, title)
        form = open_section(frame, title)
        expect(form.get_by_text("From the example").first).to_be_visible()
        form.get_by_role("button", name="Confirm all of these").click()
        expect(form.get_by_text("All of this is confirmed.")).to_be_focused()
        expect(form.get_by_text("From the example")).to_have_count(0)
    answer_own(frame)


def answer_own(frame: Frame) -> None:
    """What each placement answers for itself: nothing fills it."""
    practical = open_section(frame, "Practical and legal")
    answers: dict[str, str | list[str]] = {
        "Insurance: who covers injury and damage?": "The university covers injury, we cover damage. Both confirmed it.",
        "Health and safety: who briefs the student, and when?": "Aslak, on the first morning.",
        "Confidentiality: what stays inside the company?": "The names of buyers.",
        "Adjustments the student needs": "Not needed",
    }
    fill(practical, answers)
    saved(practical)
    contacts = open_section(frame, "Contacts and time")
    answers = {
        "Contact at the university": "Berit Antonsen",
        "If something goes wrong: who is told first, and who next?": "Kari, then the head of studies.",
        "Hours a week the mentor sets aside": "2",
    }
    fill(contacts, answers)
    saved(contacts)


def fresh_plan(page: Page) -> Frame:
    """The plan of a placement that nobody has touched, whatever this person had open before."""
    frame = open_lesson(page, "Submit your plan")
    first = frame.get_by_role("button", name="Begin the plan")
    if first.count():
        first.click()
    else:
        frame.get_by_role("button", name="Change placement").click()
        frame.get_by_role("button", name="Open a new placement").click()
    really_begin(frame)
    expect(frame.get_by_role("heading", name="What next")).to_be_visible()
    return frame


def invite(frame: Frame, role: str, name: str) -> str:
    """Name somebody in the plan and make their personal link; returns its address."""
    parties = open_section(frame, "Participants")
    add_row(parties, "Add a participant", {"Role": role, "Name": name})
    close_section(frame, "Participants")
    frame.get_by_role("button", name="Invite with personal links").click()
    panel = frame.get_by_role("group", name=re.compile(re.escape(name))).filter(has=frame.get_by_text("link", exact=False))
    panel.get_by_role("button", name=re.compile("Create")).click()
    link = frame.locator("a[href*='/join/']")
    expect(link).to_be_visible()
    return link.get_attribute("href") or ""


def right_piles(url_name: str, step: str) -> dict[str, str]:
    """Which pile each card of a sort step belongs on, read from the course itself."""
    for path in (COURSE / "vertical").glob("*.xml"):
        for unit in etree.parse(path).iter("internship_unit"):
            if unit.get("url_name") == url_name:
                return {card.get("id"): card.get("pile") for card in unit.find(f"sort[@id='{step}']").iter("card")}
    raise AssertionError(f"the course has no unit {url_name} with a sort step {step}")


def submit_fresh_plan(page: Page) -> None:
    """A plan that is ready, before the reviewers."""
    frame = fresh_plan(page)
    example_made_ours(frame)
    parties = open_section(frame, "Participants")
    add_row(parties, "Add a participant", {"Role": "Student", "Name": "Emil Eira"})
    add_row(parties, "Add a participant", {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]})
    submit(frame, 1)


def submit(frame: Frame, number: int) -> None:
    """Look at all that will be submitted, then submit it."""
    frame.get_by_role("button", name=re.compile("^Submit (the plan|again)$")).click()
    expect(frame.get_by_role("heading", name=f"Submit version {number}?")).to_be_focused()
    frame.get_by_role("button", name=f"Submit version {number}", exact=True).click()
    expect(frame.get_by_text(f"Version {number} is submitted")).to_be_visible()


def sign(frame: Frame, number: int, who: str) -> None:
    """Read the version that waits, and sign it below its text. `who` is a name with a role."""
    frame.get_by_role("button", name=f"Read and sign version {number}").click()
    expect(frame.get_by_text(f"You are reading version {number}")).to_be_focused()
    frame.get_by_role("button", name=f"Sign as {who}").click()
    expect(frame.get_by_text("Signed.", exact=False).first).to_be_focused()


def back_to_plan(frame: Frame) -> None:
    """Close what is read in the place of the draft."""
    frame.get_by_role("button", name="Back to the plan").first.click()
    expect(frame.get_by_role("button", name="Back to the plan")).to_have_count(0)


def unfold(frame: Frame, words: str) -> Locator:
    """Open what is folded, beside the plan or in it."""
    fold = frame.locator("details", has=frame.locator(":scope > summary", has_text=words)).last
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    return fold


def open_newest(reviewer: Page) -> None:
    """Open what was submitted last, from the list of the course."""
    reviewer.get_by_role("link", name="Review").first.click()
    reviewer.get_by_label("Sort by").select_option(label="Newest first")
    reviewer.get_by_role("button", name="Show").click()
    reviewer.locator(".ix-list-title").first.click()


def copies(frame: Frame) -> list[str]:
    """What this browser keeps of drafts, by name."""
    names: list[str] = frame.evaluate("Object.keys(localStorage).filter(name => name.startsWith('internship:'))")
    return names
