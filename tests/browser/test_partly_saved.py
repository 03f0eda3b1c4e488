"""A text that is too long beside one that is not: the server has the one, this computer the other, and the field says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door, check_page
from .story import open_lesson, unit_frame
from .test_input import PARTLY, state
from .test_log_writing import SAMPLE, log, offer_gibbs
from .test_no_word_lost import copies
from .test_while_typing import wait_saved

pytestmark = pytest.mark.browser
PROMISE = "What you promise"
LONG = "Too long. " * 1_001


def draft(frame: Frame) -> Locator:
    return frame.locator("form[data-draft]").first


def promise(page: Page) -> Locator:
    """The first step of its lesson in which one writes."""
    frame = open_lesson(page, PROMISE)
    if not frame.get_by_role("heading", name="For the next student").count():
        frame.get_by_role("button", name="Next").click()
        frame.get_by_role("heading", name="For the next student").wait_for()
    return draft(frame)


def sample(page: Page) -> Locator:
    return draft(open_lesson(page, SAMPLE))


def kept_here(page: Page, words: str) -> bool:
    """Whether the one copy on this computer holds these words."""
    frame = unit_frame(page)
    assert len(copies(frame)) == 1
    return bool(frame.evaluate("([name, words]) => localStorage.getItem(name).includes(words)", [copies(frame)[0], words]))


@pytest.mark.parametrize(
    ("opened", "long", "good", "words", "said"),
    [
        (promise, "What I will do", "By when", "2999-01-15", "At most 10000 characters"),
        (sample, "A question for you", "What I noticed", "You smelled every lot twice.", "At most 10000 characters"),
    ],
)
def test_a_text_that_is_too_long_keeps_no_other_from_the_server(
    door: Door, opened: Callable[[Page], Locator], long: str, good: str, words: str, said: str
) -> None:
    page = door("Kari Antonsen")
    form = opened(page)
    form.get_by_label(long).fill(LONG)
    form.get_by_label(good).fill(words)
    expect(state(form)).to_have_text(PARTLY)
    expect(form.locator("[data-error]", has_text=said)).to_be_visible()
    expect(form.get_by_label(long)).to_have_attribute("aria-invalid", "true")
    check_page(page, f"{good}, and a text that is too long")
    there = opened(door("Kari Antonsen"))  # on another computer
    expect(there.get_by_label(good)).to_have_value(words)
    expect(there.get_by_label(long)).to_have_value("")

    page.reload()
    form = draft(unit_frame(page))
    expect(form.get_by_label(long)).to_have_value(LONG)
    expect(form.get_by_label(good)).to_have_value(words)
    expect(state(form)).to_have_text(PARTLY)
    expect(form.locator("[data-error]", has_text=said)).to_be_visible()
    assert kept_here(page, LONG)
    form.get_by_label(long).fill("Short enough")
    wait_saved(form)
    expect(form.locator("[data-error]", has_text=said)).to_have_count(0)
    assert copies(unit_frame(page)) == []
    there = opened(door("Kari Antonsen"))
    expect(there.get_by_label(long)).to_have_value("Short enough")


def test_an_answer_that_is_not_complete_loses_nothing(door: Door) -> None:
    """By the answer to the button alone: the keeper's own save never arrives."""
    page = door("Jonas Eira")
    form = promise(page)
    page.route("**/keep_draft", lambda route: route.abort())
    form.get_by_label("What I will do").fill("Ring them first")
    form.get_by_role("button", name="Keep").click()
    expect(form.get_by_role("alert")).to_contain_text("What you typed is saved.")
    expect(form.locator("[data-error]", has_text="Choose a date.")).to_be_visible()
    expect(form.get_by_label("By when")).to_be_focused()
    wait_saved(form)
    assert copies(unit_frame(page)) == []
    expect(promise(door("Jonas Eira")).get_by_label("What I will do")).to_have_value("Ring them first")
    form.get_by_label("What I will do").fill(LONG)
    form.get_by_role("button", name="Keep").click()
    expect(state(form)).to_have_text(PARTLY)
    assert kept_here(page, LONG)


def test_other_questions_with_a_field_that_cannot_be_kept(door: Door) -> None:
    """The form has the new questions, and in it what was typed: neither the page nor this computer forgets it."""
    offer_gibbs(door("Sofie Berg"))
    page = door("Per-Anders Nilsen")
    form = draft(log(page))
    form.get_by_label("What?", exact=True).fill("Rang a customer.")
    form.get_by_label("Hours").fill("7.3")
    expect(state(form)).to_have_text(PARTLY)
    form.locator("summary", has_text="Questions: Driscoll").click()
    form.get_by_label("Write this entry by").select_option("gibbs")
    page.route("**/save_entry", lambda route: route.abort())  # what is shown and kept comes from this answer alone
    form.get_by_role("button", name="Take these questions").click()
    expect(form.get_by_label("Feelings")).to_be_visible()
    expect(form.get_by_text("You go on with")).to_be_focused()
    expect(form.get_by_role("alert")).to_contain_text("Everything is saved except what is marked here.")
    expect(form.locator("[data-error]", has_text="Give full quarters")).to_be_visible()
    expect(form.get_by_label("Hours")).to_have_value("7.3")
    expect(form.get_by_label("Hours")).to_have_attribute("aria-invalid", "true")
    check_page(page, "other questions with a field that cannot be kept")
    assert kept_here(page, "7.3")
    page.unroute("**/save_entry")

    page.reload()
    form = draft(unit_frame(page))
    expect(form.get_by_label("Feelings")).to_be_visible()
    expect(form.get_by_label("Hours")).to_have_value("7.3")
    expect(state(form)).to_have_text(PARTLY)
    form.get_by_label("Hours").fill("7,5")
    wait_saved(form)
    assert copies(unit_frame(page)) == []
