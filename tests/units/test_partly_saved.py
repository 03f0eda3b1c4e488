"""One text that cannot be kept holds no other back, and an answer that is not complete loses nothing of what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from internship_xblock.core.errors import Invalid, PartlySaved, SavedButRefused, Stale
from internship_xblock.core.language.text import LINE_LIMIT, TEXT_LIMIT
from internship_xblock.tools.units import api
from internship_xblock.tools.units.models import StepAnswer
from internship_xblock.tools.units.steps import KINDS
from tests.platform import TestPlatform
from tests.runtime import call

from .lessons import MIRA, answers_of, drafts_of, lesson

pytestmark = pytest.mark.django_db

LONG, DAY = "x" * (TEXT_LIMIT + 1), "2999-01-15"


def send(block: Any, handler: str, step: str, revision: int = 0, **typed: str) -> Any:
    answer = call(block, handler, {"step": step, "revision": revision, **typed})
    assert answer.status_int == 422, answer.text
    return answer


def verb(block: Any, name: str, step: str, revision: int = 0, **typed: str) -> Any:
    given = {key: [value] for key, value in typed.items()}
    return getattr(api, name)(MIRA, unit=block.unit, usage_key=block.usage_id, step_id=step, revision=revision, given=given)


def test_a_text_that_is_too_long_keeps_no_other_from_the_server() -> None:
    block = lesson()
    answer = send(block, "keep_draft", "mine", text=LONG, by=DAY)
    assert drafts_of(block)["mine"] == {"by": DAY}
    assert (answer.headers["X-Internship-Refused"], answer.headers["X-Internship-Revision"]) == ("text", "1")
    assert "Everything is saved except what is marked here." in answer.text
    assert f"#{block.html_id}-mine-text-error" in answer.text
    assert f"At most {TEXT_LIMIT} characters" in answer.text


def test_what_is_stored_stays_under_a_text_that_is_too_long() -> None:
    block = lesson()
    verb(block, "keep_draft", "mine", text="Call the university", by=DAY)
    with pytest.raises(PartlySaved) as raised:
        verb(block, "keep_draft", "mine", revision=1, text=LONG, by="2999-02-01")
    assert (list(raised.value.fields), raised.value.refused, raised.value.revision) == (["text"], ("text",), 2)
    assert drafts_of(block)["mine"] == {"text": "Call the university", "by": "2999-02-01"}
    with pytest.raises(PartlySaved) as raised:  # the keeper sends the same again: still too long, nothing new
        verb(block, "keep_draft", "mine", revision=2, text=LONG, by="2999-02-01")
    assert raised.value.revision == StepAnswer.objects.get().revision == 2
    assert verb(block, "keep_draft", "mine", revision=2, text="Call", by="2999-02-01") == 3
    assert drafts_of(block)["mine"] == {"text": "Call", "by": "2999-02-01"}


def test_a_text_that_is_too_long_writes_over_nothing_from_another_window() -> None:
    block = lesson()
    verb(block, "keep_draft", "mine", text="From the first window", by=DAY)
    with pytest.raises(Stale) as raised:
        verb(block, "keep_draft", "mine", text=LONG, by=DAY)
    assert [(one.mine, one.theirs) for one in raised.value.differences] == [(LONG, "From the first window")]


def test_a_window_without_a_field_leaves_it_as_it_is() -> None:
    """The second thought has a field once there is a version: an older window does not show it."""
    block = lesson()
    verb(block, "answer", "better", text="You asked first.")
    verb(block, "keep_draft", "better", revision=1, text="You asked first.", change="Ask mo")
    verb(block, "keep_draft", "better", revision=2, text="You asked first, twice.")
    assert drafts_of(block)["better"] == {"text": "You asked first, twice.", "change": "Ask mo"}


@pytest.mark.parametrize("handler", ["keep_draft", "answer_step"])
@pytest.mark.parametrize(("kind", "field"), [(kind.name, name) for kind in KINDS.values() for name in kind.drafts])
def test_what_is_refused_is_named_as_it_is_in_the_form(kind: str, field: str, handler: str) -> None:
    """By these names the draft keeper knows which words the server does not have; and the message has a place."""
    block = lesson(MIRA)
    step = next(one for one in block.unit.steps if one.kind == kind)
    if kind == "rewrite":
        verb(block, "answer", step.id, text="You asked first.")
    block.step_index = block.unit.index(step.id)
    page = html.fromstring(block.student_view().content)
    (form,) = page.xpath(f"//form[@data-draft='{step.id}']")
    typed = dict.fromkeys(KINDS[kind].drafts, "Words") | {field: LONG}
    answer = send(block, handler, step.id, revision=int(form.fields["revision"]), **typed)
    assert answer.headers["X-Internship-Refused"] == field
    assert field in form.fields
    assert form.xpath(f".//*[@name='{field}']/@id") == [f"{block.html_id}-{step.id}-{field}"]
    assert form.xpath(f".//*[@id='{block.html_id}-{step.id}-{field}-error']")
    assert f"#{block.html_id}-{step.id}-{field}-error" in answer.text
    stored = drafts_of(block)[step.id]
    assert all((stored.get(name) == "Words") == (name != field) for name in typed)


# -- an answer that is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "typed", "missing"),
    [
        ("mine", {"text": "Call the university", "by": ""}, ["by"]),
        ("mine", {"text": "Call the university", "by": "2020-01-01"}, ["by"]),
        ("mine", {"text": "", "by": DAY}, ["text"]),
        ("mine", {"text": "x" * (LINE_LIMIT + 1), "by": ""}, ["text", "by"]),  # too much for the answer, not for a draft
        ("better", {"text": " ", "change": "Ask more."}, ["text"]),
    ],
)
def test_what_was_typed_for_an_answer_that_is_refused_is_kept(step: str, typed: dict[str, str], missing: list[str]) -> None:
    block = lesson()
    answer = send(block, "answer_step", step, **typed)
    assert drafts_of(block)[step] == typed
    assert answers_of(block) == {}
    assert "What you typed is saved." in answer.text
    assert answer.headers["X-Internship-Revision"] == "1"
    assert "X-Internship-Refused" not in answer.headers
    for name in missing:
        assert f"#{block.html_id}-{step}-{name}-error" in answer.text
    assert (TestPlatform.shares(), TestPlatform.grades) == ([], [])


def test_a_refused_answer_leaves_the_one_before() -> None:
    block = lesson()
    verb(block, "answer", "mine", text="Call the university", by=DAY)
    with pytest.raises(SavedButRefused) as raised:
        verb(block, "answer", "mine", revision=1, text="Call the university today", by="2020-01-01")
    assert (list(raised.value.fields), raised.value.revision) == (["by"], 2)
    assert answers_of(block)["mine"] == {"text": "Call the university", "by": DAY}
    assert drafts_of(block)["mine"] == {"text": "Call the university today", "by": "2020-01-01"}
    assert "Call the university today" in lesson(step_index=6).student_view().content


def test_a_refused_answer_says_what_is_missing_and_what_cannot_be_kept() -> None:
    block = lesson()
    verb(block, "answer", "better", text="You asked first.")
    with pytest.raises(PartlySaved) as raised:
        verb(block, "answer", "better", revision=1, text=LONG, change=" ")
    assert set(raised.value.fields) == {"text", "change"}
    assert raised.value.refused == ("text",)
    assert "Everything else is saved." in str(raised.value.message)
    assert drafts_of(block)["better"] == {"change": " "}


def test_what_is_saved_already_is_not_saved_again() -> None:
    block = lesson()
    verb(block, "keep_draft", "mine", text="Call")
    with pytest.raises(SavedButRefused) as raised:
        verb(block, "answer", "mine", revision=1, text="Call", by="")
    assert raised.value.revision == StepAnswer.objects.get().revision == 1


@pytest.mark.parametrize(
    ("step", "typed"), [("mine", {"text": "", "by": ""}), ("first", {}), ("roles", {"card-week": "mentor"})]
)
def test_where_nothing_is_typed_nothing_is_said_to_be_saved(step: str, typed: dict[str, str]) -> None:
    block = lesson()
    with pytest.raises(Invalid) as raised:
        verb(block, "answer", step, **typed)
    assert not isinstance(raised.value, SavedButRefused)
    assert not StepAnswer.objects.exists()
