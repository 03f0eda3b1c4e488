"""A learner in a unit: steps, answers, feedback, points, the end. Through the handlers, as the page calls them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.tools.units.web.block import UnitBlock
from tests.platform import COURSE, TestPlatform
from tests.runtime import call, make_block, new_store

from .lessons import ANSWERS, LESSON, MIRA, answers_of, drafts_of, has_finished, lesson, parse

pytestmark = pytest.mark.django_db


def go(block: Any, step: str, way: str = "next") -> str:
    response = call(block, "move", {"step": step, "way": way})
    assert response.status_int == 200, response.text
    return response.text


def answer(block: Any, step: str, status: int = 200, **data: Any) -> str:
    response = call(block, "answer_step", {"step": step, **(data or ANSWERS[step])})
    assert response.status_int == status, response.text
    return response.text


def do_everything(block: Any) -> str:
    go(block, "why")
    for step in ANSWERS:
        answer(block, step)
        if step == "better":
            answer(block, step, revision=1, text="You asked first.", change="Ask more.")
        last = go(block, step)
    return last


def test_the_first_screen_says_what_it_is_for() -> None:
    html = lesson().student_view().content
    for words in ("Who does what?", "15 minutes", "Distinguish the roles", "Step 1 of 7", "<strong>often</strong>"):
        assert words in html
    assert "Sort the tasks" not in html


def test_one_primary_button_on_every_screen() -> None:
    block = lesson()
    for step in ("why", *ANSWERS):
        assert block.student_view().content.count("ix-button--primary") == 1, step
        if step in ANSWERS:
            answer(block, step)
            assert block.student_view().content.count("ix-button--primary") == 1, step
        go(block, step)


def test_a_learner_comes_back_to_where_they_stopped() -> None:
    store = new_store()
    first = make_block(UnitBlock, MIRA, store=store)
    parsed = parse(LESSON)
    first.steps, first.outcomes = parsed.steps, parsed.outcomes
    go(first, "why")
    first.save()
    again = make_block(UnitBlock, MIRA, store=store)
    assert "Step 2 of 7" in again.student_view().content


def test_the_end_shows_what_was_done_and_comes_next() -> None:
    block = lesson()
    html = do_everything(block)
    for words in (
        "You have come to the end",
        "Passed: 100 percent",
        "Call the university",
        "continue with the next activity",
        "Ask more.",
    ):
        assert words in html
    assert has_finished(block)


def test_completion_is_the_share_of_steps_done() -> None:
    block = lesson()
    do_everything(block)
    shares = TestPlatform.shares(block.usage_id)
    assert shares == sorted(shares)
    assert len(shares) == 7
    assert shares[-1] == 1.0


def test_the_grade_is_published_once_at_the_end() -> None:
    block = lesson()
    do_everything(block)
    grades = [(grade["earned"], grade["possible"]) for grade in TestPlatform.grades]
    assert grades == [(3.0, 3.0)]
    assert block.max_score() == 3.0


@pytest.mark.parametrize(
    ("fields", "olx"), [({"weight": 0.0}, LESSON), ({}, "<internship_unit><read id='why' title='A'>B</read></internship_unit>")]
)
def test_nothing_is_graded_that_does_not_count(fields: dict[str, Any], olx: str) -> None:
    block = lesson(olx=olx, **fields)
    if "sort" in olx:
        do_everything(block)
    else:
        go(block, "why")
    assert has_finished(block)
    assert TestPlatform.grades == []


def test_an_open_step_keeps_the_unit_open() -> None:
    block = lesson()
    for step in ("why", *ANSWERS):
        html = go(block, step)
    assert "6 steps are still open" in html
    assert "Go to the first open step" in html
    assert not has_finished(block)


def test_below_the_mark_is_not_passed_and_the_best_attempt_counts() -> None:
    block = lesson()
    do_everything(block)
    go(block, "first", "here")
    answer(block, "first", option="rules")
    assert "Passed: 100 percent" in go(block, "mine")
    other = lesson(pass_mark=100, usage="block-v1:Test+Mentor+2026+type@internship_unit+block@two")
    go(other, "why")
    answer(other, "first", option="rules")
    html = go(other, "mine")
    assert "Not passed yet: you have 0 percent" in html


def test_a_better_attempt_after_the_end_raises_the_grade() -> None:
    block = lesson()
    good, ANSWERS_FIRST = ANSWERS["first"], {"option": "rules"}
    try:
        ANSWERS["first"] = ANSWERS_FIRST
        do_everything(block)
    finally:
        ANSWERS["first"] = good
    go(block, "first", "here")
    answer(block, "first", option="desk")
    grades = [grade["earned"] for grade in TestPlatform.grades]
    assert grades == [2.0, 3.0]


# -- sort ------------------------------------------------------------------------------------------------------------


def test_sorting_says_what_is_right_and_why() -> None:
    block = lesson()
    go(block, "why")
    html = answer(block, "roles", **{"card-week": "mentor", "card-log": "mentor"})
    for words in ("1 of 2 cards are where they belong", "Knows the days.", "Look again", "Try again", "data-focus"):
        assert words in html
    assert 'type="radio"' not in html


def test_every_card_needs_a_pile() -> None:
    block = lesson()
    html = answer(block, "roles", status=422, **{"card-week": "mentor"})
    assert "1 card is not in a pile yet" in html
    assert f"{block.html_id}-roles-card-log-error" in html
    assert answers_of(block) == {}


def test_trying_again_keeps_the_cards_that_were_right() -> None:
    block = lesson()
    go(block, "why")
    answer(block, "roles", **{"card-week": "mentor", "card-log": "mentor"})
    html = call(block, "try_again", {"step": "roles"}, method="GET").text
    assert 'name="card-week" value="mentor" checked' in html
    assert html.count("checked") == 1
    assert answers_of(block)["roles"]["placed"]["log"] == "mentor"  # the answer stands until the next one is checked


def test_a_card_checked_alone_is_kept_and_answered_at_once() -> None:
    block = lesson()
    go(block, "why")
    html = answer(block, "roles", check="week", **{"card-week": "student"})
    for words in ("You chose: Student", "Look again", "Knows the days.", "It belongs in: Mentor", "Next card"):
        assert words in html
    assert answers_of(block)["roles"]["placed"] == {"week": "student"}
    assert "Card 2 of 2" in go(block, "roles", "here"), "where the learner stopped"
    html = answer(block, "roles", check="log", **{"card-log": "student"})
    assert "1 of 2 cards are where they belong" in html
    assert "data-focus" in html
    assert "Try again" in block.student_view().content


def test_one_by_one_the_answer_stands_until_every_card_is_checked_again() -> None:
    block = lesson()
    go(block, "why")
    answer(block, "roles", **{"card-week": "student", "card-log": "mentor"})
    assert "Card 1 of 2" in call(block, "try_again", {"step": "roles"}, method="GET").text
    answer(block, "roles", check="week", **{"card-week": "mentor"})
    kept = answers_of(block)["roles"]
    assert kept["placed"] == {"week": "student", "log": "mentor"}
    assert "Card 2 of 2" in block.student_view().content, "one comes back to where one stopped"
    html = answer(block, "roles", check="log", **{"card-log": "student"})
    assert "Every card is where it belongs" in html
    assert answers_of(block)["roles"]["placed"] == {"week": "mentor", "log": "student"}


def test_cards_put_down_are_kept_without_being_checked() -> None:
    block = lesson()
    go(block, "why")
    assert call(block, "keep_placed", {"step": "roles", "card-week": "student"}).status_int == 200
    html = block.student_view().content
    assert 'name="card-week" value="student" checked' in html
    assert "Look again" not in html
    answer(block, "roles", check="week", **{"card-week": "mentor"})
    call(block, "keep_placed", {"step": "roles", "card-week": "student", "card-log": "student"})
    assert answers_of(block)["roles"]["placed"] == {"week": "mentor", "log": "student"}, "a checked card stays where it is"
    assert "Passed" not in block.student_view().content


def test_a_card_checked_alone_cannot_be_moved_in_the_same_attempt() -> None:
    """Its answer has told where it belongs."""
    block = lesson()
    go(block, "why")
    answer(block, "roles", check="week", **{"card-week": "student"})
    form = block.student_view().content.partition("data-sort")[2]
    assert 'name="card-week" value="student" checked' in form
    assert 'name="card-week" value="mentor"' not in form
    assert 'name="card-log" value="mentor"' in form
    assert "It stays where it is" in form
    assert "Card 2 of 2" in block.student_view().content
    html = answer(block, "roles", **{"card-week": "mentor", "card-log": "student"})
    assert "1 of 2 cards are where they belong" in html
    assert answers_of(block)["roles"]["placed"] == {"week": "student", "log": "student"}
    html = answer(block, "roles", **{"card-week": "mentor", "card-log": "student"})
    assert "Every card is where it belongs" in html, "another attempt"


def test_in_another_attempt_a_card_checked_alone_stays_too() -> None:
    block = lesson()
    go(block, "why")
    answer(block, "roles", **{"card-week": "student", "card-log": "mentor"})
    answer(block, "roles", check="week", **{"card-week": "student"})
    answer(block, "roles", **{"card-week": "mentor", "card-log": "student"})
    assert answers_of(block)["roles"]["placed"] == {"week": "student", "log": "student"}


@pytest.mark.parametrize(
    "sent",
    [
        {"check": "gone", "card-gone": "mentor"},
        {"check": "gone", "card-week": "mentor"},
        {"check": "week", "card-week": "gone"},
    ],
)
def test_a_card_or_a_pile_that_is_gone_is_said(sent: dict[str, str]) -> None:
    block = lesson()
    assert "changed by its author" in answer(block, "roles", status=400, **sent)
    assert answers_of(block) == {}


def test_a_card_checked_in_no_pile_says_so() -> None:
    block = lesson()
    assert "Choose a pile for" in answer(block, "roles", status=422, check="week", **{"card-log": "student"})
    assert answers_of(block) == {}


# -- choose ----------------------------------------------------------------------------------------------------------


def test_only_the_chosen_answer_gets_its_feedback() -> None:
    block = lesson()
    html = answer(block, "first", option="rules")
    assert "Later." in html
    assert "Yes, a desk." not in html


@pytest.mark.parametrize(
    ("chosen", "words"), [(["seen", "next"], "That is right."), (["seen"], "partly right"), (["praise"], "not quite right")]
)
def test_several_answers(chosen: list[str], words: str) -> None:
    assert words in answer(lesson(), "many", option=chosen)


def test_guessing_all_does_not_pay() -> None:
    block = lesson()
    answer(block, "many", option=["seen", "next", "praise"])
    assert answers_of(block)["many"]["best"] == 0.5


def test_no_answer_is_told_in_place() -> None:
    block = lesson()
    response = call(block, "answer_step", {"step": "first"})
    assert response.status_int == 422
    assert f"{block.html_id}-first-option-error" in response.text


# -- checklist, rewrite, commit ----------------------------------------------------------------------------------------


def test_a_checklist_can_be_kept_half_ticked() -> None:
    block = lesson()
    assert "1 is left" in answer(block, "ready")
    assert "Everything is in place" in answer(block, "ready", item=["desk", "login"])


def test_the_model_comes_after_the_own_version() -> None:
    block = lesson()
    html = go(block, "better", "here")
    assert "The secret model." not in html
    assert "Good job." in html
    assert "The secret model." in answer(block, "better")
    html = answer(block, "better", status=422, revision=1, text="You asked first.", change=" ")
    assert f"{block.html_id}-better-change-error" in html


@pytest.mark.parametrize("by", ["", "tomorrow", "2026-13-01", "2020-01-01", "20990101", "２０９９-01-01"])
def test_a_commitment_needs_a_day_to_come(by: str) -> None:
    block = lesson()
    html = answer(block, "mine", status=422, revision=0, text="Call", by=by)
    assert f"{block.html_id}-mine-by-error" in html
    assert answers_of(block) == {}


# -- drafts ------------------------------------------------------------------------------------------------------------


def keep(block: Any, revision: int, status: int = 200, **data: str) -> Any:
    response = call(block, "keep_draft", {"step": "better", "revision": revision, **data})
    assert response.status_int == status, response.text
    return response


def test_what_is_typed_is_kept_before_it_is_an_answer() -> None:
    block = lesson()
    assert keep(block, 0, text="You as").headers["X-Internship-Revision"] == "1"
    assert keep(block, 1, text="You asked").headers["X-Internship-Revision"] == "2"
    assert answers_of(block) == {}
    html = go(block, "better", "here")
    assert "You asked</textarea>" in html
    assert 'name="revision" value="2"' in html


def test_two_windows_do_not_overwrite_each_other() -> None:
    block = lesson()
    keep(block, 0, text="From the first window")
    refused = keep(block, 0, status=409, text="From the second window")
    assert "From the first window" in refused.text
    assert "From the second window" in refused.text
    assert drafts_of(block)["better"] == {"text": "From the first window"}
    assert "From the first window" in answer(block, "better", status=409, revision=0, text="From the third window")
    assert answers_of(block) == {}


def test_the_same_words_are_no_conflict() -> None:
    block = lesson()
    keep(block, 0, text="You asked")
    answer(block, "better", revision=0, text="You asked")
    assert answers_of(block)["better"]["text"] == "You asked"


def test_an_answer_ends_its_draft() -> None:
    block = lesson()
    keep(block, 0, text="You asked")
    answer(block, "better", revision=1, text="You asked first.")
    assert "You asked first.</textarea>" in block.student_view().content
    keep(block, 1, status=409, text="late")


def test_a_draft_that_is_too_long_is_refused_in_its_place() -> None:
    block = lesson()
    refused = keep(block, 0, status=422, text="x" * 10_001)
    assert f"{block.html_id}-better-text-error" in refused.text
    assert drafts_of(block) == {}


# -- who ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [None, Actor.stranger(COURSE)])
def test_a_stranger_reads_everything_and_answers_nothing(actor: Actor | None) -> None:
    block = lesson(actor)
    for view in ("student_view", "public_view"):
        html = getattr(block, view)().content
        for words in ("Why roles matter", "Plan the week", "What helps?", "A login", "Good job.", "Sign in and enrol"):
            assert words in html
        for absent in ("<form", "<input", "<textarea", "<button", "The secret model.", "Knows the days."):
            assert absent not in html
    for handler, data in (
        ("answer_step", {"step": "ready"}),
        ("move", {"step": "why"}),
        ("keep_draft", {"step": "better", "revision": 0, "text": "x"}),
    ):
        response = call(block, handler, data)
        assert response.status_int == 403
        assert "sign in" in response.text
    assert (TestPlatform.shares(), TestPlatform.grades) == ([], [])


def test_staff_who_look_as_a_learner_turn_pages_and_answer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TestPlatform, "real", 99)
    block = lesson(dataclasses.replace(MIRA, is_staff=True))
    assert "Step 2 of 7" in go(block, "why")
    assert answers_of(block) == {}
    assert call(block, "answer_step", {"step": "ready"}).status_int == 403
    assert (TestPlatform.shares(), TestPlatform.grades) == ([], [])


def test_a_public_view_shows_nobodys_answers() -> None:
    block = lesson()
    answer(block, "mine")
    assert "Call the university" not in block.public_view().content


# -- what was typed never becomes markup ----------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script>"


def test_nothing_typed_reaches_the_page_as_markup() -> None:
    escaped = EVIL.replace("<", "&lt;").replace(">", "&gt;")
    olx = LESSON
    for words in (
        "Who does what?",
        "Why roles matter",
        "Mentor<",
        "Plan the week",
        "A desk",
        "Good job.",
        "Distinguish the roles",
        "often",
    ):
        olx = olx.replace(words, escaped + words)
    block = lesson(olx=olx)
    pages = [
        block.student_view().content,
        block.public_view().content,
        block.author_view().content,
        block.studio_view().content,
    ]
    pages.append(go(block, "why"))
    pages.append(answer(block, "roles", **{"card-week": "student", "card-log": "mentor"}))
    pages.append(answer(block, "first"))
    pages.append(answer(block, "better", revision=0, text=EVIL + "</textarea>" + EVIL))
    pages.append(call(block, "keep_draft", {"step": "better", "revision": 0, "text": EVIL}).text)
    pages.append(answer(block, "mine", revision=0, text=EVIL, by="2999-01-15"))
    pages.append(go(block, "mine"))
    for page in pages:
        assert EVIL not in page
        assert "<script>" not in page


# -- the platform -----------------------------------------------------------------------------------------------------------


def test_search_finds_what_the_author_wrote() -> None:
    content = lesson().index_dictionary()["content"]
    for words in ("Distinguish the roles", "Why roles matter", "Who begins?", "Plan the week"):
        assert words in content["unit"]
    assert "secret model" not in content["unit"]


def test_an_empty_unit_says_so() -> None:
    assert "no steps yet" in make_block(UnitBlock, MIRA).student_view().content
    assert "Press “Edit”" in make_block(UnitBlock, MIRA).author_view().content


def test_a_step_that_the_author_took_away_is_no_trouble() -> None:
    block = lesson()
    do_everything(block)
    block.steps = block.steps[:2]
    assert "You have come to the end" in block.student_view().content
    block.steps = [
        {**block.steps[1], "cards": [*block.steps[1]["cards"], {"id": "new", "pile": "mentor", "text": "A new card"}]}
    ]
    block.step_index = 0
    assert "A new card" in block.student_view().content  # asked again: the answer is not whole any more


def test_addresses_of_uploaded_files_are_the_platforms() -> None:
    class Replace:
        def replace_urls(self, text: str) -> str:
            return text.replace("/static/", "/asset-v1:x/")

    block = lesson(olx="<internship_unit><read id='a' title='A'>![A room](/static/room.png)</read></internship_unit>")
    block.runtime._services["replace_urls"] = Replace()
    assert 'src="/asset-v1:x/room.png"' in block.student_view().content
