"""What was asked is kept with each answer: it can be read, and nobody's words go, when the author has changed the step."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from internship_xblock.tools.units.models import StepAnswer
from tests.runtime import call

from .lessons import ANSWERS, FULL, MIRA, WORKSHEET, answers_of, lesson

pytestmark = pytest.mark.django_db
EARLIER = "You answered this on an earlier version of the step."
LEFT = "What you wrote on an earlier version"
WHY = '<column id="why" type="text">Why it teaches</column>'
TYPED = {"1--task": "Take stock", "1--why": "It shows the whole shop"}


def full(*, actor: Any = MIRA, old: str = "", new: str = "", step: str = "") -> Any:
    """The lesson with a step of every kind, as its author changed it, open at a step."""
    assert not old or old in FULL
    block = lesson(actor, FULL.replace(old, new) if old else FULL)
    if step:
        block.step_index = block.unit.index(step)
    return block


def answer(block: Any, step: str, revision: int = 0, **typed: Any) -> None:
    sent = {"step": step, **(typed or ANSWERS[step])}
    if revision or typed:
        sent["revision"] = revision
    response = call(block, "answer_step", sent)
    assert response.status_int == 200, response.text


def asked_of(step: str) -> Any:
    return StepAnswer.objects.get(step=step).asked


def page(block: Any) -> str:
    content: str = block.student_view().content
    return content


def test_what_an_answer_needs_to_be_read_is_kept_with_it() -> None:
    for step in ("ready", "better", "mine", "first"):
        answer(full(), step)
    answer(full(), "tasks", **TYPED)
    call(full(), "move", {"step": "why"})
    said = {step: asked_of(step) for step in ("mine", "why", "first")}
    assert {step: (one["unit"], one["title"], one["kind"]) for step, one in said.items()} == {
        "mine": ("Who does what?", "Your step", "commit"),
        "why": ("Who does what?", "Why roles matter", "read"),
        "first": ("Who does what?", "The first day", "choose"),
    }
    assert asked_of("ready")["items"] == [{"id": "desk", "text": "A desk"}, {"id": "login", "text": "A login"}]
    assert asked_of("better")["original"] == "Good job."
    assert asked_of("mine")["prompt"] == "What will you do?"
    assert asked_of("tasks")["columns"][:2] == [
        {"id": "task", "text": "Task", "type": ""}, {"id": "why", "text": "Why it teaches", "type": "text"},
    ]  # fmt: skip
    assert asked_of("tasks")["lines"] == []


def test_a_draft_is_no_answer_and_keeps_what_was_asked() -> None:
    call(full(), "keep_draft", {"step": "mine", "revision": 0, "text": "Call"})
    assert asked_of("mine") == {}
    answer(full(), "mine", revision=1, text="Call", by="2999-01-15")
    call(full(), "keep_draft", {"step": "mine", "revision": 2, "text": "Call to"})
    assert asked_of("mine")["prompt"] == "What will you do?"


@pytest.mark.parametrize(
    ("step", "old", "new"),
    [
        ("ready", '<item id="login">A login</item>', '<item id="key">A key</item>'),
        ("better", "<original>Good job.</original>", "<original>Well done.</original>"),
        ("mine", "What will you do?", "What will you ask?"),
        ("tasks", WHY, ""),
    ],
)
def test_an_answer_to_an_earlier_version_says_so_until_it_is_given_again(step: str, old: str, new: str) -> None:
    typed = {"tasks": TYPED, "better": {"text": "You asked first."}, "mine": {"text": "Call", "by": "2999-01-15"}}
    answer(full(), step, **typed.get(step, {}))
    assert EARLIER not in page(full(step=step))
    assert EARLIER not in page(full(old='display_name="Who does what?"', new='display_name="Called otherwise"', step=step))
    assert EARLIER in page(full(old=old, new=new, step=step))
    again = {"tasks": {"1--task": "Take stock"}, "better": {"text": "You asked first.", "change": "Ask more."}}
    more = {**typed, **again}.get(step)
    answer(full(old=old, new=new), step, **({"revision": 1, **more} if more else {}))
    assert EARLIER not in page(full(old=old, new=new, step=step))


def test_an_answer_from_before_anything_was_kept_says_nothing() -> None:
    answer(full(), "mine")
    StepAnswer.objects.update(asked={})
    changed = page(full(old="What will you do?", new="What will you ask?", step="mine"))
    assert EARLIER not in changed
    assert "Call the university" in changed


def test_words_in_a_column_that_is_gone_are_shown_under_its_name() -> None:
    answer(full(), "tasks", **TYPED)
    for revision in (1, 2):  # and once more: what was asked at first is not forgotten
        changed = full(old=WHY, step="tasks")
        shown = html.fromstring(page(changed))
        (label,) = shown.xpath(f"//details[summary='{LEFT}']//dt")
        assert (label.text, label.getnext().text) == ("Line 1: Why it teaches", "It shows the whole shop")
        answer(changed, "tasks", revision=revision, **{"1--task": f"Take stock {revision}"})
    assert LEFT not in page(full(step="tasks"))
    assert "It shows the whole shop" in page(full(step="tasks"))


def test_words_in_a_line_that_is_gone_are_shown_under_its_label() -> None:
    given = WORKSHEET.replace("</worksheet>", '<line id="am">Before lunch</line><line id="pm">After lunch</line></worksheet>')
    answer(full(old=WORKSHEET, new=given), "tasks", **{"am--task": "Take stock", "pm--task": "Sell"})
    fewer = full(old=WORKSHEET, new=given.replace('<line id="am">Before lunch</line>', ""), step="tasks")
    assert "Before lunch: Task" in page(fewer)
    answer(fewer, "tasks", revision=1, **{"pm--task": "Sell nets"})
    assert answers_of(fewer)["tasks"] == {"am--task": "Take stock", "pm--task": "Sell nets"}
    assert [row["id"] for row in asked_of("tasks")["lines"]] == ["pm", "am"]


def test_a_draft_in_a_column_that_is_gone_is_kept_with_the_answer() -> None:
    call(full(), "keep_draft", {"step": "tasks", "revision": 0, **TYPED})
    changed = full(old=WHY, step="tasks")
    assert "It shows the whole shop" in page(changed)
    answer(changed, "tasks", revision=1, **{"1--task": "Take stock"})
    assert answers_of(changed)["tasks"] == TYPED
    assert "It shows the whole shop" in page(changed)
