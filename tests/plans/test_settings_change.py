"""An author changes what a course asks: what was submitted stays as it is, and the author is told whom it concerns before."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.schema.layout import Layout
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.runtime import make_block

from . import shown as shown_versions
from .conftest import RULES, USAGE, Draft
from .test_block import base, block_of, page, send
from .test_states import World
from .test_what_next import what_next

pytestmark = pytest.mark.django_db
SIGNERS = ("student", "mentor", "supervisor")
CHANGES: dict[str, dict[str, Any]] = {
    "Erasmus+ switched on": {"erasmus": True},
    "more hours required": {"hours_required": 200.0},
    "more outcomes required": {"min_outcomes": 5},
    "a section switched off": {"sections_off": "practical"},
    "a heading renamed": {"headings": [{"id": "knowledge", "text": "What to know"}, {"id": "skills", "text": "skills"},
                                       {"id": "competence", "text": "competence"}]},
    "a heading added": {"headings": [*({"id": one, "text": one} for one in ("knowledge", "skills", "competence")),
                                     {"id": "new", "text": "A new one"}]},
}  # fmt: skip


@pytest.fixture
def world(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> World:
    return World(draft, join, person("staff_ida", is_staff=True))


def shown(world: World, role: str = "mentor", **change: Any) -> str:
    return html.unescape(page(block_of(world.draft, world.people[role], **change)))


@pytest.mark.parametrize("role", ["mentor", "leader"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("how", ["signed by all", "approved", "both", "submitted"])
def test_what_was_submitted_stays_as_it_was(world: World, how: str, change: str, role: str) -> None:
    world.ready().submit()
    if how in ("signed by all", "both"):
        world.sign(*SIGNERS)
    if how in ("approved", "both"):
        world.approve()
    words = what_next(shown(world, role, **CHANGES[change]))
    submitted = "Version 1 of the plan for the student was submitted on"
    assert ("Version 1 is approved." if how in ("approved", "both") else submitted) in words
    assert "left to complete" not in words
    assert "changed since" not in words
    assert "Submit" not in words
    assert "ix-tag--wrong" not in shown(world, role, **CHANGES[change])
    if how in ("signed by all", "both"):
        assert "Everybody who needs to sign has signed." in words
    assert ("The course asks for more now." in words) is (change == "Erasmus+ switched on")


def test_a_section_switched_on_is_asked_in_the_next_version_only(world: World) -> None:
    off = {"sections_off": "practical"}
    world.draft.fill()
    send(block_of(world.draft, **off), "submit", **shown_versions.to_submit(block_of(world.draft, **off)))
    world.draft.save("practical", [{}])
    assert "Version 1 of the plan for the student was submitted on" in what_next(shown(world, **off))
    words = what_next(shown(world))
    assert "left to complete" not in words
    assert "The course asks for more now. What was submitted stays as it is" in words


def test_who_changes_an_agreed_plan_or_answers_a_new_question_is_asked_all_of_it(world: World) -> None:
    world.ready().submit().sign(*SIGNERS).approve()
    block = block_of(world.draft, erasmus=True)
    data = {**base(world.draft, "contacts"), "section": "erasmus_a", "revision": 0, "erasmus_a-title": "Sales"}
    answer = html.unescape(send(block, "save_section", **data).text)
    assert "Changes made since then are not included" in what_next(answer)
    assert "left to complete" in what_next(answer)
    assert "Give the traineeship a title." not in answer
    assert "Enter how many hours a week the trainee works." in answer
    assert "Version 1 is approved." in what_next(shown(world)), "without the setting it is the plan it was"
    world.change()
    assert "Everything is answered in the plan for the student." in what_next(shown(world))


def test_what_came_back_is_asked_what_the_course_asks_now(world: World) -> None:
    world.ready().submit().give_back()
    assert "Submit again" in what_next(shown(world))
    words = what_next(shown(world, erasmus=True))
    assert "Version 1 of the plan for the student needs changes." in words
    assert "left to complete" in words
    assert "Submit again" not in words


def test_signing_goes_on_under_what_was_submitted(world: World) -> None:
    world.ready().submit()
    block = block_of(world.draft, world.people["student"], erasmus=True)
    assert "Read and sign version 1" in what_next(page(block))
    assert "Still to sign version 1 of your plan: Mira, the supervisor." in what_next(shown_versions.sign_on_screen(block, 1))


def test_one_query_more_where_the_course_asks_something_else(world: World) -> None:
    world.ready().submit()

    def queries(**change: Any) -> int:
        with CaptureQueriesContext(connection) as counted:
            page(block_of(world.draft, **change))
        return len(counted)

    assert queries(sections_off="contacts", hours_required=0) <= queries() + 1


# -- what the author is told before ------------------------------------------------------------------------------------


def settings_form(author: Actor, **fields: Any) -> str:
    return html.unescape(make_block(PlanBlock, author, usage=USAGE, **fields).studio_view().content)


def another(world: World, *, is_submitted: bool = False) -> Draft:
    mira = world.draft.actor
    draft = Draft(mira, placements.start(mira, course_key=mira.course_key, role="mentor").id)
    draft.fill()
    if is_submitted:
        draft.submit()
    return draft


def test_the_author_reads_how_many_plans_it_concerns_and_what_they_will_be_asked(world: World) -> None:
    assert "agreed" not in settings_form(world.ida).split("Erasmus+: add")[1].split("</p>")[0]
    world.ready().submit().approve()
    told = settings_form(world.ida)
    assert "1 plan here is agreed and stays as it was agreed. The new questions apply only to its next version." in told
    assert "in progress. Before" not in told
    another(world)
    another(world, is_submitted=True)
    told = settings_form(world.ida)
    assert "2 plans here are in progress. Before they are submitted, they will be asked for “Title of the" in told
    assert "“Accident insurance”" in told
    assert "will be asked for" not in settings_form(world.ida, erasmus=True), "nothing is switched on any more"


def count(actor: Actor) -> tuple[int, int]:
    found = plans.count_plans(actor, course_key=actor.course_key, usage_key=USAGE)
    return found.agreed, found.others


def test_agreed_is_what_is_approved_or_signed_by_all_in_its_last_version(world: World) -> None:
    assert count(world.ida) == (0, 0)
    assert count_after(world, lambda: world.ready()) == (0, 1)
    assert count_after(world, lambda: world.submit()) == (0, 1)
    assert count_after(world, lambda: world.sign("student", "mentor")) == (0, 1)
    assert count_after(world, lambda: world.sign("supervisor")) == (1, 0)
    assert count_after(world, lambda: world.change().submit()) == (0, 1)
    assert count_after(world, lambda: world.approve()) == (1, 0)
    assert count_after(world, lambda: another(world)) == (1, 1)
    with pytest.raises(NotAllowed):
        plans.count_plans(world.draft.actor, course_key=world.ida.course_key, usage_key=USAGE)


def count_after(world: World, happens: Callable[[], Any]) -> tuple[int, int]:
    happens()
    return count(world.ida)


def test_counting_asks_as_often_for_many(world: World, django_assert_num_queries: Callable[..., Any]) -> None:
    world.ready().submit().sign("student")
    with django_assert_num_queries(4):
        count(world.ida)
    another(world, is_submitted=True)
    with django_assert_num_queries(4):
        count(world.ida)


def test_a_version_reads_by_its_own_questions(world: World) -> None:
    world.ready().submit()
    plan = plans.open_plan(world.draft.actor, placement=world.draft.placement_id, usage_key=USAGE, layout=Layout(erasmus=True))
    found = plans.as_submitted(world.draft.actor, plan=plan, headings=RULES.headings)
    assert found is not None
    assert "erasmus_a" not in found
