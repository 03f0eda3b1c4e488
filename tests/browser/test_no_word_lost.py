"""Nobody ever loses a word: whatever happens to the connection, the tab, the server, the session or the storage."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Locator, Page, Route, expect

from .conftest import Door
from .story import add_row, example_made_ours, fill, fresh_plan, invite, open_section, saved, unit_frame, view_as

pytestmark = pytest.mark.browser

SECTION = "Contacts and time"
FIELD = "Contact at the university"
SAID = re.compile("Saved|kept on this computer|Saving")


def field(frame: Frame) -> Locator:
    return open_section(frame, SECTION).get_by_label(FIELD, exact=True)


def state(frame: Frame) -> Locator:
    return open_section(frame, SECTION).locator("[data-save-state]")


def again(page: Page) -> Frame:
    """The same lesson, loaded anew."""
    page.reload()
    return unit_frame(page)


def copies(frame: Frame) -> list[str]:
    """What this browser keeps of drafts, by name."""
    names: list[str] = frame.evaluate("Object.keys(localStorage).filter(name => name.startsWith('internship:'))")
    return names


def test_the_network_is_cut_while_typing(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    field(frame)
    page.context.set_offline(True)
    field(frame).press_sequentially("Kari, by telephone")
    expect(state(frame)).to_have_text("Offline: kept on this computer")
    page.context.set_offline(False)
    expect(state(frame)).to_contain_text("Saved")  # by itself
    assert copies(frame) == []
    expect(field(again(page))).to_have_value("Kari, by telephone")


def test_the_page_is_closed_right_after_a_keystroke(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    field(frame).press_sequentially("Kari, at the desk")
    page.close()
    page = door.tab(page.context)
    frame = fresh_tab(page)
    expect(field(frame)).to_have_value("Kari, at the desk")
    saved(open_section(frame, SECTION))
    expect(field(again(page))).to_have_value("Kari, at the desk")


def cut_off(page: Page) -> None:
    """Nothing that a page sends arrives any more, not even the save with which it closes: to that a route or the offline switch
    of the test comes too late."""
    for frame in page.frames:
        frame.evaluate("() => { XMLHttpRequest.prototype.send = () => undefined; }")


def fresh_tab(page: Page) -> Frame:
    """The plan that this person had open last."""
    page.get_by_role("link", name="Outline").first.click()
    page.get_by_role("link", name=re.compile("^Hand in your plan")).first.click()
    return unit_frame(page)


@pytest.mark.parametrize(
    ("choice", "stays"), [("Save mine over it", "from the second"), ("Take what is saved", "from the first")]
)
def test_two_tabs_change_one_answer(door: Door, choice: str, stays: str) -> None:
    first = door()
    one = fresh_plan(first)
    second = door.tab(first.context)
    two = fresh_tab(second)
    field(two)  # both have the section open and empty

    field(one).fill("from the first")
    saved(open_section(one, SECTION))
    field(two).fill("from the second")
    assert len(copies(two)) == 1
    conflict = open_section(two, SECTION).get_by_role("alert")
    expect(conflict.locator("[data-mine]")).to_have_text("from the second")
    expect(conflict.locator("[data-theirs]")).to_have_text("from the first")
    expect(state(two)).to_contain_text("choose")
    expect(field(two)).to_have_value("from the second")

    open_section(one, SECTION).get_by_label("Hours a week the mentor sets aside").fill("2")
    one.wait_for_function("() => Object.keys(localStorage).filter(name => name.startsWith('internship:')).length === 1")
    second.close()  # the first tab's saving has not cleaned away what the second keeps
    second = door.tab(first.context)
    two = fresh_tab(second)
    conflict = open_section(two, SECTION).get_by_role("alert")
    expect(conflict.locator("[data-mine]").first).to_have_text("from the second")

    conflict.get_by_role("button", name=choice).click()
    if choice.startswith("Take"):
        expect(conflict).to_have_count(0)
        two = unit_frame(second)
    else:
        expect(state(two)).to_contain_text("Saved")
        expect(conflict).to_have_count(0)
    expect(field(two)).to_have_value(stays)
    assert copies(two) == []
    expect(field(again(second))).to_have_value(stays)
    expect(field(again(first))).to_have_value(stays)


def test_the_server_loses_its_power_while_somebody_types(own_door: Door) -> None:
    page, demo = own_door(), own_door.demo
    frame = fresh_plan(page)
    field(frame).press_sequentially("before ")
    expect(state(frame)).to_contain_text("Saved")
    field(frame).press_sequentially("while it ")
    demo.kill()
    field(frame).press_sequentially("was gone ")
    expect(state(frame)).to_have_text("Offline: kept on this computer")
    demo.start()
    field(frame).press_sequentially("and after")
    expect(state(frame)).to_contain_text("Saved", timeout=15_000)
    expect(field(again(page))).to_have_value("before while it was gone and after")


def test_nothing_of_one_person_is_written_as_another(door: Door) -> None:
    """Mira and Jonas share a computer and a placement. Jonas signs in in another tab while Mira writes in hers."""
    miras = door()
    frame = fresh_plan(miras)
    link = invite(frame, "Student", "Jonas Eira")
    saved(open_section(frame, "Parties"))
    field(frame)
    other = door.tab(miras.context, "Jonas Eira")
    other.goto(link)
    other.get_by_role("button", name="Join as student").click()
    expect(other.get_by_role("heading", name="You have joined")).to_be_visible()

    field(frame).fill("Mira wrote this")
    refused = open_section(frame, SECTION).get_by_role("alert")
    expect(refused).to_contain_text("no longer signed in as the person who opened this page")
    expect(state(frame)).to_contain_text("Not saved yet")
    expect(field(frame)).to_have_value("Mira wrote this")

    jonas = fresh_tab(other)
    expect(jonas.get_by_text("Mira Solberg").first).to_be_attached()  # it is the same placement
    expect(field(jonas)).to_have_value("")  # neither saved as his, nor put back from her copy
    field(jonas).fill("Jonas wrote this")
    saved(open_section(jonas, SECTION))

    view_as(other, "Mira Solberg")
    miras.bring_to_front()
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when the tab comes to the front
    conflict = open_section(frame, SECTION).get_by_role("alert")
    expect(conflict.locator("[data-mine]")).to_have_text("Mira wrote this")
    expect(conflict.locator("[data-theirs]")).to_have_text("Jonas wrote this")
    expect(conflict).to_contain_text("Jonas Eira")
    conflict.get_by_role("button", name="Save mine over it").click()
    saved(open_section(frame, SECTION))
    frame = again(miras)
    expect(field(frame)).to_have_value("Mira wrote this")
    expect(frame.get_by_text("by Mira Solberg").first).to_be_visible()


def test_the_session_has_expired(door: Door) -> None:
    """The site answers with its sign-in page, as the LMS does."""
    page = door()
    frame = fresh_plan(page)
    field(frame)
    page.route("**/handler/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<html>Sign in</html>"))
    field(frame).fill("Kari, on Fridays")
    expect(open_section(frame, SECTION).get_by_role("alert")).to_contain_text("You have been signed out")
    expect(state(frame)).to_contain_text("Not saved yet")
    page.unroute("**/handler/**")
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(state(frame)).to_contain_text("Saved")
    expect(open_section(frame, SECTION).get_by_role("alert")).to_have_count(0)
    expect(field(again(page))).to_have_value("Kari, on Fridays")


def test_this_computer_cannot_keep_a_copy(door: Door) -> None:
    page = door()
    page.add_init_script("Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); };")
    frame = fresh_plan(page)
    field(frame)
    page.context.set_offline(True)
    field(frame).fill("Kari, in the canteen")
    expect(state(frame)).to_contain_text("this computer cannot keep a copy")
    expect(state(frame)).not_to_contain_text("kept on this computer")
    page.context.set_offline(False)
    expect(state(frame)).to_contain_text("Saved")  # the server has it all the same
    expect(field(again(page))).to_have_value("Kari, in the canteen")


def test_the_storage_is_blocked(door: Door) -> None:
    page = door()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });"
    )
    frame = fresh_plan(page)
    field(frame).press_sequentially("Kari")
    expect(state(frame)).to_contain_text("cannot keep a copy")
    expect(state(frame)).to_contain_text("Saved")
    expect(field(again(page))).to_have_value("Kari")


def test_what_the_browser_calls_invalid_is_saved_or_refused_in_words(door: Door) -> None:
    """A half-typed address, or hours below zero: saving goes on, and never stands still at "Saving"."""
    page = door()
    frame = fresh_plan(page)
    parties, periods = open_section(frame, "Parties"), open_section(frame, "Periods")
    parties.get_by_label("E-mail").fill("kari")
    saved(parties)
    periods.get_by_role("button", name="Add a period").click()
    periods.get_by_label("Hours in this period").fill("-5")
    expect(periods.locator("[data-save-state]")).to_have_text("Everything is saved except what is marked")
    periods.get_by_label("Hours in this period").fill("5")
    saved(periods)


def test_words_kept_for_a_part_that_is_closed_when_one_comes_back(door: Door) -> None:
    """They bring their part along: it opens, and they are put back and saved."""
    page = door()
    frame = fresh_plan(page)
    place = field(frame)
    cut_off(page)
    place.press_sequentially("Kari, by letter")
    page.close()
    page = door.tab(page.context)
    frame = fresh_tab(page)
    form = frame.locator("form[data-draft]", has=frame.get_by_label(FIELD, exact=True))
    expect(form.get_by_label(FIELD, exact=True)).to_have_value("Kari, by letter")  # nobody opened anything
    saved(form)
    assert copies(frame) == []


def test_words_kept_for_a_closed_part_are_waited_for_before_handing_in(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    example_made_ours(frame)  # a plan in which something is left to settle is not handed in
    parties = open_section(frame, "Parties")
    fill(parties, {"Without a second mentor: who steps in, for example at the university": "Kari Antonsen"})
    saved(parties)
    place = field(frame)
    place.fill("")
    saved(open_section(frame, SECTION))
    place.press_sequentially("Kari")
    saved(open_section(frame, SECTION))
    expect(frame.get_by_role("button", name="Hand in the plan")).to_be_visible()
    cut_off(page)
    place.press_sequentially(", by pigeon")
    page.close()
    page = door.tab(page.context)
    slow: list[Route] = []
    page.route("**/section?*", lambda route: slow.append(route))
    frame = fresh_tab(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url.rsplit("/", 1)[-1]) if request.method == "POST" else None)
    frame.get_by_role("button", name="Hand in the plan").click()
    expect(frame.get_by_text("One moment").locator("visible=true")).to_have_count(1)
    assert sent == []
    for route in slow:
        route.continue_()
    page.unroute("**/section?*")
    expect(frame.get_by_text("Version 1 is handed in")).to_be_visible()
    assert sent == ["save_section", "hand_in"]
    expect(field(again(page))).to_have_value("Kari, by pigeon")


def test_a_part_that_could_not_come_comes_when_it_is_opened_again(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    page.context.set_offline(True)
    part = frame.locator("details", has=frame.get_by_role("heading", name=SECTION, exact=True)).last
    part.locator("summary").first.click()
    expect(part.get_by_role("alert")).to_contain_text("That did not work")
    part.get_by_role("button", name="Try again").click()
    expect(part.get_by_role("alert")).to_contain_text("That did not work")
    part.locator("summary").first.click()
    page.context.set_offline(False)
    expect(part).not_to_have_attribute("open", "")
    part.locator("summary").first.click()
    expect(part.get_by_label(FIELD, exact=True)).to_be_visible()
    expect(part.get_by_role("alert")).to_have_count(0)

    page.context.set_offline(True)
    other = frame.locator("details", has=frame.get_by_role("heading", name="Tasks", exact=True)).last
    other.locator("summary").first.click()
    expect(other.get_by_role("alert")).to_contain_text("That did not work")
    page.context.set_offline(False)  # and by itself where it stands open
    expect(other.get_by_role("button", name="Add a task")).to_be_visible()


def test_a_changed_outcome_finds_its_tasks_closed_or_open(door: Door) -> None:
    """Nothing of it goes wrong while nobody has opened the tasks, and they show what is stored when somebody does."""
    page = door()
    frame = fresh_plan(page)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    frame.get_by_role("button", name="Start with an example").click()
    expect(frame.get_by_text("The example stands in the parts that were empty")).to_be_visible()
    outcomes = open_section(frame, "Learning outcomes")
    outcomes.get_by_label("At the end, the student can …").first.fill("Explain a price")
    saved(outcomes)
    rows = outcomes.locator(".ix-plan-row")
    add_row(outcomes, "Add an outcome", {"At the end, the student can …": "Mend a net"})
    rows.nth(1).get_by_role("button", name="Remove").click()
    expect(rows).to_have_count(3)
    tasks = open_section(frame, "Tasks")
    served = tasks.locator("fieldset").first.locator("label")
    expect(served).to_have_text(["Explain a price", re.compile("^Discuss"), "Mend a net"])
    rows.last.get_by_label("At the end, the student can …").fill("Mend two nets")
    expect(served.last).to_have_text("Mend two nets")
    assert said == []


def test_more_text_than_can_be_saved_is_refused_at_its_field(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    form = open_section(frame, SECTION)
    field(frame).fill("Kari")
    route = form.get_by_label("If something goes wrong")
    for much, words, said in (
        (1_000_000, "This is more text than can be saved at once", "Not saved yet"),
        (2_001, "At most 2000 characters", "Everything is saved except what is marked"),
    ):
        route.fill("x" * much)
        expect(form.locator("p.ix-error", has_text=words)).to_have_attribute("id", re.compile("-contacts-escalation-error$"))
        expect(route).to_have_attribute("aria-invalid", "true")
        expect(state(frame)).to_contain_text(said)
        assert len(route.input_value()) == much
    route.fill("Kari first")
    saved(form)
    expect(form.get_by_role("alert")).to_have_count(0)
    expect(form.locator("p.ix-error:not(:empty)")).to_have_count(0)
