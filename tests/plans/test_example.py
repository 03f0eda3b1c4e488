"""The example is read beside an empty part, and copied part by part; nothing invented answers for a placement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.models import Plan
from internship_xblock.tools.plans.schema.layout import EVERY
from internship_xblock.tools.plans.sources import examples
from tests.runtime import call

from .conftest import USAGE, Draft
from .test_block import block_of, page, send
from .test_document import ASKED, parts, pieces, tree, words

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
COPY = "Copy this into the plan"
OTHERS = sorted(set(EVERY) - set(examples.FILLED))
SAYS = {
    "periods": "First week: get to know the auction", "outcomes": "Explain how the price of fish is set",
    "tasks": "Shadow the auction", "checkpoints": "this plan read aloud", "practical": "fire exits", "contacts": "Ingrid Aas",
    "erasmus_study": "University Road 1", "erasmus_host": "Quay 4", "erasmus_a": "Sales and pricing at a fish auction",
    "erasmus_c": "Lunch on working days",
}  # fmt: skip


def example(draft: Draft, section: str, actor: Actor | None = None, **settings: Any) -> str:
    data = {"placement": draft.placement_id, "section": section}
    answer = call(block_of(draft, actor, **settings), "example", data, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def copy(draft: Draft, section: str, status: int = 200, actor: Actor | None = None, **settings: Any) -> str:
    block = block_of(draft, actor, **settings)
    return str(send(block, "copy_example", status, placement=draft.placement_id, section=section).text)


@pytest.mark.parametrize("section", SAYS)
def test_it_is_read_beside_a_part_and_nothing_is_stored(draft: Draft, section: str) -> None:
    shown = tree(example(draft, section, erasmus=True))
    assert "An invented example" in words(shown)
    assert SAYS[section] in words(shown)
    assert [label for label in ASKED if label in words(shown)] == []
    assert shown.xpath(".//input | .//textarea | .//select") == []
    assert not Plan.objects.exists()


@pytest.mark.parametrize("section", EVERY)
def test_what_is_each_placements_own_is_never_copied(draft: Draft, section: str) -> None:
    may_copy = section in examples.FILLED
    shown = example(draft, section, erasmus=True)
    assert (COPY in shown, "/handler/copy_example" in shown) == (may_copy, may_copy)
    assert ("this part is for you to answer" in shown) is not may_copy
    before = draft.view().sections["parties"].rows
    copy(draft, section, 200 if may_copy else 400, erasmus=True)
    assert Plan.objects.exists() is may_copy
    assert draft.view().sections["parties"].rows == before


def test_it_is_offered_beside_what_is_empty_to_those_who_write(draft: Draft, join: Join) -> None:
    draft.save("periods", [{"uid": "p", "label": "Mine"}])
    leader = join(draft, "lena", "leader")

    def offered(actor: Actor | None = None) -> set[str]:
        found = parts(draft, actor)
        return {name for name, part in found.items() if part.xpath(".//button[contains(@hx-get, '/handler/example')]")}

    assert offered() == set(draft.view().sections) - {"parties", "periods"}
    assert offered(leader) == set()
    assert COPY not in example(draft, "tasks", leader)
    place = tree(page(block_of(draft)))
    for target in place.xpath("//button[contains(@hx-get, '/handler/example')]/@hx-target"):
        assert place.xpath(f"//*[@id='{target[1:]}']"), "it opens below the part"


def test_one_part_is_copied_at_a_time_and_marked(draft: Draft) -> None:
    html_id = block_of(draft).html_id
    answer = copy(draft, "periods")
    begun = {name for name, view in draft.view().sections.items() if view.is_begun and name != "parties"}
    assert begun == {"periods"}
    assert draft.view().standing.keys() == {"periods"}
    found = tree(answer)
    (part,) = found.xpath(f"//section[@id='{html_id}-periods']")
    assert words(part).count("From the example") == 4, "at each of the three, and once what the sign means"
    (heading,) = part.xpath(".//h4")
    assert heading.get("data-focus") is not None, "whoever pressed it goes on from there"
    assert part.xpath("details[@class='ix-edit']")
    assert set(pieces(answer)) == {"dochead", "start", "next", "next-talk", "findings", "findings-count"}
    assert "2026" in pieces(answer)["dochead"]
    assert "3 periods still say what the example says" in pieces(answer)["findings"]


def test_tasks_serve_the_outcomes_that_were_copied_before_them(draft: Draft) -> None:
    copy(draft, "outcomes")
    copy(draft, "tasks")
    sections = draft.view().sections
    served = {uid for row in sections["tasks"].rows for uid in row["outcomes"]}
    assert served == {row["uid"] for row in sections["outcomes"].rows}


def test_tasks_that_come_first_serve_nothing_and_the_plan_says_so(draft: Draft) -> None:
    copy(draft, "tasks")
    copied = pieces(copy(draft, "outcomes"))
    assert not any(row["outcomes"] for row in draft.view().sections["tasks"].rows)
    assert "tasks-text" in copied, "what the tasks say of outcomes is drawn anew"


@pytest.mark.parametrize("section", examples.FILLED)
def test_what_somebody_has_begun_stays_theirs(draft: Draft, section: str) -> None:
    title = EVERY[section].title_field
    draft.save(section, [{"uid": "mine", title: "Mine"}])
    before = draft.view().sections[section]
    assert COPY not in example(draft, section)
    assert "Somebody has started this part in the meantime, so it stays as they wrote it." in copy(draft, section, 422)
    assert draft.view().sections[section] == before


def test_nobody_copies_into_what_they_only_read(draft: Draft, join: Join, person: Callable[..., Actor]) -> None:
    copy(draft, "tasks", 403, join(draft, "lena", "leader"))
    copy(draft, "tasks", 404, person("omar"))
    copy(draft, "nothing", 400)
    assert not draft.view().sections["tasks"].is_begun
    assert draft.view().usage_key == USAGE
