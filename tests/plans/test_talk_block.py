"""The parties on the screen of a plan: they comment in place, see who wrote what, and who may write where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.models import Plan, PlanComment
from tests.runtime import call

from .conftest import Draft
from .test_block import ODD, base, block_of, page, send

TASK = {"section": "tasks", "row": "t1"}


@pytest.fixture
def tasks(draft: Draft) -> Draft:
    draft.save("tasks", [{"uid": "t1", "text": "Shadow the auction", "evidence": "A note"}])
    return draft


def say(draft: Draft, actor: Actor | None = None, text: str = "Which note?", **more: str) -> Any:
    place = {**TASK, "field": "evidence", **more}
    return send(block_of(draft, actor), "comment", placement=draft.placement_id, text=text, **place)


def panel(draft: Draft, actor: Actor | None = None, **place: str) -> str:
    answer = call(block_of(draft, actor), "comments", {"placement": draft.placement_id, **(place or TASK)}, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def body(draft: Draft, section: str, actor: Actor | None = None) -> str:
    """What stands in an open section."""
    answer = call(block_of(draft, actor), "section", {"placement": draft.placement_id, "section": section}, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def test_a_comment_is_sent_from_the_card_and_counted_where_it_shows(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    assert "Nobody has commented here yet" in panel(tasks, other)
    sent = say(tasks, other, text=ODD)
    assert "<script>" not in sent.text
    assert "&lt;script&gt;alert(1)" in sent.text
    html_id = block_of(tasks, other).html_id
    for piece in (f"#{html_id}-talk-tasks-t1-button", f"#{html_id}-tasks-open", f"#{html_id}-conversations"):
        assert f'hx-swap-oob="innerHTML:{piece}"' in sent.text
    assert "Comments (1)" in sent.text
    assert "1 open conversation" in sent.text
    shown = page(block_of(tasks))
    assert "1 open conversation" in shown
    assert "Comments (1)" in body(tasks, "tasks")
    assert f'data-goto="{html_id}-tasks-t1-evidence"' in shown  # the owner goes to the field,
    assert f'data-goto="{html_id}-tasks-t1-card"' in page(block_of(tasks, other))  # a reader to the text


def test_what_is_typed_stays_when_others_settle_or_it_is_refused(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    say(tasks, other)
    upto = re.search(r'name="upto" value="(\d+)"', panel(tasks))
    assert upto is not None
    settled = send(
        block_of(tasks), "settle_comments", placement=tasks.placement_id, **TASK, field="evidence", upto=upto.group(1)
    )
    assert "Settled. It opens again when somebody writes here." in settled.text
    assert "data-draft" not in settled.text  # only the turns come anew, the form stays as it is
    assert "All are settled" in settled.text
    refused = send(block_of(tasks), "comment", 422, placement=tasks.placement_id, **TASK, text="")
    assert f"innerHTML:#{block_of(tasks).html_id}-talk-tasks-t1-text-error" in refused.text
    assert "Mark as settled" not in panel(tasks)
    say(tasks)
    assert "Mark as settled" in panel(tasks)


def test_ones_own_comment_can_be_withdrawn(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    say(tasks, other)
    found = re.search(r'name="comment" value="(\d+)"', panel(tasks, other))
    assert found is not None
    assert 'name="comment"' not in panel(tasks)
    send(block_of(tasks), "withdraw_comment", 403, placement=tasks.placement_id, **TASK, comment=found.group(1))
    gone = send(block_of(tasks, other), "withdraw_comment", placement=tasks.placement_id, **TASK, comment=found.group(1))
    assert "Withdrawn" in gone.text
    assert not PlanComment.objects.exists()


def test_on_something_that_was_removed(tasks: Draft) -> None:
    say(tasks)
    tasks.save("tasks", [])
    shown = page(block_of(tasks))
    assert "on something that was removed" in shown
    assert "tasks-t1-evidence" not in shown
    assert "Which note?" in panel(tasks)  # a panel that was open goes on
    call_ = call(block_of(tasks), "comments", {"placement": tasks.placement_id, "section": "tasks", "row": "t9"}, method="GET")
    assert call_.status_int == 404


def test_a_complete_plan_that_nobody_discusses_says_so(draft: Draft, join: Callable[..., Actor]) -> None:
    words = "Nobody has commented yet: ask the others to read it."
    assert words not in page(block_of(draft))
    draft.fill()
    assert words not in page(block_of(draft)), "there are no others yet"
    join(draft, "jonas", "student")
    join(draft, "kari", "supervisor")
    assert words in page(block_of(draft))
    assert words in send(block_of(draft), "save_section", **base(draft, "contacts"), **contacts(draft, university="Per")).text
    assert words not in say(draft, section="practical", row="", field="hse").text
    assert words not in page(block_of(draft))


def contacts(draft: Draft, **more: str) -> dict[str, str]:
    values = {**draft.view().sections["contacts"].values, **more}
    return {f"contacts-{name}": str(value) for name, value in values.items()}


def test_who_wrote_what_stands_on_the_card_and_follows_a_save(tasks: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(tasks, "jonas", "student")
    assert "Written by </span><bdi>Mira</bdi>, " in body(tasks, "tasks")
    typed = {"row": "t1", "tasks-t1-text": "Shadow the auction", "tasks-t1-evidence": "A diary"}
    saved = send(block_of(tasks, jonas), "save_section", **base(tasks, "tasks"), **typed)
    line = re.search(rf'innerHTML:#{block_of(tasks).html_id}-tasks-t1-written">(.*?)</div>', saved.text)
    assert line is not None
    assert re.sub(r"<[^>]+>", "", line.group(1)).count("Evidence: Jonas, ") == 1
    typed["tasks-t1-evidence"] = ""
    emptied = send(block_of(tasks, jonas), "save_section", **base(tasks, "tasks"), **typed)
    assert "Evidence (emptied): <bdi>Jonas</bdi>" in emptied.text
    practical = send(block_of(tasks), "save_section", **base(tasks, "practical"), **{"practical-hse": "Kari"})
    assert f"{block_of(tasks).html_id}-practical-written" in practical.text
    assert "t1-written" not in practical.text  # other sections are not drawn anew


def test_the_owner_says_who_writes_where(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    uid = next(party.uid for party in tasks.view().placement.parties if party.user_id == other.user_id)
    assert "Who may write where" in body(tasks, "parties")
    form = call(block_of(tasks), "rights", {"placement": tasks.placement_id}, method="GET").text
    assert f'name="may-{uid}" value="tasks">' in form
    assert f'name="may-{uid}" value="parties"' not in form  # not the owner's to give
    saved = send(block_of(tasks), "allow", placement=tasks.placement_id, revision=0, party=uid, **{f"may-{uid}": ["tasks"]})
    assert f'name="may-{uid}" value="tasks" checked>' in saved.text
    stale = send(block_of(tasks), "allow", 409, placement=tasks.placement_id, revision=0, party=uid)
    assert "open the list again" in stale.text
    send(block_of(tasks, other), "allow", 403, placement=tasks.placement_id, revision=1, party=uid)
    assert call(block_of(tasks, other), "rights", {"placement": tasks.placement_id}, method="GET").status_int == 403

    assert "data-draft" in body(tasks, "tasks", other)
    read = body(tasks, "practical", other)
    assert "data-draft=" not in read
    assert "Mira decides who writes here" in read
    assert "Who may write where" not in body(tasks, "parties", other)


def test_a_right_that_was_taken_refuses_the_save_in_words(tasks: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(tasks, "jonas", "student")
    uid = next(party.uid for party in tasks.view().placement.parties if party.user_id == jonas.user_id)
    send(block_of(tasks), "allow", placement=tasks.placement_id, revision=0, party=uid, **{f"may-{uid}": ["periods"]})
    typed = {"row": "t1", "tasks-t1-text": "What I was just typing"}
    refused = send(block_of(tasks, jonas), "save_section", 403, **base(tasks, "tasks"), **typed)
    assert "Mira decides" in refused.text
    assert tasks.view().sections["tasks"].rows[0]["text"] == "Shadow the auction"
    assert "data-draft=" not in body(tasks, "tasks", jonas)
    send(block_of(tasks, jonas), "start_with_example", placement=tasks.placement_id)
    assert not tasks.view().sections["outcomes"].is_begun  # the example comes only where one may write
    assert tasks.view().sections["periods"].is_begun


def test_those_who_only_read_comment_all_the_same(tasks: Draft, join: Callable[..., Actor]) -> None:
    leader = join(tasks, "lena", "leader")
    shown = page(block_of(tasks, leader))
    assert "You can read this plan and comment on it" in shown
    assert shown.count("Shadow the auction") >= 1
    assert "Written by </span><bdi>Mira</bdi>" in shown
    assert "talk-tasks-t1-button" in shown
    assert "talk-practical-button" in shown
    assert "data-draft" not in shown


@pytest.mark.parametrize("others", [10, 1_000])
def test_queries_of_open_save_and_comment(draft: Draft, others: int) -> None:
    draft.fill().submit()
    uid = draft.view().sections["tasks"].rows[0]["uid"]
    PlanComment.objects.bulk_create(
        PlanComment(plan=Plan.objects.get(), section="tasks", row=uid, field="evidence", text="Word", at=timezone.now())
        for _at in range(others - 1)
    )
    most = {"open": 12, "save": 8, "comments": 6, "comment": 12}
    data = {**base(draft, "contacts"), **contacts(draft, university="Per")}
    found = {}
    with CaptureQueriesContext(connection) as asked:
        page(block_of(draft))
    found["open"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        send(block_of(draft), "save_section", **data)
    found["save"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        panel(draft, section="tasks", row=uid)
    found["comments"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        say(draft, row=uid)
    found["comment"] = len(asked)
    assert all(found[name] <= most[name] for name in most), found


def test_what_was_said_stays_out_of_the_signatures(tasks: Draft, join: Callable[..., Actor]) -> None:
    """Both stand on one page and once shared a name: a plan with a comment and a version showed the raw comments there."""
    say(tasks, text="Which note?")
    tasks.fill().submit()
    shown = page(block_of(tasks))
    assert "Signatures under version 1" in shown
    assert "Comment(" not in shown
    assert "author_id" not in shown
    assert f'id="{block_of(tasks).html_id}-signed"' not in shown, "nobody has signed anything"
