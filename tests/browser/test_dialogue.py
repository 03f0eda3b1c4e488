"""The dialogue about an entry in a real browser: shared, new, quoted, answered, replied to, changed, and who has seen it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door, check_page
from .story import fill, fresh_plan, invite, open_lesson, saved, unit_frame
from .test_together import LOG, join

pytestmark = pytest.mark.browser

SENTENCE = "I read numbers to him instead of answering."
SECOND = "He only wanted to know what we would do."


def test_a_mentor_and_a_student_talk_about_an_entry(door: Door) -> None:
    tuva = door()
    link = invite(fresh_plan(tuva), "Student", "Emil Eira")
    emil = door("Emil Eira")
    join(emil, link)
    share(open_lesson(emil, LOG), emil)
    nobody_has_seen_it(emil)

    answer(tuva)
    reply_to_what_is_new(emil)
    change_the_text(emil)
    see_what_changed(tuva)
    ask_to_withhold(tuva)
    decide(emil)
    who_has_seen_it(emil)


def again(page: Page) -> Frame:
    page.reload()
    return unit_frame(page)


def first(frame: Frame) -> Locator:
    return frame.locator("article.ix-entry").first


def share(log: Frame, page: Page) -> None:
    fill(
        log.locator("form[data-draft]").first,
        {"What?": f"A customer was angry. {SENTENCE}", "So what?": SECOND, "Now what?": "I listen first."},
    )
    saved(log.locator("form[data-draft]").first)
    log.get_by_role("button", name="Continue to sharing").click()
    log.get_by_role("radio", name=re.compile("Tuva Solberg")).first.check()
    for promise in ("Nobody can be recognised", "No information about clients", "Nothing that the host keeps secret"):
        log.get_by_label(promise).check()
    check_page(page, "the sharing step of an entry")
    log.get_by_role("button", name="Share", exact=True).click()
    expect(log.get_by_text("Shared with Tuva Solberg. The next step is theirs")).to_be_visible()


def nobody_has_seen_it(page: Page) -> None:
    log = unit_frame(page)
    first(log).get_by_role("button", name="Who has seen this").click()
    expect(log.get_by_text("Nobody else has opened it yet.")).to_be_visible()


def answer(page: Page) -> None:
    log = open_lesson(page, LOG)
    expect(log.get_by_text("Emil Eira shared an entry on")).to_be_visible()
    card = first(log)
    expect(card.get_by_text("New", exact=True)).to_be_visible()
    check_page(page, "an entry that is waiting")
    on_paper(page, log)
    select(log, SENTENCE)
    card.get_by_role("button", name="Quote").click()
    quoted = card.get_by_label("The passage you quote")
    expect(quoted).to_have_value(SENTENCE)
    expect(quoted).to_be_focused()
    choice = card.get_by_label("A sentence of the entry")  # the same by keyboard
    choice.select_option(SECOND)
    expect(quoted).to_have_value(SECOND)
    quoted.fill("I never wrote this.")
    fill(
        card,
        {
            "What I noticed (observation)": "You stayed polite when he raised his voice.",
            "A question for you": "What did he want?",
        },
    )
    card.get_by_role("button", name="Send the answer").click()
    expect(card.get_by_text("These words are not in the entry.").first).to_be_visible()
    expect(card.get_by_label("What I noticed (observation)")).to_have_value("You stayed polite when he raised his voice.")
    choice.select_option("")
    choice.select_option(SENTENCE)
    check_page(page, "an answer with a quote")
    card.get_by_role("button", name="Send the answer").click()
    expect(card.get_by_text("Sent. The next step is with Emil Eira")).to_be_visible()
    expect(card.locator("blockquote")).to_have_text(SENTENCE)
    expect(log.get_by_text("Nothing is waiting for you", exact=False)).to_be_visible()


def on_paper(page: Page, log: Frame) -> None:
    """Printed, a log is its entries: nothing to press, nothing to fill in, and nobody else's name."""
    page.emulate_media(media="print")
    expect(first(log).get_by_text(SENTENCE).first).to_be_visible()
    for control in ("button", "textbox", "combobox"):
        expect(log.get_by_role(control)).to_have_count(0)  # what is not displayed has no role
    page.emulate_media(media="screen")


