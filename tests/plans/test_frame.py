"""What other tools read of a plan: a draft stays with its parties, everybody else reads what was submitted."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan
from tests.logs.world import CHECKED, words
from tests.logs.world import RULES as LOG_RULES
from tests.logs.world import USAGE as LOG
from tests.platform import COURSE
from tests.runtime import call, make_block

from .conftest import Draft
from .test_block import block_of, page

pytestmark = pytest.mark.django_db
SECRET = "Explain what nobody has submitted"
ROLES = ("student", "supervisor", "leader", "other")
People = dict[str, Actor]


@pytest.fixture
def people(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> People:
    return {
        "mentor": draft.actor,
        **{role: join(draft, f"the {role}", role) for role in ROLES},
        "instructor": person("ida", is_staff=True),
    }


def read(draft: Draft, actor: Actor) -> list[str]:
    return [outcome.text for outcome in plans.frame(actor, placement=draft.placement_id).outcomes]


def change(draft: Draft) -> None:
    rows = draft.view().sections["outcomes"].rows
    draft.save("outcomes", [{**rows[0], "text": SECRET} if rows else {"uid": "o1", "text": SECRET}, *rows[1:]])


@pytest.mark.parametrize("role", ["mentor", *ROLES])
@pytest.mark.parametrize("is_submitted", [False, True])
def test_a_party_reads_the_draft_and_who_looks_as_a_party_does_not(
    draft: Draft, people: People, role: str, is_submitted: bool
) -> None:
    submitted: list[str] = []
    if is_submitted:
        draft.fill().submit()
        submitted = read(draft, draft.actor)
    change(draft)
    assert SECRET in read(draft, people[role])
    assert read(draft, replace(people[role], masquerading=True)) == submitted


@pytest.mark.parametrize("is_masquerading", [False, True])
def test_an_instructor_reads_nothing_before_a_plan_is_submitted_then_its_last_version(
    draft: Draft, people: People, is_masquerading: bool
) -> None:
    ida = replace(people["instructor"], masquerading=is_masquerading)
    draft.fill()
    change(draft)
    assert plans.frame(ida, placement=draft.placement_id) == plans.Frame([], [])
    draft.submit()
    assert SECRET in read(draft, ida), "it was submitted"
    draft.save("outcomes", [{**row, "text": "Another text"} for row in draft.view().sections["outcomes"].rows])
    draft.save("periods", [{**row, "label": "Another label"} for row in draft.view().sections["periods"].rows])
    frame = plans.frame(ida, placement=draft.placement_id)
    assert SECRET in [outcome.text for outcome in frame.outcomes]
    assert "Another label" not in [period.label for period in frame.periods]
    draft.submit()
    assert set(read(draft, ida)) == {"Another text"}, "the last version, not the first"


def test_strangers_and_staff_of_other_courses_find_nothing(draft: Draft, people: People, person: Callable[..., Actor]) -> None:
    draft.fill().submit()
    elsewhere = replace(people["instructor"], course_key="course-v1:Other+X+1")
    for actor in (person("olaf"), elsewhere, Actor.stranger(COURSE)):
        with pytest.raises(NotFound):
            plans.frame(actor, placement=draft.placement_id)


def test_the_newest_plan_that_was_submitted_counts_section_by_section(draft: Draft, people: People) -> None:
    draft.fill().submit()
    Plan.objects.create(placement_id=draft.placement_id, course_key=COURSE, usage_key="a later plan that is a draft only")
    assert len(read(draft, people["instructor"])) == 3


def test_one_query_whoever_asks(draft: Draft, people: People, django_assert_num_queries: Callable[..., object]) -> None:
    draft.fill().submit()
    for actor in (draft.actor, people["instructor"]):
        with django_assert_num_queries(2):  # the placement, and what its plan names
            plans.frame(actor, placement=draft.placement_id)


def test_a_log_shows_the_draft_to_its_writer_and_not_to_staff_who_look_as_them(draft: Draft, people: People) -> None:
    """The form's tick boxes, an entry's outcomes and the pictures all read the plan through this one door."""
    change(draft)
    student = people["student"]
    entry = logs.write(
        student, placement_id=draft.placement_id, usage_key=LOG, draft=1, revision=0, rules=LOG_RULES,
        typed=words(outcomes=["o1"], level="3"),
    )  # fmt: skip
    logs.share(
        student, usage_key=LOG, entry_id=entry.id, revision=1, level="cohort", rules=LOG_RULES, confirmed=CHECKED
    )  # fmt: skip
    for masquerading in (False, True):
        block = make_block(LogBlock, student, usage=LOG)
        block.actor = replace(student, masquerading=masquerading)
        shown = block.student_view().content
        assert "I rang a customer." in shown
        pictures = call(block, "pictures", {"placement": draft.placement_id}, method="GET").text
        assert (SECRET in shown, SECRET in pictures) == (not masquerading, not masquerading)


def test_staff_who_look_as_a_party_see_the_plan_that_was_submitted(draft: Draft, people: People) -> None:
    """In the LMS it was a refusal, with no plan beside it."""
    draft.fill()
    block = block_of(draft, people["student"])
    block.actor = replace(people["student"], masquerading=True)
    assert "nothing has been submitted yet" in page(block)
    draft.submit()
    submitted = read(draft, draft.actor)
    change(draft)
    shown = html.unescape(page(block))
    assert str(block.display_name) in shown
    assert "what was submitted last is shown below" in shown
    assert "Version 1, as" in shown
    assert submitted
    assert all(outcome in shown for outcome in submitted)
    assert SECRET not in shown
    assert "ix-message--wrong" not in shown
    assert "hx-post" not in shown
