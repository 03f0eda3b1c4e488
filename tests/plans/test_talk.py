"""The conversations about a draft: anybody at the table speaks, nothing is lost, and what is settled is settled by somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound
from internship_xblock.records import comments
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.drafts import storage
from internship_xblock.tools.plans.models import Plan, PlanComment

from .conftest import USAGE, Draft

ODD = "<script>alert(1)</script> =SUM(A1) مرحبا 你好 🐟 č đ ŋ"
TASK = {"section": "tasks", "row": "t1"}


@pytest.fixture
def tasks(draft: Draft) -> Draft:
    draft.save("tasks", [{"uid": "t1", "text": "Shadow the auction", "evidence": "A note"}, {"uid": "t2", "text": "Pack"}])
    return draft


def say(draft: Draft, text: str, actor: Actor | None = None, **place: str) -> plans.Comment:
    place = place or {**TASK, "field": "evidence"}
    return plans.comment(actor or draft.actor, placement_id=draft.placement_id, usage_key=USAGE, text=text, **place)


def read(draft: Draft, actor: Actor | None = None, **place: str) -> list[plans.Comment]:
    return plans.comments(actor or draft.actor, placement=draft.placement_id, usage_key=USAGE, **(place or TASK))


def settle(draft: Draft, upto: int, actor: Actor | None = None, **place: str) -> None:
    place = place or {**TASK, "field": "evidence"}
    plans.settle(actor or draft.actor, placement_id=draft.placement_id, usage_key=USAGE, upto=upto, **place)


def withdraw(draft: Draft, comment_id: int, actor: Actor | None = None) -> None:
    plans.withdraw_comment(actor or draft.actor, placement_id=draft.placement_id, usage_key=USAGE, comment_id=comment_id)


def test_a_comment_is_kept_to_the_letter_with_who_when_and_where(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    said = say(tasks, f"  {ODD}\n", other)
    (shown,) = read(tasks)
    assert (shown.text, shown.author_name, shown.section, shown.row, shown.field) == (ODD, "Gerd", "tasks", "t1", "evidence")
    assert shown.at == said.at
    assert shown.is_open
    assert not shown.is_mine
    assert read(tasks, other)[0].is_mine
    assert read(tasks, section="tasks", row="t2") == []
    assert read(tasks, section="tasks") == []


def test_a_plan_that_nobody_has_written_in_can_be_commented(draft: Draft) -> None:
    say(draft, "Let us begin on Monday.", section="practical")
    assert [one.text for one in read(draft, section="practical")] == ["Let us begin on Monday."]
    assert draft.view().has_comments
    assert draft.save("practical", [{"hse": "Kari"}]).sections["practical"].revision == 1


def test_two_people_comment_at_once_and_both_stay(
    tasks: Draft, join: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    jonas, load = join(tasks, "jonas", "student"), storage.load

    def late(*args: Any) -> Any:
        view = load(*args)
        monkeypatch.setattr(storage, "load", load)
        say(tasks, "Mine", jonas)
        return view

    monkeypatch.setattr(storage, "load", late)
    say(tasks, "Ours")
    assert [one.text for one in read(tasks)] == ["Mine", "Ours"]
    assert PlanComment.objects.count() == 2


def test_settling_closes_what_was_read_and_writing_again_opens_it(tasks: Draft, join: Callable[..., Actor]) -> None:
    gerd = join(tasks, "gerd", "other")
    first, second = say(tasks, "Which note?", gerd), say(tasks, "And by when?", gerd)
    other = say(tasks, "About the task", **TASK)
    settle(tasks, first.id)
    assert [(one.text, one.is_open) for one in read(tasks)] == [
        ("Which note?", False), ("And by when?", True), ("About the task", True),
    ]  # fmt: skip
    settle(tasks, second.id)
    settle(tasks, second.id)
    settle(tasks, other.id, section="tasks", row="t2")  # nothing was said there
    shown = read(tasks, gerd)
    assert [one.settled_by for one in shown] == ["Mira", "Mira", ""]
    say(tasks, "One more thing", gerd)
    assert [one.is_open for one in read(tasks) if one.field == "evidence"] == [False, False, True]


def test_ones_own_comment_is_withdrawn_until_somebody_answers_or_settles(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    mine, more = say(tasks, "Which note?", other), say(tasks, "I mean the diary", other)
    with pytest.raises(NotAllowed):
        withdraw(tasks, mine.id)
    assert [one.may_withdraw for one in read(tasks, other)] == [True, True]
    assert [one.may_withdraw for one in read(tasks)] == [False, False]
    withdraw(tasks, more.id, other)
    with pytest.raises(NotFound):
        withdraw(tasks, more.id, other)
    assert tasks.view().has_comments
    say(tasks, "Elsewhere", **TASK)  # no answer to it
    assert read(tasks, other)[0].may_withdraw
    answer = say(tasks, "The diary")
    assert not read(tasks, other)[0].may_withdraw
    with pytest.raises(Invalid):
        withdraw(tasks, mine.id, other)
    settle(tasks, answer.id, other)
    with pytest.raises(Invalid):
        withdraw(tasks, answer.id)
    assert [one.text for one in read(tasks)] == ["Which note?", "Elsewhere", "The diary"]


def test_a_removed_row_keeps_its_comments_and_brings_them_back(tasks: Draft) -> None:
    rows = tasks.view().sections["tasks"].rows
    say(tasks, "Which note?")
    tasks.save("tasks", rows[1:])
    assert [one.row for one in plans.conversations(tasks.actor, placement=tasks.placement_id, usage_key=USAGE)] == ["t1"]
    say(tasks, "Somebody removed it while I wrote")
    tasks.save("tasks", rows)
    assert len(read(tasks)) == 2
    with pytest.raises(Invalid):
        say(tasks, "About nothing", section="tasks", row="t9")


@pytest.mark.parametrize(
    "place",
    [
        {"section": "money"}, {"section": "parties", "row": "", "field": "shoe_size"}, {"section": "practical", "row": "t1"},
        {"section": "", "row": "t1"}, {**TASK, "field": "hse"},
    ],
)  # fmt: skip
def test_a_place_that_no_page_names_is_refused(tasks: Draft, place: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        say(tasks, "Hello", **place)


def test_what_cannot_be_said_is_told_at_the_field(tasks: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("", " \n\x00 ", "x" * (plans.COMMENT_LIMIT + 1)):
        with pytest.raises(Invalid) as refusal:
            say(tasks, text)
        assert list(refusal.value.fields) == ["text"]
    say(tasks, "🐟" * plans.COMMENT_LIMIT)
    monkeypatch.setattr(comments, "COMMENTS_LIMIT", 2)
    said = say(tasks, "The last one")
    with pytest.raises(Invalid, match="Invalid") as refusal:
        say(tasks, "One too many")
    assert "2 comments" in str(refusal.value.message)
    withdraw(tasks, said.id)
    say(tasks, "There is room again")
    assert PlanComment.objects.count() == 2


def test_the_first_words_of_all(tasks: Draft) -> None:
    say(tasks, "word " * 100)
    say(tasks, "About all of it", section="practical")
    found = plans.conversations(tasks.actor, placement=tasks.placement_id, usage_key=USAGE)
    assert [(one.section, one.row, one.field) for one in found] == [("tasks", "t1", "evidence"), ("practical", "", "")]
    assert 100 <= len(found[0].text) < 500


@pytest.mark.parametrize("others", [10, 1_000])
def test_queries_do_not_grow(tasks: Draft, others: int) -> None:
    PlanComment.objects.bulk_create(
        PlanComment(
            plan=Plan.objects.get(), section="tasks", row=f"t{at % 60}", author_id=tasks.actor.user_id, text="Word",
            at=timezone.now(),
        )
        for at in range(others - 1)
    )  # fmt: skip
    placement = tasks.view().placement
    steps: list[tuple[int, Callable[[], Any]]] = [
        (1, lambda: plans.conversations(tasks.actor, placement=placement, usage_key=USAGE)),
        (1, lambda: plans.comments(tasks.actor, placement=placement, usage_key=USAGE, **TASK)),
        (3, lambda: tasks.view()),
        (8, lambda: say(tasks, "One more", **TASK)),  # three of them write down who is told
        (2, lambda: settle(tasks, 10**9, **TASK)),
        (4, lambda: tasks.save("tasks", [{"uid": "t1", "text": "Other"}], revision=1)),
    ]
    for most, step in steps:
        with CaptureQueriesContext(connection) as asked:
            step()
        assert len(asked) == most, asked.captured_queries
