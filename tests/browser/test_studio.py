"""An author types, closes the settings without saving, and comes back: the words are there. Learners see no empty step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import NARROW, WIDE, Door, check_page
from .story import open_lesson, unit_frame

pytestmark = pytest.mark.browser
UNIT, SAMPLE = "Start here", "Comment on a sample"
WORDS = "Half a lesson, typed and not saved."


def settings(page: Page, lesson: str, at: int = 0) -> Page:
    open_lesson(page, lesson)
    page.get_by_role("link", name="Studio").first.click()
    page.get_by_role("link", name=re.compile("^Edit")).nth(at).click()
    page.locator(".internship--studio[data-started]").wait_for()
    return page


def last(page: Page, what: str) -> Locator:
    return page.locator(what).last


def again(page: Page, at: int = 0) -> None:
    """Close the dialog by what is around it, as Studio's own cross does, and open it again."""
    page.get_by_role("link", name="Close the settings").click()
    page.get_by_role("link", name=re.compile("^Edit")).nth(at).click()
    page.locator(".internship--studio[data-started]").wait_for()


def test_a_step_that_was_typed_outlives_its_dialog(door: Door) -> None:
    page = settings(door("Sindre Moen"), UNIT)
    page.get_by_label("Add a step").select_option("read")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Title of the step").fill("Before you begin")
    page.get_by_label("Text", exact=True).fill(WORDS)
    expect(page.locator("form[data-draft^=step] [data-save-state]")).to_have_text("Not saved yet, kept as your draft")
    again(page)
    waits = page.get_by_text("What you typed in this step is not saved yet.")
    expect(waits.locator("visible=true")).to_have_count(1)
    check_page(page, "a lesson with words that wait")

    learner = door("Berit Antonsen")  # meanwhile: the empty step is not there
    frame = open_lesson(learner, UNIT)
    total = frame.get_by_text(re.compile(r"Step 1 of")).text_content() or ""
    assert "Untitled step" not in (frame.locator("body").text_content() or "")

    last(page, "article:has([data-draft-waits]:not([hidden]))").get_by_role("button", name=re.compile("^Edit")).click()
    expect(page.get_by_label("Title of the step")).to_have_value("Before you begin")
    expect(page.get_by_label("Text", exact=True)).to_have_value(WORDS)
    expect(page.locator("form[data-draft^=step] [data-save-state]")).to_contain_text("was restored")
    check_page(page, "a step with words put back")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(waits.locator("visible=true")).to_have_count(0)
    again(page)
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()
    expect(waits.locator("visible=true")).to_have_count(0)

    learner.reload()
    more = unit_frame(learner).get_by_text(re.compile(r"Step 1 of")).text_content() or ""
    assert int(re.findall(r"\d+", more)[1]) == int(re.findall(r"\d+", total)[1]) + 1


def expect_in_sight(page: Page, name: str, *, scrolled: bool = True) -> None:
    """Wait until a button stands inside Studio's dialog, also where somebody has scrolled."""
    dialog, button = page.locator(".ixd-editor"), page.get_by_role("button", name=name, exact=True).locator("visible=true").last
    expect(button).to_be_visible()
    for share in (0, 0.5) if scrolled else (None,):
        if share is not None:
            dialog.evaluate("(box, share) => { box.scrollTop = share * (box.scrollHeight - box.clientHeight); }", share)
        handle = button.element_handle()
        page.wait_for_function(
            """([box, button]) => {
                const outer = box.getBoundingClientRect(), inner = button.getBoundingClientRect();
                return outer.top <= inner.top && inner.bottom <= outer.bottom;
            }""",
            arg=[dialog.element_handle(), handle],
        )


