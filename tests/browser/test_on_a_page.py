"""The plan and the log on pages of ours: what is typed there is as safe as in a block, and looks as it should."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from .conftest import Door, check_page
from .story import (
    add_row,
    copies,
    example_made_ours,
    fresh_plan,
    invite,
    open_lesson,
    open_newest,
    open_section,
    part_of,
    saved,
    say_why_this_day,
    sign,
    submit,
    submit_fresh_plan,
    unfold,
)

pytestmark = pytest.mark.browser

LOG = "Your log"
FIELD, SECTION = "Contact at the university", "Contacts and time"


def page_of(frame: Frame, name: str) -> str:
    """Where the activity that stands in a unit has its page. No link leads there yet."""
    usage = frame.locator(f"[data-block-type='internship_{name}']").first.get_attribute("data-usage-id") or ""
    course = usage.replace("block-v1:", "course-v1:").partition("+type@")[0]
    placement = frame.locator("input[name=placement], [hx-vals*=placement]").first
    number = placement.get_attribute("value") or re.findall(r"\d+", placement.get_attribute("hx-vals") or "")[0]
    return f"/internship/{name}/{quote(course, safe=':+')}/{quote(usage, safe=':+@')}/{number}/"


def go(page: Page, where: str) -> Frame:
    page.goto(where)
    page.locator(".internship[data-started]").wait_for()
    return page.main_frame


def plan_page(page: Page) -> Frame:
    """A plan nobody has touched, on its page."""
    return go(page, page_of(fresh_plan(page), "plan"))


def field(frame: Frame) -> Locator:
    return open_section(frame, SECTION).get_by_label(FIELD, exact=True)


def state(frame: Frame) -> Locator:
    return open_section(frame, SECTION).locator("[data-save-state]")


def test_a_lost_connection_costs_no_word(door: Door) -> None:
    page = door()
    frame = plan_page(page)
    field(frame)
    page.context.set_offline(True)
    field(frame).press_sequentially("Kari, by telephone")
    expect(state(frame)).to_have_text("Offline: kept on this computer")
    page.context.set_offline(False)
    expect(state(frame)).to_contain_text("Saved")  # by itself
    assert copies(frame) == []
    page.reload()
    expect(field(page.main_frame)).to_have_value("Kari, by telephone")
    expect(field(unit_frame_of(page))).to_have_value("Kari, by telephone")  # it is the same plan


def unit_frame_of(page: Page) -> Frame:
    page.goto("/")
    return open_lesson(page, "Submit your plan")


def test_what_a_closed_page_has_kept_is_found_in_the_block(door: Door) -> None:
    """One keeper: words that this computer holds are put back wherever the form comes next."""
    page = door()
    frame = plan_page(page)
    field(frame)
    page.route("**/internship/plan/**/save_section", lambda route: route.abort())
    field(frame).press_sequentially("Kari, at the desk")
    expect(state(frame)).to_have_text("Offline: kept on this computer")
    in_block = unit_frame_of(page)
    expect(field(in_block)).to_have_value("Kari, at the desk")
    saved(open_section(in_block, SECTION))
    assert copies(in_block) == []


@pytest.mark.parametrize(
    ("choice", "stays"), [("Save mine instead", "from the second"), ("Use the saved text", "from the first")]
)
def test_two_tabs_change_one_answer(door: Door, choice: str, stays: str) -> None:
    first = door()
    one = plan_page(first)
    second = door.tab(first.context)
    two = go(second, first.url)
    field(two)
    field(one).fill("from the first")
    saved(open_section(one, SECTION))
    field(two).fill("from the second")
    conflict = open_section(two, SECTION).get_by_role("alert")
    expect(conflict.locator("[data-mine]")).to_have_text("from the second")
    expect(conflict.locator("[data-theirs]")).to_have_text("from the first")
    conflict.get_by_role("button", name=choice).click()
    expect(conflict).to_have_count(0)
    two = second.main_frame
    expect(field(two)).to_have_value(stays)
    expect(state(two)).not_to_contain_text("choose")
    saved_or_untouched(two)
    second.reload()
    expect(field(second.main_frame)).to_have_value(stays)


def saved_or_untouched(frame: Frame) -> None:
    frame.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('internship:'))")


def test_a_plan_is_talked_about_submitted_and_signed(door: Door) -> None:
    page = door()
    frame = plan_page(page)
    where = page.url
    link = invite(frame, "Student", "Emil Eira")
    example_made_ours(frame)
    parties = open_section(frame, "Participants")
    add_row(parties, "Add a participant", {"Role": "Mentor", "Name": "Aslak Ŋiillas", "Steps in": ["Steps in when"]})

    emil = door("Emil Eira")
    emil.goto(link)
    emil.get_by_role("button", name="Join as student").click()
    his = go(emil, where)
    part_of(his, "Tasks").get_by_role("button", name="Comment", exact=True).first.click()
    his.get_by_label("Your comment").fill("May I do this on Fridays?")
    his.get_by_role("button", name="Send", exact=True).click()
    expect(his.get_by_text("Everybody taking part in this plan can read it")).to_be_visible()
    check_page(emil, "a plan on its page, read and commented")

    frame = go(page, where)
    expect(unfold(frame, "Conversations")).to_contain_text("May I do this on Fridays?")
    submit(frame, 1)
    sign(frame, 1, "Tuva Solberg, mentor")
    expect(frame.get_by_text("It is agreed when the others have signed too")).to_be_visible()
    check_page(page, "a plan on its page, submitted and signed")


@pytest.fixture
def log_of_two(door: Door) -> tuple[Page, Page]:
    """Emil and his mentor Tuva, both before his log on its page."""
    tuva = door()
    link = invite(fresh_plan(tuva), "Student", "Emil Eira")
    emil = door("Emil Eira")
    emil.goto(link)
    emil.get_by_role("button", name="Join as student").click()
    expect(emil).to_have_url(re.compile("/internship/plan/"))
    frame = open_lesson(emil, LOG)
    where = page_of(frame, "log")
    go(emil, where)
    go(tuva, where)
    return emil, tuva


def test_an_entry_is_written_shared_and_answered(log_of_two: tuple[Page, Page]) -> None:
    emil, tuva = log_of_two
    form = emil.locator("form[data-draft]").first
    form.get_by_label("What?", exact=True).fill("Rang a customer.")
    saved(form)
    emil.context.set_offline(True)
    form.get_by_label("So what?", exact=True).fill("He was angry.")
    expect(form.locator("[data-save-state]")).to_have_text("Offline: kept on this computer")
    emil.context.set_offline(False)
    saved(form)
    say_why_this_day(emil.main_frame)
    saved(form)
    check_page(emil, "an entry on the page of its log")
    form.get_by_role("button", name="Continue to sharing").click()
    emil.get_by_role("radio", name=re.compile("Tuva Solberg")).first.check()
    for promise in ("Nobody can be recognised", "No information about clients", "Nothing that the host keeps secret"):
        emil.get_by_label(promise).check()
    emil.get_by_role("button", name="Share", exact=True).click()
    expect(emil.get_by_text("Shared with Tuva Solberg. The next step is theirs")).to_be_visible()

    tuva.reload()
    expect(tuva.get_by_text("Emil Eira shared an entry on")).to_be_visible()
    tuva.get_by_label("What I noticed").fill("You stayed polite.")
    tuva.get_by_role("button", name="Send the answer").click()
    expect(tuva.get_by_text("Sent. The next step is with Emil Eira")).to_be_visible()
    check_page(tuva, "an answered entry on the page of its log")
    emil.reload()
    expect(emil.get_by_text("You stayed polite.")).to_be_visible()


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_the_pages_in_other_languages_and_directions(door: Door, language: str) -> None:
    """The player has Norwegian; Arabic is right to left, in English words."""
    page = door()
    frame = fresh_plan(page)
    where = page_of(frame, "plan")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": door.demo.url}])
    go(page, where)
    root = page.locator(".internship[data-started]")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    check_page(page, f"a plan on its page in {language}")


def test_another_placement_has_a_page_of_its_own(door: Door) -> None:
    page = door()
    frame = plan_page(page)
    first = page.url
    frame.get_by_role("button", name="Change placement").click()
    frame.get_by_role("button", name="Open a new placement").click()
    frame.get_by_role("button", name="Yes, open a new one").click()
    page.wait_for_url(lambda address: address != first)
    expect(page.get_by_role("heading", name="What next")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="What next")).to_be_visible()
    assert page.url == first


def test_a_reviewers_words_for_an_older_state_are_put_back_and_compared(door: Door) -> None:
    """The review page has the same keeper: what somebody else answered meanwhile is shown before the words are sent."""
    submit_fresh_plan(door())
    ida = door("Ida Hætta")
    open_newest(ida)
    where = ida.url
    ida.get_by_label("Your comment").fill("Name the days.")
    expect(ida.locator("[data-save-state]")).to_contain_text("Saved on this computer")
    check_page(ida, "the review page with words that are kept")
    elsewhere = door("Ida Hætta")
    elsewhere.goto(where)
    elsewhere.get_by_label("Your comment").fill("Read with pleasure.")
    elsewhere.get_by_role("button", name="Comment").click()
    expect(elsewhere.get_by_text("Your comment is sent")).to_be_visible()
    ida.goto(where)
    expect(ida.get_by_label("Your comment")).to_have_value("Name the days.")
    ida.get_by_role("button", name="Comment").click()
    expect(ida.get_by_role("alert")).to_contain_text("Read with pleasure.")
    expect(ida.get_by_label("Your comment")).to_have_value("Name the days.")
    ida.get_by_role("button", name="Comment").click()
    expect(ida.get_by_text("Your comment is sent")).to_be_visible()
    assert copies(ida.main_frame) == []
