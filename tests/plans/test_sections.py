"""The sections of the page: their text stands there, their forms come when somebody edits, and no text stands there twice."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml.html import fromstring

from internship_xblock.core.actor import Actor
from internship_xblock.core.language.text import LINE_LIMIT
from internship_xblock.records.schema import ROWS_LIMIT
from internship_xblock.tools.placements.api import PARTY_LIMIT, new_uid
from internship_xblock.tools.plans.schema.headings import DEFAULT_HEADINGS
from internship_xblock.tools.plans.schema.sections import SECTIONS
from internship_xblock.tools.plans.web.sections.screen import FEW_ROWS
from tests.platform import TestPlatform
from tests.runtime import call

from . import large
from .conftest import Draft
from .test_block import base, block_of, page, section_of, send

PAGE_LIMIT = 130_000  # bytes of HTML of a large plan with all its text
FRAME_LIMIT = 30_000  # of an empty one
HEADINGS = [key for key, _words in DEFAULT_HEADINGS]


def fill(draft: Draft, people: list[dict[str, Any]], **sizes: int) -> Draft:
    for name, rows in large.answers(HEADINGS, **sizes).items():
        draft.save(name, rows)
    draft.save("parties", [*draft.view().sections["parties"].rows, *people])
    return draft


@pytest.fixture
def full(draft: Draft) -> Draft:
    """Every section as full as it can be."""
    people = [{"uid": new_uid(), "role": "mentor", "name": f"Kari Holm {number}"} for number in range(PARTY_LIMIT - 1)]
    return fill(draft, people, **dict.fromkeys(("outcomes", "tasks", "checkpoints", "periods"), ROWS_LIMIT))


def test_the_first_page_of_a_large_plan_is_light(draft: Draft) -> None:
    assert len(page(block_of(draft)).encode()) <= FRAME_LIMIT
    fill(draft, large.people())
    assert len(page(block_of(draft)).encode()) <= PAGE_LIMIT
    assert "ix-plan-row" not in page(block_of(draft))
    for name in ("tasks", "checkpoints", "outcomes"):  # each of them long, and the one with something to settle
        rows = draft.view().sections[name].rows
        draft.save(name, [{**row, "text": "", "outcomes": [], "kind": "", "heading": ""} for row in rows])
        assert len(page(block_of(draft)).encode()) <= PAGE_LIMIT, name
        draft.save(name, rows)


def test_who_only_reads_gets_all_of_the_text_and_nothing_to_ask_for(draft: Draft, join: Callable[..., Actor]) -> None:
    leader = join(draft, "lena", "leader")
    fill(draft, large.people())
    shown = page(block_of(draft, leader))
    assert len(shown.encode()) <= PAGE_LIMIT
    assert "data-later=" not in shown
    assert html.escape(draft.view().sections["contacts"].values["university"]) in shown
    assert all(html.escape(row["text"]) in shown for row in draft.view().sections["tasks"].rows)


def test_no_text_stands_twice_in_the_page_whatever_the_plan_holds(full: Draft) -> None:
    """As many rows as there may be, with as many words, each task for each outcome, and something to settle in each."""
    words = "know " + "ŋ" * (LINE_LIMIT - 5)
    outcomes = [{**row, "text": words, "heading": ""} for row in full.view().sections["outcomes"].rows]
    full.save("outcomes", outcomes)
    served = [row["uid"] for row in outcomes]
    tasks = [{**row, "text": words, "outcomes": served, "evidence": ""} for row in full.view().sections["tasks"].rows]
    full.save("tasks", tasks)
    shown = page(block_of(full))
    assert shown.count(words) == len(outcomes) + len(tasks)
    assert "and 50 more, once these are complete" in shown
    beside = shown[shown.index("ix-beside") :]
    assert len(beside.encode()) <= FRAME_LIMIT


def test_each_section_comes_with_its_form(draft: Draft) -> None:
    draft.fill()
    for spec in SECTIONS:
        part = section_of(block_of(draft), spec.name)
        assert f'data-draft="plan-{draft.placement_id}-{spec.name}"' in part
    assert "Shadow the auction" in section_of(block_of(draft), "tasks")
    section_of(block_of(draft), "nothing", 400)


def test_only_those_who_may_write_get_the_form(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> None:
    """It holds e-mail addresses, which no document shows."""
    leader = join(draft, "lena", "leader")
    draft.save("parties", [{**row, "email": "lena@example.org"} for row in draft.view().sections["parties"].rows])
    for text in (section_of(block_of(draft, leader), "parties", 403), reread(draft, "parties", leader), page(block_of(draft))):
        assert "lena@example.org" not in text
        assert "data-draft=" not in text
    section_of(block_of(draft, person("omar")), "parties", 404)
    assert "lena@example.org" in section_of(block_of(draft), "parties")
    TestPlatform.real = 999_999  # staff looking as Mira
    section_of(block_of(draft), "parties", 403)


def test_a_page_without_the_tasks_gets_no_pieces_for_them(draft: Draft) -> None:
    draft.fill()
    block = block_of(draft)
    row = draft.view().sections["outcomes"].rows[0]
    typed = {"row": row["uid"], f"outcomes-{row['uid']}-text": "Explain it"}
    assert "data-outcome" in send(block, "save_section", **base(draft, "outcomes"), **typed).text
    typed[f"outcomes-{row['uid']}-text"] = "Explain it twice"
    answer = send(block, "save_section", **base(draft, "outcomes"), **typed, later=["tasks", "contacts"]).text
    assert "data-outcome" not in answer
    assert "Explain it twice" in section_of(block_of(draft), "tasks")


def asked(draft: Draft, action: str, actor: Actor | None = None, **data: Any) -> str:
    """What an action answers that changes nothing."""
    answer = call(block_of(draft, actor), action, {"placement": draft.placement_id, **data}, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def reread(draft: Draft, section: str, actor: Actor | None = None) -> str:
    """The text of a section, as it comes when its form is closed."""
    return asked(draft, "read_section", actor, section=section)


def queries(draft: Draft, action: Callable[[], Any]) -> int:
    action()  # what is looked up once in the life of a process is no part of it
    with CaptureQueriesContext(connection) as captured:
        action()
    return sum(query["sql"].split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE") for query in captured)


def test_a_full_plan_asks_as_often_as_a_small_one(draft: Draft) -> None:
    texts = iter(f"Word {number}" for number in range(99))

    def counts() -> dict[str, int]:
        view = draft.view()
        row = view.sections["tasks"].rows[0]["uid"]

        def save() -> None:
            rows = draft.view().sections["tasks"].rows
            typed = {f"tasks-{one['uid']}-text": one["text"] for one in rows} | {f"tasks-{row}-text": next(texts)}
            send(block_of(draft), "save_section", **base(draft, "tasks"), row=[one["uid"] for one in rows], **typed)

        reading = {
            "open": queries(draft, lambda: page(block_of(draft))),
            "section": queries(draft, lambda: section_of(block_of(draft), "tasks")),
            "read_section": queries(draft, lambda: reread(draft, "tasks")),
            "before_submit": queries(draft, lambda: asked(draft, "before_submit")),
        }
        before = queries(draft, lambda: (base(draft, "tasks"), draft.view()))  # what the test itself asks
        return {**reading, "save": queries(draft, save) - before}

    fill(draft, large.people(), outcomes=1, tasks=1, checkpoints=1, periods=1)
    few = counts()
    sizes = dict.fromkeys(("outcomes", "tasks", "checkpoints", "periods"), ROWS_LIMIT)
    for name, rows in large.answers(HEADINGS, **sizes).items():
        draft.save(name, rows)
    assert counts() == few
    assert few["open"] <= 12
    assert few["section"] <= 5
    assert few["read_section"] <= 6
    assert few["before_submit"] <= 6
    assert few["save"] <= 8


def lines(shown: str) -> list[str]:
    """Each line that opens in a form: "open" or "closed"."""
    found = fromstring(f"<div>{shown}</div>").xpath("//*[contains(@class, 'ix-plan-row--line')]/details")
    return ["open" if "open" in one.attrib else "closed" for one in found]


def test_of_many_rows_each_is_a_line_that_opens(draft: Draft) -> None:
    """A form of thirty tasks is no longer than its list; what one goes to, or has just added, is open."""
    fill(draft, large.people(), tasks=FEW_ROWS)
    assert lines(section_of(block_of(draft), "tasks")) == []
    fill(draft, [], tasks=FEW_ROWS + 1)
    block, uids = block_of(draft), [row["uid"] for row in draft.view().sections["tasks"].rows]
    shown = section_of(block, "tasks")
    assert lines(shown) == ["closed"] * len(uids)
    assert all(f'name="tasks-{uid}-text"' in shown for uid in uids), "what is closed is saved with the rest"
    moved = send(block, "move_row", **base(draft, "tasks"), row=uids, uid=uids[2], to="up").text
    assert lines(moved) == ["closed", "open", *["closed"] * (len(uids) - 2)]
    added = send(block, "add_row", **base(draft, "tasks"), row=uids).text
    assert "ix-plan-row" in added
    assert lines(added) == []