def test_save_stays_in_sight_and_the_settings_are_folded(door: Door) -> None:
    page = settings(door("Sindre Moen"), "A quick self-check")
    name, fold = page.get_by_label("Name", exact=True), page.locator("summary", has_text="Unit settings")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        expect(name).not_to_be_visible()
        expect_in_sight(page, "Close")
        page.get_by_role("button", name=re.compile("^Edit")).first.click()
        expect(page.get_by_role("heading", name=re.compile("^Step: "))).to_be_focused()
        expect_in_sight(page, "Save")
        expect(fold).to_be_visible()
        page.get_by_role("button", name="Back to the steps").click()
        expect(page.locator("article").first).to_be_focused()
    page.get_by_role("button", name="Unit settings").click()
    expect(name).to_be_focused()
    expect_in_sight(page, "Save", scrolled=False)
    name.fill("A slow self-check")
    again(page)  # what was typed in the settings is there, and they are open
    expect(page.get_by_label("Name", exact=True)).to_have_value("A slow self-check")
    expect(page.get_by_label("Name", exact=True)).to_be_visible()
    page.get_by_role("button", name="Discard").locator("visible=true").click()


def test_a_step_is_duplicated(door: Door) -> None:
    page = settings(door("Sindre Moen"), "Who does what?")
    first = page.locator("article").first
    title = (first.get_by_role("heading").text_content() or "").removeprefix("1. ")
    count = page.locator("article").count()
    first.get_by_role("button", name=re.compile("^Duplicate")).click()
    copy = page.locator("article").nth(1)
    expect(copy.get_by_role("heading")).to_have_text(f"2. {title} (copy)")
    expect(copy).to_be_focused()
    expect(page.locator("article")).to_have_count(count + 1)


