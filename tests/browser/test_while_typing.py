"""What is typed while something else happens: before the script has started, in the moment a form arrives, while an answer
is under way that replaces what one types in, from two tabs at once. Nothing here waits for luck: answers are held back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Locator, Page, Route, expect

from .conftest import Door
from .story import add_row, fresh_plan, open_lesson, open_section, saved, unit_frame
from .test_log_writing import LOG, log, offer_gibbs
from .test_no_word_lost import FIELD, again, copies, cut_off, field, fresh_tab, state

pytestmark = pytest.mark.browser

OUTCOMES, OUTCOME = "Learning outcomes", "At the end, the student can …"
KEEP, CHANGE = "Keep it to myself for now", "Change the text"


class Held:
    """Requests to an address, held back until they are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.routes = page, address, list[Route]()
        page.route(address, lambda route: self.routes.append(route))

    def wait(self) -> Held:
        for _ in range(400):
            if self.routes:
                return self
            self.page.wait_for_timeout(25)
        raise AssertionError(f"nothing was asked of {self.address}")

    def let_go(self) -> None:
        for route in self.routes:
            route.continue_()
        self.page.unroute(self.address)


def type_at_once(frame: Frame, selector: str, words: str) -> None:
    """Type into a field in the first moment in which a person could: right after htmx has put it there."""
    frame.evaluate(
        """([selector, words]) => document.addEventListener("htmx:afterSwap", function type() {
            if (!document.querySelector(selector)) { return; }
            document.removeEventListener("htmx:afterSwap", type);
            setTimeout(() => {
                const field = document.querySelector(selector);
                field.focus();
                field.setSelectionRange(field.value.length, field.value.length);
                document.execCommand("insertText", false, words);
            });
        })""",
        [selector, words],
    )


def entry(frame: Frame, label: str = "What?") -> Locator:
    return frame.locator("form[data-draft]").first.get_by_label(label, exact=True)


def add(place: Locator, words: str) -> None:
    """Type after what stands there."""
    place.press("End")
    place.press_sequentially(words)


def wait_saved(form: Locator) -> None:
    """By this page: not what the server said when the form came."""
    expect(form.locator("[data-save-state][data-state=saved]").first).to_be_visible()


def all_saved(frame: Frame) -> None:
    """This computer keeps nothing any more that the server does not have."""
    frame.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('internship:'))")


def stored(door: Door, name: str, words: str) -> None:
    """What the server has in this person's log: seen from another computer."""
    frame = open_lesson(door(name), LOG)
    frame.wait_for_function(
        """words => document.body.textContent.includes(words)
            || [...document.querySelectorAll("textarea")].some(field => field.value === words)""",
        arg=words,
        timeout=5_000,
    )


def two_outcomes(frame: Frame) -> Locator:
    form = open_section(frame, OUTCOMES)
    for words in ("Mend a net", "Explain a price"):
        add_row(form, "Add an outcome", {OUTCOME: words})
    all_saved(frame)
    return form


def test_typed_in_the_moment_a_form_arrives(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)
    entry(frame).fill("Rang a customer")
    frame.get_by_role("button", name=KEEP).click()
    type_at_once(frame, "article form[data-draft] textarea", ", twice")
    frame.get_by_role("button", name=CHANGE).click()
    expect(entry(frame)).to_have_value("Rang a customer, twice")
    expect(entry(frame)).to_be_focused()
    wait_saved(frame.locator("form[data-draft]").first)
    all_saved(frame)
    stored(own_door, "Jonas Eira", "Rang a customer, twice")


def test_the_focus_is_not_taken_from_who_types_already(door: Door) -> None:
    frame = fresh_plan(door())
    form = two_outcomes(frame)
    type_at_once(frame, f"#{form.get_by_label(OUTCOME).first.get_attribute('id')}", " by hand")
    form.get_by_role("button", name="Add an outcome").click()
    expect(form.get_by_label(OUTCOME)).to_have_count(3)
    expect(form.get_by_label(OUTCOME).first).to_have_value("Mend a net by hand")
    frame.wait_for_timeout(100)
    expect(form.get_by_label(OUTCOME).first).to_be_focused()


