"""The sections of the page: closed ones come when they are opened, and the page stays light whatever the plan holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock.core.actor import Actor
from internship_xblock.core.language.text import LINE_LIMIT
from internship_xblock.records.schema import ROWS_LIMIT
from internship_xblock.tools.placements.api import PARTY_LIMIT, new_uid
from internship_xblock.tools.plans.schema.headings import DEFAULT_HEADINGS
from internship_xblock.tools.plans.schema.sections import SECTIONS
from tests.platform import TestPlatform

from . import large
from .conftest import Draft
from .test_block import base, block_of, page, section_of, send

PAGE_LIMIT = 60_000  # bytes of HTML, the project's figure for a large plan
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
    fill(draft, large.people())
    assert len(page(block_of(draft)).encode()) <= PAGE_LIMIT
    assert "ix-plan-row" not in page(block_of(draft))
    for name in ("tasks", "checkpoints", "outcomes"):  # each of them long, and the one with something to settle
        rows = draft.view().sections[name].rows
        draft.save(name, [{**row, "text": "", "outcomes": [], "kind": "", "heading": ""} for row in rows])
        assert len(page(block_of(draft)).encode()) <= PAGE_LIMIT, name
        draft.save(name, rows)


def test_who_only_reads_gets_the_text_as_far_as_the_page_stays_light(draft: Draft, join: Callable[..., Actor]) -> None:
    leader = join(draft, "lena", "leader")
    fill(draft, large.people())
    shown = page(block_of(draft, leader))
    assert len(shown.encode()) <= PAGE_LIMIT
    assert shown.count("data-later=") > 0  # the rest comes when it is opened
    rest = section_of(block_of(draft, leader), "contacts")
    assert draft.view().sections["contacts"].values["university"] in rest
    assert "decides who writes here" not in rest  # the page has said it


def test_the_first_page_stays_light_whatever_the_plan_holds(full: Draft) -> None:
    """As many rows as there may be, with as many words, and something to settle in each."""
    words = "know " + "ŋ" * (LINE_LIMIT - 5)
    outcomes = [{**row, "text": words, "heading": ""} for row in full.view().sections["outcomes"].rows]
    full.save("outcomes", outcomes)
    full.save("tasks", [{**row, "text": words, "outcomes": []} for row in full.view().sections["tasks"].rows])
    shown = page(block_of(full))
    assert len(shown.encode()) <= PAGE_LIMIT
    assert "and 50 more, once these are settled" in shown
    full.save("tasks", full.view().sections["tasks"].rows[:8])  # few, but each offers all the outcomes
    full.save("outcomes", [{**row, "heading": HEADINGS[0]} for row in outcomes])
    assert len(page(block_of(full)).encode()) <= PAGE_LIMIT


def test_one_section_is_open_and_comes_with_the_page_where_it_is_short(draft: Draft) -> None:
    shown = page(block_of(draft))
    assert re.findall(r'<details class="ix-plan-section" id="ix\w+-(\w+)" open>', shown) == ["parties"]
    assert shown.count("data-draft=") == 1
    assert 'hx-trigger="load, ix-open' not in shown
    people = [{"uid": new_uid(), "role": "other", "name": f"Gro {number}"} for number in range(8)]
    draft.save("parties", [*draft.view().sections["parties"].rows, *people])
    shown = page(block_of(draft))
    assert "data-draft=" not in shown
    assert shown.count('hx-trigger="load, ix-open') == 1  # it follows by itself


def test_each_section_comes_with_its_form_and_says_how_far_it_is(draft: Draft) -> None:
    draft.fill()
    for spec in SECTIONS:
        part = section_of(block_of(draft), spec.name)
        assert f'data-draft="plan-{draft.placement_id}-{spec.name}"' in part
        state = draft.view().sections[spec.name].state
        assert re.search(rf'hx-swap-oob="innerHTML:#ix\w+-{spec.name}-state">{state}</div>', part)
    assert "Shadow the auction" in section_of(block_of(draft), "tasks")
    section_of(block_of(draft), "nothing", 400)


def test_only_those_who_may_write_get_the_form(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> None:
    """It holds e-mail addresses, which no document shows."""
    leader = join(draft, "lena", "leader")
    draft.save("parties", [{**row, "email": "lena@example.org"} for row in draft.view().sections["parties"].rows])
    text = section_of(block_of(draft, leader), "parties")
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
    assert few["save"] <= 8
