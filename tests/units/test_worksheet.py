"""A worksheet: what an author writes for it, what a learner fills in, and that no word in it is lost."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from internship_xblock.core.language.text import LINE_LIMIT, TEXT_LIMIT
from internship_xblock.tools.units import rules
from internship_xblock.tools.units.steps.worksheet import CELL_LIMIT, cell
from internship_xblock.tools.units.web.block import UnitBlock
from tests.runtime import call, make_block, new_store

from .lessons import AUTHOR, MIRA, WORKSHEET, answers_of, drafts_of, lesson, parse
from .test_olx import exported

pytestmark = pytest.mark.django_db

GIVEN = """<worksheet id="day" title="A day">Plan it.<column id="who">Who</column><column id="what" type="text">What</column>
<line id="first">Before lunch</line><line id="last-one">After lunch</line></worksheet>"""


def sheet(step: str = WORKSHEET, actor: Any = MIRA, **fields: Any) -> Any:
    return lesson(actor, f'<internship_unit display_name="A lesson">{step}</internship_unit>', **fields)


def send(block: Any, handler: str = "answer_step", revision: int = 0, status: int = 200, **typed: str) -> Any:
    (step,) = block.unit.steps
    answer = call(block, handler, {"step": step.id, "revision": revision, **{name: typed[name] for name in typed}})
    assert answer.status_int == status, answer.text
    return answer


def form_of(block: Any) -> Any:
    (form,) = html.fromstring(block.student_view().content).xpath("//form[@data-draft]")
    return form


def fields_of(block: Any) -> dict[str, str]:
    """What a browser has in the form: it drops the line break after `<textarea>`."""
    return {name: (value or "").removeprefix("\n") for name, value in form_of(block).fields.items()}


def shown_lines(block: Any) -> list[str]:
    return [line.xpath("string(legend)") for line in form_of(block).xpath(".//fieldset[@data-line][not(@hidden)]")]


# -- authored ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [WORKSHEET, GIVEN])
def test_it_is_read_by_hand_and_written_to_the_letter(step: str) -> None:
    block = sheet(step)
    once = exported(block)
    assert exported(parse(once)) == once
    text = once.decode()
    assert "{" not in text.replace("{http", "")
    for element in ('<column id="why" type="text">Why it teaches</column>', '<line id="first">Before lunch</line>'):
        assert (element in text) == (element in step)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "There are no columns to fill in yet."),
        ('<column id="a">A</column><column id="b"/>', "A column has no name, so it is not shown."),
        ('<column id="a" type="choice" options="One | one|One">A</column>', ""),
        ('<column id="a" type="choice" options="One">A</column>', "“A” needs at least two options to choose from."),
        ('<column id="a" type="choice">A</column>', "“A” needs at least two options to choose from."),
        ('<column id="a" type="number">A</column>', "“A” has the type “number”, which does not exist. It takes one line."),
        ('<column id="a" type="line">A</column><line id="x"> </line>', "A line has no label, so it is not shown."),
        ("".join(f'<column id="c{n}">C{n}</column>' for n in range(7)), "More than 6 columns are hard to fill in on a phone."),
        ('<column id="a">A</column>', ""),
    ],
)
def test_an_author_is_told_what_it_lacks(written: str, said: str) -> None:
    block = sheet(f'<worksheet id="w" title="W">Fill it in.{written}</worksheet>')
    found = [str(one.message) for one in rules.findings(block.unit) if one.step == "w"]
    assert (said in found) if said else found == []


@pytest.mark.parametrize(
    ("lines", "count", "is_right"),
    [("", 3, True), ("1", 1, True), ("12", 12, True), ("0", 3, False), ("13", 3, False), ("two", 3, False), ("٣", 3, False)],
)
def test_there_are_as_many_lines_as_the_author_asks_for(lines: str, count: int, is_right: bool) -> None:
    block = sheet(f'<worksheet id="w" title="W" lines="{lines}">Go.<column id="a">A</column></worksheet>')
    assert shown_lines(block) == [f"Line {number}" for number in range(1, count + 1)]
    words = "The number of empty lines is not one from 1 to 12."
    assert (words in [str(one.message) for one in rules.findings(block.unit)]) != is_right


def test_lines_that_an_author_gives_are_those_there_are() -> None:
    block = sheet(GIVEN)
    assert shown_lines(block) == ["Before lunch", "After lunch"]
    assert not form_of(block).xpath(".//*[@data-line][@hidden] | .//*[@data-add-line]")
    send(block, **{"last-_one--who": "Mira"})
    assert answers_of(block) == {"day": {"last-_one--who": "Mira"}}


def test_no_two_cells_have_one_name() -> None:
    ids = ("a", "a-", "a--b", "-b", "b", "a-_b", "_b")
    names = [cell(line, column) for line in ids for column in ids]
    assert len(set(names)) == len(names)


def test_search_finds_what_an_author_wrote() -> None:
    found = rules.searchable_text(sheet(GIVEN).unit)
    assert {"Before lunch", "Who", "Plan it."} <= set(found)
    assert "One line" in rules.searchable_text(sheet().unit)  # what helps to fill it in


def test_without_columns_there_is_no_step_for_learners() -> None:
    assert sheet('<worksheet id="w" title="W">Fill it in.</worksheet>').unit.steps == ()


def test_a_stranger_reads_what_there_is_to_fill_in() -> None:
    for step, words in ((WORKSHEET, "Why it teaches"), (GIVEN, "Before lunch")):
        page = sheet(step, None).public_view().content
        assert words in page
        assert "<input" not in page


def test_an_author_makes_one_with_forms_alone() -> None:
    block = make_block(UnitBlock, AUTHOR, store=new_store())
    screen = call(block, "studio_add_step", {"kind": "worksheet"})
    form = html.fromstring(screen.text).xpath("//form[@data-draft]")[0]
    typed = {name: value or "" for name, value in form.fields.items()}
    typed |= {"title": "Three tasks", "lines": "2", "columns-0-text": "Task", "columns-1-text": "How"}
    typed |= {"columns-1-type": "choice", "columns-1-options": "Alone|With help"}
    assert form.xpath(".//select[@name='columns-1-type']/option/@value") == ["", "text", "date", "choice"]
    assert call(block, "studio_save_step", typed).status_int == 200
    (step,) = block.unit.steps
    assert [(row["text"], row["type"], row["options"]) for row in step.rows["columns"]] == [
        ("Task", "", ""), ("How", "choice", "Alone|With help"),
    ]  # fmt: skip
    assert [one for one in rules.findings(block.unit) if one.step] == []
    again = call(block, "studio_edit_step", {"step": step.id}, method="GET").text
    assert html.fromstring(again).xpath("//select[@name='columns-1-type']/option[@selected]/@value") == ["choice"]


# -- filled in ---------------------------------------------------------------------------------------------------------


def test_what_is_filled_in_is_kept_and_stays_open() -> None:
    block = sheet()
    typed = {"1--task": "Answer the telephone", "1--why": "Two\nlines", "1--when": "2026-10-12", "1--how": "Alone"}
    saved = send(block, **typed)
    assert "Saved. You can go on with it whenever you like." in saved.text
    assert answers_of(block)["tasks"] == typed
    fields = fields_of(sheet())
    assert (fields["1--task"], fields["1--when"], fields["1--how"], fields["2--task"]) == (
        "Answer the telephone", "2026-10-12", "Alone", "",
    )  # fmt: skip
    send(sheet(), revision=1, **{"1--task": "Answer the telephone", "2--task": "Take stock"})
    assert answers_of(block)["tasks"]["2--task"] == "Take stock"


def test_drafts_are_kept_while_typing_and_shown_again() -> None:
    block = sheet()
    assert send(block, "keep_draft", **{"1--task": "Answer the tele"}).headers["X-Internship-Revision"] == "1"
    assert drafts_of(block) == {"tasks": {"1--task": "Answer the tele"}}
    assert answers_of(block) == {}
    assert fields_of(sheet())["1--task"] == "Answer the tele"
    assert "0 of 1 done" in sheet().student_view().content


def test_lines_are_added_up_to_twenty_and_none_that_is_filled_in_is_hidden() -> None:
    block = sheet()
    form = form_of(block)
    assert len(form.xpath(".//fieldset[@data-line]")) == 20
    assert shown_lines(block) == ["Line 1", "Line 2"]
    send(block, "keep_draft", **{"4--why": "It teaches to listen"})
    assert shown_lines(sheet()) == ["Line 1", "Line 2", "Line 3", "Line 4"]
    assert form_of(sheet()).xpath(".//button[@data-add-line]")
    send(sheet(), revision=1, **{"20--task": "The last"})
    assert len(shown_lines(sheet())) == 20
    assert not form_of(sheet()).xpath(".//button[@data-add-line]")


def test_nothing_filled_in_is_no_answer() -> None:
    block = sheet()
    refused = send(block, status=422, **{"1--task": " ", "2--task": ""})
    assert "Write something in one of the lines first." in refused.text
    assert f"#{block.html_id}-tasks-1--task-error" in refused.text
    assert answers_of(block) == {}
    assert form_of(block).xpath(f".//*[@id='{block.html_id}-tasks-1--task-error']")


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("1--task", "x" * (LINE_LIMIT + 1), f"At most {LINE_LIMIT} characters"),
        ("1--why", "x" * (CELL_LIMIT + 1), f"At most {CELL_LIMIT} characters"),
        ("1--when", "tomorrow", "Choose a date."),
        ("1--how", "Never", "Choose one of the options."),
    ],
)
def test_what_cannot_be_kept_says_so_at_its_field_and_holds_nothing_back(name: str, wrong: str, words: str) -> None:
    block = sheet()
    refused = send(block, status=422, **{"2--task": "Take stock", name: wrong})
    assert words in refused.text
    assert f"#{block.html_id}-tasks-{name}-error" in refused.text
    assert form_of(block).xpath(f".//*[@id='{block.html_id}-tasks-{name}']/@name") == [name]
    assert answers_of(block) == {}
    assert drafts_of(block)["tasks"] == {"2--task": "Take stock", name: wrong}


def test_a_draft_that_is_too_long_is_refused_alone() -> None:
    block = sheet()
    refused = send(block, "keep_draft", status=422, **{"1--why": "x" * (TEXT_LIMIT + 1), "1--task": "Take stock"})
    assert refused.headers["X-Internship-Refused"] == "1--why"
    assert drafts_of(block)["tasks"] == {"1--task": "Take stock"}


def test_two_windows_are_compared_cell_by_cell() -> None:
    block = sheet()
    send(block, "keep_draft", **{"1--task": "From one window"})
    conflict = send(sheet(), "keep_draft", status=409, **{"1--task": "From another"})
    assert "Line 1: Task" in conflict.text
    assert "From one window" in conflict.text


# -- changed by its author -----------------------------------------------------------------------------------------------


def test_an_option_that_is_gone_stays_where_it_was_chosen() -> None:
    send(sheet(), **{"1--how": "With help"})
    changed = sheet(WORKSHEET.replace("With help", "In pairs"))
    assert fields_of(changed)["1--how"] == "With help"
    send(changed, revision=1, **{"1--how": "With help", "1--task": "Take stock"})
    assert answers_of(changed)["tasks"] == {"1--how": "With help", "1--task": "Take stock"}


def test_what_was_written_in_a_column_that_is_gone_stays() -> None:
    send(sheet(), **{"1--task": "Take stock", "1--why": "It shows the whole shop"})
    changed = sheet(WORKSHEET.replace('<column id="why" type="text">Why it teaches</column>', ""))
    send(changed, revision=1, **{"1--task": "Take stock alone"})
    assert answers_of(changed)["tasks"] == {"1--task": "Take stock alone", "1--why": "It shows the whole shop"}


@pytest.mark.parametrize("handler", ["keep_draft", "answer_step"])
def test_words_for_a_column_that_is_gone_are_never_dropped_in_silence(handler: str) -> None:
    """The window was open while the author took the column away: its words stay there, and on that computer."""
    changed = sheet(WORKSHEET.replace('<column id="why" type="text">Why it teaches</column>', ""))
    refused = send(changed, handler, status=400, **{"1--task": "Take stock", "1--why": "It shows the whole shop"})
    assert "This step was changed by its author" in refused.text
    assert drafts_of(changed) == {}
    send(changed, handler, **{"1--task": "Take stock", "1--why": ""})
