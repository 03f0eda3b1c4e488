"""The parties on the screen of a plan: they comment in place, see who wrote what, and who may write where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.models import Plan, PlanComment
from tests.runtime import call

from .conftest import Draft
from .test_block import ODD, base, block_of, page, section_of, send

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


def text_of(draft: Draft, section: str, actor: Actor | None = None) -> str:
    """What a section says."""
    answer = call(block_of(draft, actor), "read_section", {"placement": draft.placement_id, "section": section}, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text).partition("<div hx-swap-oob")[0]


def writers_in(text: str) -> list[str]:
    """The lines that say who wrote there."""
    found = lxml.html.fromstring(text).xpath("//p[contains(@class, 'ix-written')]")
    return [" ".join(line.text_content().split()) for line in found]


def test_a_comment_is_sent_from_the_card_and_counted_where_it_shows(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    assert "Nobody has commented here yet" in panel(tasks, other)
    sent = say(tasks, other, text=ODD)
    assert "<script>" not in sent.text
    assert "&lt;script&gt;alert(1)" in sent.text
    html_id = block_of(tasks, other).html_id
    for piece in (f"#{html_id}-talk-tasks-t1-button", f"#{html_id}-conversations"):
        assert f'hx-swap-oob="innerHTML:{piece}"' in sent.text
    assert "1 comment</span>" in sent.text
    for shown in (page(block_of(tasks)), page(block_of(tasks, other))):
        place = lxml.html.fromstring(shown)
        button = place.get_element_by_id(f"{html_id}-talk-tasks-t1-button")
        assert "1 comment" in button.text_content()
        conversations = place.get_element_by_id(f"{html_id}-conversations")
        assert ODD in conversations.text_content()
        assert "Shadow the auction" in conversations.text_content()
    assert "1 comment</span>" in text_of(tasks, "tasks")
    (goto,) = conversations.xpath(".//a/@data-goto")
    assert goto == f"{html_id}-tasks-t1-line"  # to the text, where the whole conversation is
    assert place.get_element_by_id(goto).tag == "details"


@pytest.mark.parametrize("section", ["parties", "periods", "outcomes", "tasks", "checkpoints", "practical"])
def test_a_conversation_leads_to_what_it_is_about(draft: Draft, join: Callable[..., Actor], section: str) -> None:
    """To the row in the text, and to the part where it is about all of it or where the row says nothing yet."""
    other, spec = join(draft, "gerd", "other"), draft.view().sections[section].spec
    targets = {"": f"-{section}-heading"}
    if spec.has_rows and section != "parties":
        draft.save(
            section, [{"uid": "r1", spec.title_field: "2026-09-21" if section == "checkpoints" else "Mine"}, {"uid": "r2"}]
        )
        targets |= {"r1": f"-{section}-r1-line", "r2": f"-{section}-heading"}
    if section == "parties":
        uid = draft.view().sections[section].rows[0]["uid"]
        targets[uid] = f"-parties-{uid}-line"
    for row, target in targets.items():
        PlanComment.objects.all().delete()
        say(draft, other, section=section, row=row, field="")
        for actor in (draft.actor, other):
            place = lxml.html.fromstring(page(block_of(draft, actor)))
            (goto,) = place.xpath("//*[contains(@id, '-conversations')]//a/@data-goto")
            assert goto.endswith(target)
            assert place.get_element_by_id(goto) is not None


def test_what_is_typed_stays_when_others_settle_or_it_is_refused(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    say(tasks, other)
    upto = re.search(r'name="upto" value="(\d+)"', panel(tasks))
    assert upto is not None
    settled = send(
        block_of(tasks), "settle_comments", placement=tasks.placement_id, **TASK, field="evidence", upto=upto.group(1)
    )
    assert "Resolved. It opens again when somebody writes here." in settled.text
    assert "data-draft" not in settled.text  # only the turns come anew, the form stays as it is
    assert "All are resolved" in settled.text
    refused = send(block_of(tasks), "comment", 422, placement=tasks.placement_id, **TASK, text="")
    assert f"innerHTML:#{block_of(tasks).html_id}-talk-tasks-t1-text-error" in refused.text
    assert "Mark as resolved" not in panel(tasks)
    say(tasks)
    assert "Mark as resolved" in panel(tasks)


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
    words, any_words = "Nobody has commented on the plan for jonas yet: ask the others to read it.", "Nobody has commented on"
    assert any_words not in page(block_of(draft))
    draft.fill()
    assert any_words not in page(block_of(draft)), "there are no others yet"
    join(draft, "jonas", "student")
    join(draft, "kari", "supervisor")
    assert words in page(block_of(draft))
    assert words in send(block_of(draft), "save_section", **base(draft, "contacts"), **contacts(draft, university="Per")).text
    assert any_words not in say(draft, section="practical", row="", field="hse").text
    assert any_words not in page(block_of(draft))


def contacts(draft: Draft, **more: str) -> dict[str, str]:
    values = {**draft.view().sections["contacts"].values, **more}
    return {f"contacts-{name}": str(value) for name, value in values.items()}


def test_who_wrote_what_stands_in_the_text_and_follows_a_save(tasks: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(tasks, "jonas", "student")
    assert "Written by </span><bdi>Mira</bdi>, " in text_of(tasks, "tasks")
    typed = {"row": "t1", "tasks-t1-text": "Shadow the auction", "tasks-t1-evidence": "A diary"}
    send(block_of(tasks, jonas), "save_section", **base(tasks, "tasks"), **typed)
    for text in (text_of(tasks, "tasks"), page(block_of(tasks))):
        assert [line.count("Evidence: Jonas, ") for line in writers_in(text) if line.startswith("Written by Mira, ")] == [1]
    typed["tasks-t1-evidence"] = ""
    send(block_of(tasks, jonas), "save_section", **base(tasks, "tasks"), **typed)
    assert "Evidence (emptied): <bdi>Jonas</bdi>" in text_of(tasks, "tasks")


def test_who_wrote_single_answers_and_lists_is_told_where_somebody_else_did(tasks: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(tasks, "jonas", "student")
    send(block_of(tasks), "save_section", **base(tasks, "practical"), **{"practical-hse": "Kari"})
    tasks.save("outcomes", [{"uid": "o1", "text": "Explain it"}])
    for section in ("practical", "outcomes"):
        assert writers_in(text_of(tasks, section)) == [], "nobody is told of what they alone wrote"
        (line,) = writers_in(text_of(tasks, section, jonas))
        assert line.startswith("Written by Mira, ")
    tasks.save("outcomes", [{"uid": "o1", "text": "Explain it"}, {"uid": "o2", "text": "Price it"}], actor=jonas)
    (line,) = writers_in(text_of(tasks, "outcomes"))
    assert "Jonas, " in line
    assert "Mira, " in line


def test_the_owner_says_who_writes_where(tasks: Draft, join: Callable[..., Actor]) -> None:
    other = join(tasks, "gerd", "other")
    uid = next(party.uid for party in tasks.view().placement.parties if party.user_id == other.user_id)
    assert "Who can edit what" in text_of(tasks, "parties")
    form = call(block_of(tasks), "rights", {"placement": tasks.placement_id}, method="GET").text
    assert f'name="may-{uid}" value="tasks">' in form
    assert f'name="may-{uid}" value="parties"' not in form  # not the owner's to give
    saved = send(block_of(tasks), "allow", placement=tasks.placement_id, revision=0, party=uid, **{f"may-{uid}": ["tasks"]})
    assert f'name="may-{uid}" value="tasks" checked>' in saved.text
    stale = send(block_of(tasks), "allow", 409, placement=tasks.placement_id, revision=0, party=uid)
    assert "open the list again" in stale.text
    send(block_of(tasks, other), "allow", 403, placement=tasks.placement_id, revision=1, party=uid)
    assert call(block_of(tasks, other), "rights", {"placement": tasks.placement_id}, method="GET").status_int == 403

    assert "data-draft=" in section_of(block_of(tasks, other), "tasks")
    refused = section_of(block_of(tasks, other), "practical", 403)
    assert "data-draft=" not in refused
    assert "Mira decides who writes here" in refused
    assert "data-draft=" not in text_of(tasks, "practical", other)
    assert "Who can edit what" not in text_of(tasks, "parties", other)


def test_a_right_that_was_taken_refuses_the_save_in_words(tasks: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(tasks, "jonas", "student")
    uid = next(party.uid for party in tasks.view().placement.parties if party.user_id == jonas.user_id)
    send(block_of(tasks), "allow", placement=tasks.placement_id, revision=0, party=uid, **{f"may-{uid}": ["periods"]})
    typed = {"row": "t1", "tasks-t1-text": "What I was just typing"}
    refused = send(block_of(tasks, jonas), "save_section", 403, **base(tasks, "tasks"), **typed)
    assert "Mira decides" in refused.text
    assert tasks.view().sections["tasks"].rows[0]["text"] == "Shadow the auction"
    section_of(block_of(tasks, jonas), "tasks", 403)
    for section, status in (("outcomes", 422), ("periods", 200)):  # the example comes only where one may write
        send(block_of(tasks, jonas), "copy_example", status, placement=tasks.placement_id, section=section)
        assert tasks.view().sections[section].is_begun is (status == 200)


def test_those_who_only_read_comment_all_the_same(tasks: Draft, join: Callable[..., Actor]) -> None:
    leader = join(tasks, "lena", "leader")
    shown = page(block_of(tasks, leader))
    assert "data-edit" not in shown
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
    expected = {  # with the savepoint of a request (2); a comment with its event, who is told, and the coordinators' mark (6)
        "open": 12, "save": 9, "comments": 6, "comment": 23, "read_section": 8, "show_version": 8, "before_submit": 7,
        "history": 9,
    }  # fmt: skip
    data = {**base(draft, "contacts"), **contacts(draft, university="Per")}
    found = {}
    with CaptureQueriesContext(connection) as asked:
        page(block_of(draft))
    found["open"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        send(block_of(draft), "save_section", **data)
    found["save"] = len(asked)
    read = {"read_section": {"section": "tasks"}, "show_version": {"number": "1"}, "before_submit": {}, "history": {}}
    for name, more in read.items():
        with CaptureQueriesContext(connection) as asked:
            answer = call(block_of(draft), name, {"placement": draft.placement_id, **more}, method="GET")
        assert answer.status_int == 200
        found[name] = len(asked)
    assert answer.text.count("commented on “Tasks”") == others - 1
    with CaptureQueriesContext(connection) as asked:
        panel(draft, section="tasks", row=uid)
    found["comments"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        say(draft, row=uid)
    found["comment"] = len(asked)
    assert found == expected


def test_what_was_said_stays_out_of_the_signatures(tasks: Draft, join: Callable[..., Actor]) -> None:
    """Both stand on one page and once shared a name: a plan with a comment and a version showed the raw comments there."""
    say(tasks, text="Which note?")
    tasks.fill().submit()
    shown = page(block_of(tasks))
    assert "Signatures under version 1" in shown
    assert "Comment(" not in shown
    assert "author_id" not in shown
    assert f'id="{block_of(tasks).html_id}-signed"' not in shown, "nobody has signed anything"
