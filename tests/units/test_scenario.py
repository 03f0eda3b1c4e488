"""A scenario: a press a choice, back and forth, the way taken beside the ways not taken; and what its author is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.errors import BadRequest, Invalid
from internship_xblock.tools.units import api, rules
from internship_xblock.tools.units.steps import KINDS
from internship_xblock.tools.units.steps.base import Step, is_yes
from internship_xblock.tools.units.steps.graph import Graph
from internship_xblock.tools.units.steps.scenario import WAY_LIMIT
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.tools.units.web.picture import picture
from tests.platform import TestPlatform
from tests.runtime import call, make_block, new_store

from .lessons import AUTHOR, MIRA, STORY, answers_of, has_finished, lesson, parse

pytestmark = pytest.mark.django_db
UNIT = f'<internship_unit display_name="Weeks" minutes="10"><outcome>Begin well</outcome>{STORY}</internship_unit>'
SCENARIO = KINDS["scenario"]


def story(actor: Any = MIRA, **fields: Any) -> Any:
    return lesson(actor, UNIT, **fields)


def press(block: Any, status: int = 200, **data: Any) -> Any:
    """Press a button of the scenario, and read the page that comes."""
    response = call(block, "answer_step", {"step": "week", **data})
    assert response.status_int == status, response.text
    return lxml.html.fromstring(response.text)


def page(block: Any) -> Any:
    return lxml.html.fromstring(block.student_view().content)


def words(found: Any) -> str:
    return " ".join(" ".join(found.itertext()).split()).replace(" :", ":")


def here(found: Any) -> str:
    (title,) = found.xpath("//h5[@class='ix-situation-title']")
    return words(title)


def offered(found: Any) -> list[str]:
    return [words(one) for one in found.xpath("//button[contains(@class, 'ix-turn')]")]


def column(found: Any, name: str) -> str:
    (section,) = found.xpath(f"//section[h5[text()='{name}']]")
    return words(section)


def way(block: Any) -> list[str]:
    return answers_of(block)["week"]["way"]  # type: ignore[no-any-return]


# -- choosing ------------------------------------------------------------------------------------------------------------


def test_it_begins_with_the_first_situation() -> None:
    html = story().student_view().content
    found = lxml.html.fromstring(html)
    assert here(found) == "Monday"
    assert offered(found) == ["Say hello", "Wait"]
    assert "It is <strong>your</strong> week." in html
    assert "A <em>student</em> comes." in html
    for later in ("The hall", "You eat together", "She smiles"):
        assert later not in html


def test_a_press_is_kept_at_once_tells_what_came_of_it_and_goes_on() -> None:
    block = story()
    found = press(block, choice="wait")
    assert answers_of(block)["week"] == {"way": ["wait"], "tried": ["wait"], "ended": False}
    trail = words(found.xpath("//section[@aria-label='Your way so far']")[0])
    assert trail == "Monday A student comes. You chose: Wait She waits, too. Go back here: Monday"
    assert here(found) == "The hall"
    assert offered(found) == ["Go out and come in again", "Cough"]


def test_the_new_situation_gets_the_focus_and_says_what_came_before_it() -> None:
    found = press(story(), choice="wait")
    (title,) = found.xpath("//*[@data-focus]")
    assert words(title) == "The hall"
    (came,) = found.xpath(f"//*[@id='{title.get('aria-describedby')}']")
    assert words(came) == "She waits, too."


def test_one_comes_back_to_where_one_was() -> None:
    store = new_store()
    first = make_block(UnitBlock, MIRA, store=store)
    first.steps = parse(UNIT).steps
    press(first, choice="wait")
    first.save()
    again = page(make_block(UnitBlock, MIRA, store=store))
    assert here(again) == "The hall"
    assert "She waits, too." in words(again)


def test_an_ending_finishes_the_step_without_points() -> None:
    block = story()
    press(block, choice="wait")
    assert TestPlatform.shares() == []
    press(block, choice="cough")
    assert TestPlatform.shares() == [1.0]
    assert rules.score(block.unit, api.open(MIRA, unit=block.unit, usage_key=block.usage_id, position=0).state) is None
    assert "You have come to the end" in call(block, "move", {"step": "week"}).text
    assert has_finished(block)
    assert TestPlatform.grades == []


def test_the_way_taken_stands_beside_the_ways_not_taken() -> None:
    block = story()
    press(block, choice="hello")
    press(block, back="0:monday")
    press(block, choice="wait")
    found = press(block, choice="cough")
    assert here(found) == "At home"
    assert offered(found) == []
    assert "You have seen 2 of 2 endings." in words(found)
    assert column(found, "Your way") == (
        "Your way Monday Read it again: Monday A student comes. You chose: Wait She waits, too. Go back here: Monday "
        "The hall Read it again: The hall Nobody speaks. You chose: Cough She leaves. Go back here: The hall"
    )
    # What was tried says what came of it; what was not is a reason to go back.
    assert column(found, "Ways not taken") == (
        "Ways not taken Monday Say hello Tried She smiles. The hall Go out and come in again Go back here: The hall"
    )
    assert "You begin again." not in words(found)


def test_nothing_is_right_or_wrong() -> None:
    block = story()
    found = words(press(block, choice="hello"))
    assert block.max_score() is None
    for verdict in ("Right", "Look again", "Try again", "That is"):
        assert verdict not in found


# -- going back ----------------------------------------------------------------------------------------------------------


def test_going_back_cuts_the_way_and_what_was_tried_stays_known() -> None:
    block = story()
    press(block, choice="wait")
    press(block, choice="cough")
    found = press(block, back="0:monday")
    assert answers_of(block)["week"] == {"way": [], "tried": ["wait", "cough"], "ended": True}
    assert here(found) == "Monday"
    assert offered(found) == ["Say hello", "Wait Tried"]
    assert TestPlatform.shares() == [1.0]  # done is done


def test_a_circle_can_be_gone_and_each_round_is_a_place_to_go_back_to() -> None:
    block = story()
    for choice in ("wait", "back", "wait", "back", "hello"):
        found = press(block, choice=choice)
    assert column(found, "Ways not taken") == "Ways not taken The hall Cough Go back here: The hall"
    press(block, back="2:monday")
    assert way(block) == ["wait", "back"]


def test_nobody_goes_in_circles_for_ever() -> None:
    block = story()
    step = block.unit.step("week")
    before = {"way": ["wait", "back"] * (WAY_LIMIT // 2)}
    with pytest.raises(Invalid):
        SCENARIO.answer(step, {"choice": ["wait"]}, before)
    assert SCENARIO.answer(step, {"back": ["0:monday"]}, before)["way"] == []


# -- presses that come too late ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"choice": "cough"}, {"choice": "gone"}, {"choice": ""}, {"back": "1:hall"}, {"back": "0:hall"}, {"back": "-1:monday"},
        {"back": "0"}, {"back": ""}, {"back": "\u0660:monday"}, {}, {"choice": ["hello", "wait"]},
        {"choice": "hello", "back": "0:monday"},
    ],
)  # fmt: skip
def test_what_does_not_leave_the_present_situation_changes_nothing(data: dict[str, Any]) -> None:
    block = story()
    press(block, choice="wait")
    press(block, choice="back")
    press(block, back="0:monday")
    before = answers_of(block)
    found = press(block, 400, **data)
    assert found.xpath("//*[contains(@class, 'ix-message--wrong')]")
    assert answers_of(block) == before


def test_a_press_from_another_window_is_told_that_the_step_changed() -> None:
    block = story()
    press(block, choice="wait")
    assert "Nothing was changed; please reload the page." in words(press(block, 400, choice="hello"))
    assert way(block) == ["wait"]


def test_a_second_press_of_the_same_button_changes_nothing_and_scolds_nobody() -> None:
    block = story()
    press(block, choice="wait")
    assert here(press(block, choice="wait")) == "The hall"
    press(block, choice="cough")
    press(block, back="1:hall")
    assert here(press(block, back="1:hall")) == "The hall"
    assert answers_of(block)["week"] == {"way": ["wait"], "tried": ["wait", "cough"], "ended": True}


def edited(block: Any, **rows: Any) -> None:
    (raw,) = block.steps
    block.steps = [{**raw, **rows}]


def test_a_way_that_no_longer_fits_is_cut_where_it_does_not() -> None:
    block = story()
    press(block, choice="wait")
    press(block, choice="back")
    press(block, choice="hello")
    (raw,) = block.steps
    edited(block, choices=[row for row in raw["choices"] if row["id"] != "back"])
    found = page(block)
    assert here(found) == "The hall"
    assert offered(found) == ["Cough"]
    press(block, choice="cough")
    assert answers_of(block)["week"] == {"way": ["wait", "cough"], "tried": ["wait", "back", "hello", "cough"], "ended": True}


def test_nothing_after_a_choice_that_is_gone_counts_although_it_would_fit() -> None:
    block = story()
    for choice in ("wait", "back", "hello"):
        press(block, choice=choice)
    (raw,) = block.steps
    edited(block, choices=[row for row in raw["choices"] if row["id"] != "wait"])
    assert here(page(block)) == "Monday"


def test_a_situation_that_leads_nowhere_any_more_can_be_left_by_going_back() -> None:
    block = story()
    press(block, choice="wait")
    (raw,) = block.steps
    edited(block, choices=[row for row in raw["choices"] if row["from"] != "hall"])
    found = page(block)
    assert "Nothing leads on from here" in words(found)
    assert here(press(block, back="0:monday")) == "Monday"


stored = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["wait", "back", "hello", "cough", "gone"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["way", "tried", "ended"]), inner, max_size=3),
    max_leaves=8,
)


@given(answer=st.dictionaries(st.sampled_from(["way", "tried", "ended", "best"]), stored, max_size=4))
def test_whatever_is_stored_can_be_shown_and_gone_on_from(answer: dict[str, Any]) -> None:
    step = parse(UNIT).unit.steps[0]
    seen = SCENARIO.view(step, answer)
    assert seen["here"]
    for choice in seen["choices"]:
        kept = SCENARIO.answer(step, {"choice": [choice["id"]]}, answer)
        assert kept["way"] == [*(entry.choice["id"] for entry in seen["trail"]), choice["id"]]
        assert SCENARIO.is_done(step, kept) is (SCENARIO.is_done(step, answer) or choice["to"] in ("lunch", "home"))
    for entry in seen["trail"]:
        assert SCENARIO.view(step, SCENARIO.answer(step, {"back": [entry.point]}, answer))["here"] == entry.situation


@given(pressed=st.lists(st.text(max_size=9), max_size=2), back=st.lists(st.text(max_size=9), max_size=2))
def test_whatever_is_pressed_is_a_choice_or_refused(pressed: list[str], back: list[str]) -> None:
    step = parse(UNIT).unit.steps[0]
    try:
        kept = SCENARIO.answer(step, {"choice": pressed, "back": back}, {"way": ["wait"]})
    except BadRequest:
        return
    assert (pressed, back) in ([["wait"], []], [["back"], []], [["cough"], []], [[], ["0:monday"]], [[], ["1:hall"]]), kept


# -- to read -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["public_view", "author_view"])
def test_who_cannot_answer_reads_an_outline(view: str) -> None:
    html = getattr(story(AUTHOR if view == "author_view" else None), view)().content
    found = words(lxml.html.fromstring(html).xpath("//ol[@class='ix-outline']")[0])
    assert found == (
        "Monday A student comes. Say hello (leads to “Lunch”) Wait (leads to “The hall”) The hall Nobody speaks. "
        "Go out and come in again (leads to “Monday”) Cough (leads to “At home”) Lunch ◆ Ending You eat together. "
        "At home ◆ Ending She has gone home."
    )
    assert "She smiles." not in html
    assert "<button" not in html


def test_search_finds_the_situations_and_no_consequences() -> None:
    text = "\n".join(rules.searchable_text(story().unit))
    for told in ("A *student* comes.", "The hall", "Say hello"):
        assert told in text
    assert "She smiles." not in text


def test_nothing_an_author_typed_becomes_markup() -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    olx = UNIT
    for told in ("Monday<", 'title="Monday', "Say hello", "She waits", "Nobody speaks", "You eat"):
        olx = olx.replace(told, told.replace("<", "") + evil + ("<" if "<" in told else ""))
    block = lesson(olx=olx)
    pages = [block.student_view().content, block.author_view().content, block.studio_view().content]
    pages += [call(block, "answer_step", {"step": "week", "choice": one}).text for one in ("wait", "cough")]
    author = lesson(AUTHOR, olx)
    pages.append(call(author, "studio_edit_step", {"step": "week"}, method="GET").text)
    for html in pages:
        assert "<script>" not in html


# -- authored ------------------------------------------------------------------------------------------------------------


def test_the_file_reads_in_the_order_of_the_story() -> None:
    node = SCENARIO.write(parse(UNIT).steps[0])
    assert [child.get("id") for child in node] == ["monday", "hello", "wait", "hall", "back", "cough", "lunch", "home"]


def test_each_choice_stands_in_the_card_of_its_situation() -> None:
    block = story(AUTHOR)
    html = call(block, "studio_edit_step", {"step": "week"}, method="GET").text
    cards = lxml.html.fromstring(html).xpath("//fieldset[contains(@class, 'ix-studio-card--deep')]")
    typed = [card.xpath(".//input[contains(@name, '-text')]/@value") for card in cards]
    assert typed == [["Say hello", "Wait"], ["Go out and come in again", "Cough"], [], []]
    options = lxml.html.fromstring(html).xpath("//select[@name='choices-0-to']/option/text()")
    assert options == ["Choose", "1: Monday", "2: The hall", "3: Lunch", "4: At home"]


def form(block: Any, **changes: Any) -> dict[str, Any]:
    """The form of the scenario as a browser sends it."""
    html = call(block, "studio_edit_step", {"step": "week"}, method="GET").text
    (found,) = lxml.html.fromstring(html).xpath("//form[@data-draft='step-week']")
    return {**dict(found.form_values()), **changes}


def test_a_choice_is_added_to_its_situation_and_gets_the_focus() -> None:
    block = story(AUTHOR)
    response = call(block, "studio_add_row", form(block, group="choices", at="monday"))
    rows = block.unit.steps[0].rows["choices"]
    assert [(row["from"], row["text"]) for row in rows[:4]] == [
        ("monday", "Say hello"), ("monday", "Wait"), ("monday", ""), ("hall", "Go out and come in again"),
    ]  # fmt: skip
    (focus,) = lxml.html.fromstring(response.text).xpath("//*[@data-focus]")
    assert focus.xpath(".//input[@name='choices-2-text']")
    assert call(block, "studio_add_row", form(block, group="choices", at="gone")).status_int == 404


def test_what_is_saved_is_what_was_typed() -> None:
    block = story(AUTHOR)
    (before,) = block.steps
    assert call(block, "studio_save_step", form(block)).status_int == 200
    (after,) = block.steps
    assert after["choices"] == before["choices"]
    assert [{**row, "ending": is_yes(row["ending"])} for row in after["situations"]] == [
        {**row, "ending": is_yes(row["ending"])} for row in before["situations"]
    ]
    call(block, "studio_save_step", form(block, **{"choices-1-to": "lunch", "situations-1-ending": "on"}))
    step = block.unit.steps[0]
    assert step.rows["choices"][1]["to"] == "lunch"
    assert step.rows["situations"][1]["ending"] == "true"


def test_a_situation_goes_with_its_choices_and_others_say_that_they_lead_nowhere() -> None:
    block = story(AUTHOR)
    call(block, "studio_remove_row", form(block, group="situations", row="hall"))
    step = block.unit.steps[0]
    assert step.ids("situations") == ["monday", "lunch", "home"]
    assert step.ids("choices") == ["hello", "wait"]
    assert "“Wait” in “Monday” leads nowhere" in " ".join(str(one) for one in SCENARIO.findings(step))


def test_a_choice_of_no_situation_is_not_lost() -> None:
    block = lesson(AUTHOR, UNIT.replace('id="back" from="hall"', 'id="back" from="gone"'))
    html = call(block, "studio_edit_step", {"step": "week"}, method="GET").text
    (select,) = lxml.html.fromstring(html).xpath("//select[contains(@name, '-from')]")
    assert select.get("name") == "choices-2-from"
    call(block, "studio_save_step", form(block))
    assert block.unit.steps[0].rows["choices"][2]["text"] == "Go out and come in again"


def test_a_new_scenario_begins_with_two_situations_and_nothing_to_look_at_yet() -> None:
    block = make_block(UnitBlock, AUTHOR)
    html = call(block, "studio_add_step", {"kind": "scenario"}).text
    assert html.count("Add a choice here") == 2
    assert lxml.html.fromstring(html).xpath("//ul[@class='ix-findings']/li") == []  # its author has written nothing yet


# -- what is wrong with it -----------------------------------------------------------------------------------------------


def scenario(situations: str, choices: str = "") -> Step:
    """A scenario in short: "a b c." are situations, c an ending; "a>b" a choice."""
    names = situations.split()
    return SCENARIO.parse(
        {
            "title": "S",
            "situations": [
                {"id": one.strip("."), "title": one.strip(".").upper(), "text": "T", "ending": str("." in one).lower()}
                for one in names
            ],
            "choices": [
                {"id": f"c{number}", "from": one.split(">")[0], "to": one.split(">")[1], "text": f"C{number}"}
                for number, one in enumerate(choices.split())
            ],
        },
        "s",
    )


@pytest.mark.parametrize(
    ("situations", "choices", "told"),
    [
        ("a b. c.", "a>b a>c", []),
        ("", "", ["There is no situation yet."]),
        ("a b c.", "a>b a>c", ["“B” is a dead end: it has no choices and is not an ending."]),
        ("a b. c.", "a>b a>b", ["Nobody can reach “C”: no way from the first situation leads there."]),
        ("a b c d.", "a>b a>d b>c b>c c>b c>b", [
            "There is no way out of “B”: no ending can be reached from there.",
            "There is no way out of “C”: no ending can be reached from there.",
        ]),
        ("a b.", "a>b", ["“A” has only one choice. Add another one."]),
        ("a b.", "a>b a>b a>z", ["The choice “C2” in “A” leads nowhere. Choose the situation that follows."]),
        ("a b.", "a>b a>b z>b", ["The choice “C2” does not belong to any situation, so nobody is offered it."]),
        ("a b. c.", "a>b a>c b>c", ["“B” is an ending, so nobody is offered its choice “C2”."]),
        ("a b", "a>b a>b b>a b>a", ["No situation is marked as an ending, so nobody can finish."]),
        ("a. b.", "", [
            "“A” is both the first situation and an ending, so there is nothing to choose.",
            "Nobody can reach “B”: no way from the first situation leads there.",
        ]),
    ],
)  # fmt: skip
def test_an_author_is_told_which_situation_it_is(situations: str, choices: str, told: list[str]) -> None:
    assert [str(one) for one in SCENARIO.findings(scenario(situations, choices))] == told


def test_empty_texts_are_told_and_a_choice_without_words_is_not_offered() -> None:
    olx = UNIT.replace("Nobody speaks.", " ").replace('title="The hall"', "").replace(">Cough<", "> <").replace("Wait<", "<")
    told = " ".join(str(one.message) for one in rules.findings(lesson(olx=olx).unit))
    assert "A choice in “Monday” has no text" in told
    assert "“Situation 2” has no title." in told
    assert "“Situation 2” has no text." in told
    assert offered(page(lesson(olx=olx))) == ["Say hello"]


@pytest.mark.parametrize(
    ("situations", "choices"), [("a b", "a>b b>a"), ("a. b.", "a>b"), ("a b.", ""), ("a b c.", "a>b b>a c>a")]
)
def test_nobody_is_shown_what_they_could_not_finish(situations: str, choices: str) -> None:
    step = scenario(situations, choices)
    assert SCENARIO.is_empty(step)
    assert "no ending can be reached" in str(SCENARIO.unseen(step))


def test_a_picture_from_elsewhere_in_a_situation_is_told() -> None:
    olx = UNIT.replace("You eat together.", "![Us](https://evil.example/us.png)")
    assert "https://evil.example/us.png" in " ".join(str(one.message) for one in rules.findings(lesson(olx=olx).unit))


NAMES = "abcdef"


@st.composite
def graphs(draw: st.DrawFn) -> Step:
    names = NAMES[: draw(st.integers(1, 6))]
    ends = draw(st.sets(st.sampled_from(names)))
    ways = draw(st.lists(st.tuples(st.sampled_from(names + "z"), st.sampled_from(names + "z")), max_size=14))
    return scenario(
        " ".join(f"{name}." if name in ends else name for name in names), " ".join(f"{one}>{other}" for one, other in ways)
    )


@given(graphs())
def test_findings_agree_with_a_slow_and_simple_look(step: Step) -> None:
    names, ends = step.ids("situations"), {row["id"] for row in step.rows["situations"] if row["ending"] == "true"}
    ways = [(row["from"], row["to"]) for row in step.rows["choices"]]
    ways = [(one, other) for one, other in ways if one in names and other in names and one not in ends]
    reach = {(name, name) for name in names} | set(ways)
    for _round in names:
        reach |= {(one, last) for one, middle in reach for other, last in reach if middle == other}
    out = {name: sum(one == name for one, _other in ways) for name in names}
    told = {(problem.trouble, problem.situation) for problem in Graph(step).problems() if not problem.choice}
    expected = {("unreached", name) for name in names if (names[0], name) not in reach}
    expected |= {("dead-end", name) for name in names if name not in ends and not out[name]}
    expected |= {("one-choice", name) for name in names if name not in ends and out[name] == 1}
    if ends:
        lost = [name for name in names if name not in ends and out[name] and not any((name, end) in reach for end in ends)]
        expected |= {("no-way-out", name) for name in lost}
    else:
        expected.add(("no-ending", ""))
    if names[0] in ends:
        expected.add(("ends-at-once", names[0]))
    assert told == expected
    assert SCENARIO.is_empty(step) == (names[0] in ends or not any((names[0], end) in reach for end in ends))


# -- the picture ---------------------------------------------------------------------------------------------------------


@given(graphs(), st.booleans())
def test_the_picture_shows_each_situation_and_each_choice(step: Step, mirrored: bool) -> None:
    drawn = picture(step, mirrored)
    assert drawn is not None
    assert [line.name for line in drawn.lines] == [row["title"] for row in step.rows["situations"]]
    graph = Graph(step)
    boxes = len(graph.situations)
    arrows = sum(row["from"] in graph.situations and row["from"] not in graph.endings for row in graph.choices.values())
    assert drawn.drawing.marks == boxes + arrows
    for shape in drawn.drawing.shapes:
        if shape.kind == "label":
            assert 0 <= shape.x <= drawn.drawing.width
            assert 0 < shape.y < drawn.drawing.height


def test_the_picture_is_drawn_anew_with_what_is_typed() -> None:
    block = lesson(AUTHOR, UNIT)
    typed = {**form(block), "situations-0-title": "A new Monday", "choices-0-to": ""}
    html = call(block, "studio_preview_step", typed).text
    (place,) = lxml.html.fromstring(f"<div>{html}</div>").xpath("//*[@data-picture-place]")
    assert (place.get("hx-swap-oob"), place.get("id")) == ("true", f"{block.html_id}-step-picture")
    assert "A new Monday Only one choice Say hello: ! leads nowhere" in words(place.xpath(".//details//ol")[0])
    gone = {name: value for name, value in typed.items() if not name.startswith(("situations-", "choices-"))}
    gone |= {f"{group}-{count}_FORMS": "0" for group in ("situations", "choices") for count in ("TOTAL", "INITIAL")}
    html = call(block, "studio_preview_step", gone).text
    (place,) = lxml.html.fromstring(f"<div>{html}</div>").xpath("//*[@data-picture-place]")
    assert words(place) == "", "there is nothing to draw"


def test_the_picture_says_in_words_what_it_marks() -> None:
    html = call(
        lesson(AUTHOR, UNIT.replace(' to="home"', ' to="gone"')), "studio_edit_step", {"step": "week"}, method="GET"
    ).text
    (figure,) = lxml.html.fromstring(html).xpath("//figure")
    assert "4 situations, 3 choices, 2 endings" in words(figure)
    listed = words(figure.xpath(".//details//ol")[0])
    assert "Monday Start Say hello: Lunch Wait: The hall" in listed
    assert "Cough: ! leads nowhere" in listed
    assert "At home Out of reach" in listed
    assert "Lunch Ending" in listed


# -- counted -------------------------------------------------------------------------------------------------------------

COUNTED = UNIT.replace("<scenario ", '<scenario counted="true" ', 1)


@pytest.mark.parametrize("way", [("hello",), ("wait", "cough")])
def test_a_counted_one_brings_its_point_for_an_ending_whichever_it_is(way: tuple[str, ...]) -> None:
    block = lesson(MIRA, COUNTED)
    assert block.max_score() == 1
    for choice in way:
        assert TestPlatform.grades == []
        press(block, choice=choice)
    html = call(block, "move", {"step": "week"}).text
    assert [(grade["earned"], grade["possible"]) for grade in TestPlatform.grades] == [(1, 1)]
    assert "100%" not in html  # it was worked through, not right


def test_a_counted_one_closes_with_its_date_and_another_does_not() -> None:
    past = timezone.now() - timedelta(days=1)
    closed, other = lesson(MIRA, COUNTED), lesson(MIRA, UNIT)
    closed.due = other.due = past
    assert "This closed" in page(closed).text_content()
    press(closed, 422, choice="hello")
    assert answers_of(closed) == {}
    press(other, choice="hello")