def test_markdown_is_written_by_buttons_and_seen_at_once(door: Door) -> None:
    page = settings(door("Sindre Moen"), "Who does what?")
    page.get_by_label("Add a step").select_option("read")
    page.get_by_role("button", name="Add", exact=True).click()
    tools, text = page.get_by_role("toolbar", name="Format: Text"), page.get_by_label("Text", exact=True)
    drawn = page.get_by_role("region", name="How learners see it")
    text.fill("Bring <your badge> and {a pen}")
    text.select_text()
    page.keyboard.press("Control+b")
    expect(text).to_have_value("**Bring <your badge> and {a pen}**")
    expect(drawn.locator("strong")).to_have_text("Bring <your badge> and {a pen}")
    expect(text).to_be_focused()
    page.keyboard.press("Control+z")  # the browser's own undo
    expect(text).to_have_value("Bring <your badge> and {a pen}")
    page.keyboard.press("End")
    page.keyboard.type("\nCall the office")
    page.keyboard.press("Shift+Tab")  # the toolbar is one stop
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(tools.get_by_role("button", name="Picture")).to_be_focused()
    for _back in range(3):
        page.keyboard.press("ArrowLeft")
    expect(tools.get_by_role("button", name="List", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_have_value("Bring <your badge> and {a pen}\n- Call the office")
    expect(drawn.get_by_role("listitem")).to_have_text("Call the office")
    page.keyboard.press("Shift+Home")
    tools.get_by_role("button", name="Link").click()
    page.keyboard.type("tel:+4712345678")
    link = drawn.get_by_role("listitem").get_by_role("link", name="Call the office")
    expect(link).to_have_attribute("href", "tel:+4712345678")
    state = page.locator("form[data-draft^=step] [data-save-state]")
    expect(state).to_have_text("Not saved yet, kept as your draft")  # a preview is no save
    again(page)
    page.locator("article").last.get_by_role("button", name=re.compile("^Edit")).click()
    expect(link).to_have_attribute("href", "tel:+4712345678")  # of the words that came back
    check_page(page, "a step and its preview")


def test_what_an_author_typed_is_there_on_another_computer(door: Door) -> None:
    lesson, words = "Reading learning outcomes", "Begun at the office, finished at home."
    office = settings(door("Sindre Moen"), lesson)
    office.get_by_role("button", name=re.compile("^Edit")).first.click()
    office.get_by_label("Text", exact=True).fill(words)
    expect(office.locator("form[data-draft^=step] [data-save-state]")).to_have_text("Not saved yet, kept as your draft")
    office.close()

    home = settings(door("Sindre Moen"), lesson)
    waits = home.get_by_text("What you typed in this step is not saved yet.")
    expect(waits.locator("visible=true")).to_have_count(1)
    home.get_by_role("button", name=re.compile("^Edit")).first.click()
    expect(home.get_by_label("Text", exact=True)).to_have_value(words)
    expect(home.get_by_role("region", name="How learners see it")).to_contain_text(words)
    learner = open_lesson(door("Berit Antonsen"), lesson)
    assert words not in (learner.locator("body").text_content() or "")

    home.get_by_role("button", name="Discard").locator("visible=true").click()
    expect(home.get_by_label("Text", exact=True)).not_to_have_value(words)
    expect(home.get_by_role("region", name="How learners see it")).not_to_contain_text(words)
    home.get_by_role("button", name="Back to the steps").click()
    expect(waits.locator("visible=true")).to_have_count(0)


def test_what_is_typed_in_the_settings_is_there_on_another_computer_too(door: Door) -> None:
    lesson, name = "Reading learning outcomes", "Reading what the course wants"
    office = settings(door("Sindre Moen"), lesson)
    office.get_by_role("button", name="Unit settings").click()
    office.get_by_label("Name", exact=True).fill(name)
    expect(office.locator("form[data-draft=settings] [data-save-state]")).to_have_text("Not saved yet, kept as your draft")
    office.close()

    home = settings(door("Sindre Moen"), lesson)
    expect(home.get_by_label("Name", exact=True)).to_be_visible()  # the settings are open where something waits in them
    expect(home.get_by_label("Name", exact=True)).to_have_value(name)
    home.get_by_role("button", name="Discard").locator("visible=true").click()
    expect(home.get_by_label("Name", exact=True)).not_to_have_value(name)
    home.wait_for_timeout(300)
    home.close()
    expect(settings(door("Sindre Moen"), lesson).get_by_label("Name", exact=True)).not_to_be_visible()


def test_where_the_choices_lead_is_drawn_while_they_are_typed(door: Door) -> None:
    page = settings(door("Sindre Moen"), "Sharing and confidentiality")
    page.locator("article", has_text="Scenario").first.get_by_role("button", name=re.compile("^Edit")).click()
    figure = page.locator("[data-picture-place] figure")
    figure.locator("summary").click()
    page.locator("summary", has_text="Situation 1").click()
    title = page.locator("[id$=situations-0-title]")
    title.fill("A new beginning")
    expect(figure.locator("svg text").first).to_contain_text("A new")
    expect(figure.locator("details li").first).to_contain_text("A new beginning")  # and it is still open
    expect(title).to_be_focused()
    check_page(page, "a scenario and where its choices lead")


def test_a_picture_of_the_course_is_chosen(door: Door) -> None:
    page = settings(door("Sindre Moen"), "Reading learning outcomes")
    page.get_by_label("Add a step").select_option("read")
    page.get_by_role("button", name="Add", exact=True).click()
    tools, text = page.get_by_role("toolbar", name="Format: Text"), page.get_by_label("Text", exact=True)
    drawn = page.get_by_role("region", name="How learners see it")
    title = page.get_by_label("Title of the step")
    expect(page.locator("[id$=-step-findings]")).to_have_text("")  # nothing is typed yet
    expect(page.locator("[id$=-title-error]").first).to_have_text("")
    text.fill("Look:")
    expect(drawn).to_contain_text("Look:")
    expect(page.locator("[id$=-title-error]").first).to_have_text("")
    title.focus()
    text.focus()
    expect(page.locator("[id$=-title-error]").first).to_have_text("This step has no title.")  # said once the field was left
    title.fill("Three parties")
    expect(page.locator("[id$=-title-error]").first).to_have_text("")
    text.fill("Look:\n\n")
    tools.get_by_role("button", name="Picture").click()
    expect(page.locator("legend", has_text="Choose a picture")).to_be_focused()
    check_page(page, "the pictures of the course")
    page.get_by_role("button", name="three-parties.png").click()
    expect(page.get_by_label("What it shows")).to_be_focused()
    page.keyboard.type("Mentor, student and university")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value("Look:\n\n![Mentor, student and university](/static/three-parties.png)")
    picture = drawn.get_by_role("img", name="Mentor, student and university")
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())

    text.fill("![A desk](/static/lost.png)")
    expect(page.locator("[id$=-text-error]").first).to_have_text(
        "The picture /static/lost.png is not among the course's files."
    )
    page.get_by_role("button", name="Discard").locator("visible=true").click()