def test_typed_before_the_script_has_started(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    log(page)
    held = Held(page, "**/internship.js*")
    page.reload(wait_until="commit")
    page.frame_locator("iframe").locator("form[data-draft]").first.get_by_label("What?", exact=True).fill("Typed at once")
    held.wait().let_go()
    wait_saved(unit_frame(page).locator("form[data-draft]").first)
    stored(own_door, "Jonas Eira", "Typed at once")


def test_typed_before_the_script_has_started_over_words_of_an_earlier_visit(own_door: Door) -> None:
    """Neither is lost: what is typed now is saved, and what was kept is shown beside it on the next visit."""
    page = own_door("Jonas Eira")
    frame = log(page)
    page.route("**/save_entry", lambda route: route.abort())
    entry(frame).fill("Kept")
    expect(frame.locator("[data-state=offline]")).to_be_visible()
    page.unroute_all()
    address = page.url
    cut_off(page)
    page.close()
    page = own_door.tab(page.context)
    held = Held(page, "**/internship.js*")
    page.goto(address, wait_until="commit")
    page.frame_locator("iframe").locator("form[data-draft]").first.get_by_label("What?", exact=True).fill("Typed now")
    held.wait().let_go()
    frame = unit_frame(page)
    wait_saved(frame.locator("form[data-draft]").first)
    expect(entry(frame)).to_have_value("Typed now")
    frame = again(page)
    expect(frame.locator("[data-mine]").first).to_have_text("Kept")
    expect(frame.locator("[data-theirs]").first).to_have_text("Typed now")


def test_rows_that_move_take_along_what_is_typed_in_them_meanwhile(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    form = two_outcomes(frame)
    held = Held(page, "**/move_row")
    form.get_by_role("button", name="Move up").last.click()
    held.wait()
    add(form.get_by_label(OUTCOME).last, " to a customer")
    held.let_go()
    expect(form.get_by_label(OUTCOME).last).to_have_value("Mend a net")
    moved = form.get_by_label(OUTCOME).first
    expect(moved).to_have_value("Explain a price to a customer")
    expect(moved).to_be_focused()  # and the caret is where it was
    moved.press_sequentially(".")
    expect(moved).to_have_value("Explain a price to a customer.")
    all_saved(frame)
    form = open_section(again(page), OUTCOMES)
    expect(form.get_by_label(OUTCOME).first).to_have_value("Explain a price to a customer.")


def test_words_typed_into_a_row_while_it_is_removed(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    form = two_outcomes(frame)
    held = Held(page, "**/remove_row")
    form.get_by_role("button", name="Remove").last.click()
    held.wait()
    add(form.get_by_label(OUTCOME).last, " to a customer")
    held.let_go()
    loose = frame.locator("[data-loose] textarea")
    expect(loose).to_have_value("Explain a price to a customer")
    loose = again(page).locator("[data-loose]")
    expect(loose.get_by_role("textbox")).to_have_value("Explain a price to a customer")
    loose.get_by_role("button", name="Throw it away").click()
    expect(again(page).locator("[data-loose]")).to_have_count(0)


def test_words_kept_for_a_row_that_somebody_removed_meanwhile(door: Door) -> None:
    page = door()
    frame = fresh_plan(page)
    form = two_outcomes(frame)
    page.route("**/save_section", lambda route: route.abort())
    add(form.get_by_label(OUTCOME).last, " to a customer")
    expect(form.locator("[data-save-state]")).to_contain_text("Offline")
    cut_off(page)
    page.close()
    there = fresh_tab(door())  # on another computer
    open_section(there, OUTCOMES).get_by_role("button", name="Remove").last.click()
    expect(there.get_by_text("Removed.").first).to_be_visible()
    frame = fresh_tab(door.tab(page.context))
    expect(frame.locator("[data-loose] textarea")).to_have_value("Explain a price to a customer")


@pytest.mark.parametrize("button", [KEEP, "Go on to sharing", "Take these questions"])
def test_typed_while_a_button_of_the_form_is_under_way(own_door: Door, button: str) -> None:
    """What it would show comes with all of it: no second text, no conflict with oneself."""
    if button.startswith("Take"):
        offer_gibbs(own_door("Sofie Berg"))
    page = own_door("Jonas Eira")
    frame = log(page)
    form = frame.locator("form[data-draft]").first
    entry(frame).fill("Before")
    wait_saved(form)
    if button.startswith("Take"):
        form.locator("summary", has_text="Questions:").click()
        form.get_by_label("Write this entry by").select_option("gibbs")
    address = {KEEP: "keep_entry", "Go on to sharing": "go_share"}.get(button, "other_questions")
    held = Held(page, f"**/{address}")
    frame.get_by_role("button", name=button).click()
    held.wait()
    add(entry(frame), " and meanwhile")
    page.wait_for_timeout(1_200)  # the keeper would save by now
    held.let_go()
    expect(frame.get_by_role("button", name=button)).to_have_count(1 if button.startswith("Take") else 0)
    expect(frame.get_by_text("Before and meanwhile").first).to_be_visible()
    expect(frame.locator("[data-mine]")).to_have_count(0)
    all_saved(frame)
    stored(own_door, "Jonas Eira", "Before and meanwhile")


def test_a_button_waits_for_the_save_under_way_and_takes_all(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)
    held = Held(page, "**/save_entry")
    entry(frame).fill("Before")
    held.wait()
    add(entry(frame), ", in flight")
    frame.get_by_role("button", name=KEEP).click()
    add(entry(frame), ", and after")
    held.let_go()
    expect(frame.locator("article.ix-entry").first).to_contain_text("Before, in flight, and after")
    all_saved(frame)
    stored(own_door, "Jonas Eira", "Before, in flight, and after")


def test_saving_goes_on_after_a_button_was_pressed_twice(own_door: Door) -> None:
    """The keeper's own save never waits in the queue of htmx, where a second press would push it out."""
    page = own_door("Jonas Eira")
    frame = log(page)
    held = Held(page, "**/go_share")
    button = frame.get_by_role("button", name="Go on to sharing")
    button.click()  # refused: nothing is written yet
    held.wait()
    entry(frame).fill(" ")
    page.wait_for_timeout(1_200)
    button.click()
    held.let_go()
    expect(frame.get_by_text("Write a few words first").first).to_be_visible()
    page.wait_for_timeout(1_500)
    entry(frame).fill("Mended nets")
    all_saved(frame)  # the state of saving still tells of the save before
    stored(own_door, "Jonas Eira", "Mended nets")


def test_what_leaves_the_page_is_saved_at_once(own_door: Door) -> None:
    """A button elsewhere closes the form a moment after the last key; the answer comes when the form has gone."""
    page = own_door("Jonas Eira")
    frame = log(page)
    entry(frame).fill("The first")
    frame.get_by_role("button", name=KEEP).click()
    frame.get_by_role("button", name="Write an entry").click()
    held = Held(page, "**/save_entry")
    entry(frame).fill("The second")
    frame.get_by_role("button", name=CHANGE).click()
    expect(entry(frame)).to_have_value("The first")
    held.wait().let_go()
    all_saved(frame)
    stored(own_door, "Jonas Eira", "The second")


def test_words_in_a_new_entry_that_makes_room_for_another_come_back_with_it(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)
    entry(frame).fill("Rang a customer")
    frame.get_by_role("button", name=KEEP).click()
    frame.get_by_role("button", name="Write an entry").click()
    expect(entry(frame)).to_have_value("")  # the screen has come: a button of the one before leads nowhere any more
    held = Held(page, "**/view_entry*")
    frame.get_by_role("button", name=CHANGE).click()
    held.wait()
    entry(frame).fill("Begun in between")
    held.let_go()
    expect(entry(frame)).to_have_value("Rang a customer")  # the form of the first entry, and no other
    frame.get_by_role("button", name="Write an entry").click()
    expect(entry(frame)).to_have_value("Begun in between")


def test_two_tabs_open_with_words_of_an_earlier_visit(door: Door) -> None:
    """Both show them, and from then on each keeps its own."""
    first = door()
    one = fresh_plan(first)
    field(one)
    first.route("**/save_section", lambda route: route.abort())
    field(one).fill("kept")
    expect(state(one)).to_have_text("Offline: kept on this computer")
    second = door.tab(first.context)
    second.route("**/save_section", lambda route: route.abort())
    two = fresh_tab(second)
    form = two.locator("form[data-draft]", has=two.get_by_label(FIELD, exact=True))
    expect(form.get_by_label(FIELD, exact=True)).to_have_value("kept")
    add(field(two), " by two")
    add(field(one), " by one")
    kept = " ".join(two.evaluate("name => localStorage.getItem(name)", name) for name in copies(two))
    assert '"kept by one"' in kept
    assert '"kept by two"' in kept


def test_an_answer_is_lost_and_typing_goes_on(door: Door) -> None:
    """The server has the save, nobody here knows: that is no conflict with oneself."""
    page = door()
    frame = fresh_plan(page)
    field(frame)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/save_section", lose, times=1)
    field(frame).fill("It arrived")
    expect(state(frame)).to_have_text("Offline: kept on this computer")
    add(field(frame), ", and went on")
    saved(open_section(frame, "Contacts and time"))
    expect(frame.locator("[data-mine]")).to_have_count(0)
    expect(field(again(page))).to_have_value("It arrived, and went on")


def test_an_answer_is_lost_and_a_button_is_pressed(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/save_entry", lose, times=1)
    entry(frame).fill("It arrived")
    expect(frame.locator("[data-state=offline]")).to_be_visible()
    add(entry(frame), ", and went on")
    frame.get_by_role("button", name=KEEP).click()
    expect(frame.locator("article.ix-entry").first).to_contain_text("It arrived, and went on")
    all_saved(frame)


def test_a_button_is_pressed_when_the_session_has_expired(own_door: Door) -> None:
    """The site answers with its sign-in page: nothing of that counts as saved."""
    page = own_door("Jonas Eira")
    frame = log(page)
    signed_out = "<html>Sign in</html>"
    page.route("**/handler/**", lambda route: route.fulfill(status=200, content_type="text/html", body=signed_out))
    entry(frame).fill("Written in time")
    frame.get_by_role("button", name=KEEP).click()
    form = frame.locator("form[data-draft]").first
    expect(form.get_by_role("alert")).to_contain_text("You have been signed out")
    page.wait_for_timeout(1_200)
    assert len(copies(frame)) == 1
    page.unroute_all()
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_saved(form)
    all_saved(frame)
    stored(own_door, "Jonas Eira", "Written in time")


def test_a_button_is_pressed_without_a_connection(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)
    form = frame.locator("form[data-draft]").first
    entry(frame).fill("Written in time")
    wait_saved(form)
    page.context.set_offline(True)
    frame.get_by_role("button", name=KEEP).click()
    expect(form.locator("[data-save-state]")).to_have_text("Offline: kept on this computer")
    page.context.set_offline(False)
    wait_saved(form)
    frame.get_by_role("button", name=KEEP).click()
    expect(frame.locator("article.ix-entry").first).to_contain_text("Written in time")


def test_who_leaves_the_form_or_the_page_does_not_wait_a_second(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)
    frame.evaluate("() => { const wait = setTimeout; window.setTimeout = (what, ms) => wait(what, ms > 500 ? 1e6 : ms); }")
    form = frame.locator("form[data-draft]").first
    entry(frame).fill("Left")
    frame.locator("summary", has_text="See an example entry").click()
    wait_saved(form)
    entry(frame).fill("Turned away")
    frame.evaluate(
        """() => {
            Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    all_saved(frame)
    stored(own_door, "Jonas Eira", "Turned away")


def test_the_browsers_own_memory_of_a_form_is_not_taken_for_typed_words(own_door: Door) -> None:
    """Who comes back finds what is saved now, not what stood in the fields when they left: saving that would undo the rest."""
    page = own_door("Jonas Eira")
    frame = log(page)
    entry(frame).fill("First")
    wait_saved(frame.locator("form[data-draft]").first)
    page.goto("/")
    there = open_lesson(own_door("Jonas Eira"), LOG)
    entry(there).fill("Second, longer")
    wait_saved(there.locator("form[data-draft]").first)
    page.go_back()
    frame = unit_frame(page)
    page.wait_for_timeout(500)
    expect(entry(frame)).to_have_value("Second, longer")


def test_what_was_saved_and_refused_goes_on_from_there(own_door: Door) -> None:
    """The step after saving is refused; what is typed then follows the save, and is in nobody's way."""
    page = own_door("Jonas Eira")
    frame = log(page)
    frame.get_by_label("Hours").first.fill("7")
    frame.get_by_role("button", name="Go on to sharing").click()
    expect(frame.get_by_text("Your entry is saved. One thing is missing").first).to_be_visible()
    all_saved(frame)
    entry(frame).fill("Mended nets")
    all_saved(frame)
    expect(frame.locator("[data-mine]")).to_have_count(0)
    stored(own_door, "Jonas Eira", "Mended nets")


def test_a_database_that_is_busy_is_asked_again_by_itself(own_door: Door) -> None:
    page = own_door("Jonas Eira")
    frame = log(page)
    asked: list[str] = []
    words = '<div class="ix-message ix-message--wrong" role="alert"><p>Nothing was changed; please try again.</p></div>'

    def busy(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()
        else:
            route.fulfill(status=503, content_type="text/html", body=words)

    page.route("**/save_entry", busy)
    entry(frame).fill("Mended nets, and nobody pressed twice")
    all_saved(frame)
    assert len(asked) == 2
    assert [one.split()[0] for one in own_door.problems] == ["503"]
    own_door.problems.clear()  # it is what was asked for
    stored(own_door, "Jonas Eira", "Mended nets, and nobody pressed twice")
