"""The head of a screen: one line that says where one is, and says no name twice; and one way on."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest

from internship_xblock.tools.units.steps import KINDS
from tests.runtime import call

from .lessons import ANSWERS, FULL, LESSON, lesson

pytestmark = pytest.mark.django_db
HIDDEN = "ix-visually-hidden"


def standing_on(page_name: str | Exception, olx: str = LESSON) -> Any:
    """A unit on a page that the platform heads with a name, or that it cannot find."""
    block = lesson(olx=olx)

    def get_block(_usage_key: Any, **_more: Any) -> Any:
        if isinstance(page_name, Exception):
            raise page_name
        return SimpleNamespace(display_name=page_name)

    block.parent = "block-v1:Test+Mentor+2026+type@vertical+block@page"
    block.runtime.get_block = get_block
    return block


def page_of(block: Any) -> Any:
    return lxml.html.fromstring(block.student_view().content)


def seen(page: Any, tag: str) -> list[str]:
    """The headings of a level that are not for screen readers alone."""
    return [one.text_content() for one in page.iter(tag) if HIDDEN not in (one.get("class") or "")]


@pytest.mark.parametrize("name", ["Who does what?", "Who does what? (15 min)", "who does  what?"])
def test_a_name_that_stands_above_is_not_said_again(name: str) -> None:
    page = page_of(standing_on(name))
    assert seen(page, "h3") == []
    assert [one.text_content() for one in page.iter("h3")] == ["Who does what?"]  # the outline of the page stays whole
    assert seen(page, "h4") == ["Why roles matter"]


@pytest.mark.parametrize("name", ["Week 1", "", None, KeyError("no such page")])
def test_a_unit_under_another_name_says_its_own(name: Any) -> None:
    assert seen(page_of(standing_on(name)), "h3") == ["Who does what?"]


def test_going_on_below_a_name_says_no_name_and_asks_for_none() -> None:
    """The page that is on screen says whether the name stands there; nobody looks for the page around the block."""
    told = page_of(standing_on("Who does what? (15 min)")).xpath("//*[contains(@class, 'ix-unit')]/@hx-vals")
    assert told == ['{"named-above": "yes"}']
    block = standing_on(AssertionError("it was looked for"))
    for data in ({"step": "why"}, {"step": "roles", "way": "back"}):
        html = call(block, "move", {**data, **json.loads(told[0])}).text
        assert seen(lxml.html.fromstring(html), "h3") == []
        assert "named-above" in html
    assert seen(lxml.html.fromstring(call(block, "move", {"step": "why"}).text), "h3") == ["Who does what?"]


def test_a_unit_alone_says_its_name() -> None:
    assert seen(page_of(lesson()), "h3") == ["Who does what?"]


def test_a_step_that_is_called_as_its_unit_says_it_once() -> None:
    olx = LESSON.replace('title="Why roles matter"', 'title="Who does what?"')
    alone = page_of(lesson(olx=olx))
    assert seen(alone, "h3") + seen(alone, "h4") == ["Who does what?"]
    below = page_of(standing_on("Who does what? (15 min)", olx))
    assert seen(below, "h3") + seen(below, "h4") == []


def test_every_kind_of_step_has_a_mark_of_its_own_beside_its_word() -> None:
    block = lesson(olx=FULL)
    drawn: dict[str, str] = {}
    for step in block.unit.steps:
        call(block, "move", {"step": step.id, "way": "here"})
        (kind,) = page_of(block).xpath("//*[@class='ix-kind']")
        (mark,) = kind.xpath("./svg")
        assert mark.get("aria-hidden") == "true"
        assert kind.text_content().strip() == str(KINDS[step.kind].label)
        drawn[step.kind] = mark[0].get("d")
    assert drawn.keys() == KINDS.keys()
    assert len(set(drawn.values())) == len(KINDS)


def test_one_way_on_and_an_answer_comes_first() -> None:
    """Until it is answered a step can be skipped; never do two buttons say Next."""
    block = lesson()
    for step in block.unit.steps:
        call(block, "move", {"step": step.id, "way": "here"})
        words = "Next" if step.kind == "read" else "Skip for now"
        assert ways_on(block) == [words], step.id
        if step.id == "better":  # a first version is no answer yet
            call(block, "answer_step", {"step": step.id, **ANSWERS[step.id]})
            assert ways_on(block) == ["Skip for now"]
            call(block, "answer_step", {"step": step.id, "revision": 1, "text": "You asked.", "change": "Ask more."})
        elif step.id in ANSWERS:
            call(block, "answer_step", {"step": step.id, **ANSWERS[step.id]})
        assert ways_on(block) == ["Next"], step.id


def ways_on(block: Any) -> list[str]:
    return [one.text_content() for one in page_of(block).xpath("//button[text()='Next' or @value='next']")]


def test_what_a_unit_is_for_stands_below_its_first_text() -> None:
    html = lesson().student_view().content
    assert html.index("often") < html.index("Distinguish the roles") < html.index(">Next<")