def select(frame: Frame, words: str) -> None:
    """Select these words as a mouse does."""
    frame.evaluate(
        """(words) => {
            for (const passage of document.querySelectorAll("[data-quotable]")) {
                const at = passage.textContent.indexOf(words);
                if (at < 0) { continue; }
                const range = document.createRange();
                range.setStart(passage.firstChild, at);
                range.setEnd(passage.firstChild, at + words.length);
                window.getSelection().removeAllRanges();
                window.getSelection().addRange(range);
            }
        }""",
        words,
    )
    frame.wait_for_timeout(100)


def reply_to_what_is_new(page: Page) -> None:
    log = again(page)
    card = first(log)
    expect(card.get_by_text("New answer")).to_be_visible()
    expect(card.locator("blockquote")).to_have_text(SENTENCE)
    check_page(page, "a new answer")
    card.get_by_role("button", name="Reply", exact=True).click()
    card.get_by_label("Your reply").fill("To hear what we would do.")
    card.get_by_role("button", name="Send the reply").click()
    expect(card.get_by_text("Sent. Your readers see your reply")).to_be_visible()
    expect(first(again(page)).get_by_text("New answer")).to_have_count(0)


def change_the_text(page: Page) -> None:
    log = unit_frame(page)
    first(log).get_by_role("button", name="Edit the text").click()
    form = first(log).locator("form[data-draft]")  # a new entry's form, above, is there until this one has come
    fill(form, {"So what?": "He only wanted to know what we would do about it now."})
    saved(form)
    log.get_by_role("button", name="Done").click()
    expect(first(log).get_by_text("He only wanted to know what we would do about it now.")).to_be_visible()


def see_what_changed(page: Page) -> None:
    log = again(page)
    card = first(log)
    expect(card.get_by_text("Changed since you read it")).to_be_visible()
    expect(card.get_by_text("New reply")).to_be_visible()
    expect(card.get_by_text(re.compile("Since you read it on .*: 4 words added, 1 word removed"))).to_be_visible()
    expect(card.locator("ins")).to_contain_text("[+do about it now.+]")
    expect(card.locator("del")).to_contain_text("[−do.−]")
    check_page(page, "an entry that was changed")


def ask_to_withhold(page: Page) -> None:
    card = first(unit_frame(page))
    card.get_by_role("button", name="Ask not to show it to all").click()
    card.get_by_role("button", name="Send the request").click()
    expect(card.get_by_text("Say why in a sentence").first).to_be_visible()
    card.get_by_label("Why not to the whole placement?").fill("The customer could be recognised.")
    card.get_by_role("button", name="Send the request").click()
    expect(card.get_by_text("Sent. Emil Eira sees your request and decides.")).to_be_visible()


def decide(page: Page) -> None:
    log = again(page)
    card = first(log)
    expect(card.get_by_text("The customer could be recognised.")).to_be_visible()
    log.get_by_role("link", name="Read and decide").click()
    expect(card.get_by_role("heading").first).to_be_focused()
    check_page(page, "a request to withhold")
    card.get_by_role("button", name="Agree: mentor and university only").click()
    expect(card.get_by_text("Only the mentor and the university can read it now.", exact=False).first).to_be_visible()


def who_has_seen_it(page: Page) -> None:
    card = first(unit_frame(page))
    card.get_by_role("button", name="Who has seen this").click()
    title = card.get_by_text("Who has seen this").last
    expect(title).to_be_focused()
    expect(card.get_by_role("listitem").filter(has_text="Tuva Solberg")).to_contain_text("mentor")
    check_page(page, "who has seen an entry")
