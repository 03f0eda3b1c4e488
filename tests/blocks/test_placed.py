"""Which placement a block opens: the one open last, unless the learner has come into another since."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.web.block import PlacementBlock
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.platform import COURSE
from tests.runtime import call, make_block, new_store

pytestmark = pytest.mark.django_db


def invited_by(owner: Actor, role: str) -> tuple[int, str]:
    """A placement of `owner` with a free place, and the code for it."""
    view = placements.start(owner, course_key=COURSE, role="mentor")
    rows = [*view.parties, placements.PartyRow(uid="free1", role=role, name="Jonas")]
    placements.save_parties(owner, placement_id=view.id, revision=view.revision, rows=rows)
    return view.id, placements.invite(owner, placement_id=view.id, party_uid="free1")


def test_who_joins_by_a_link_finds_that_placement_and_may_go_back(person: Callable[..., Actor]) -> None:
    jonas, store = person("jonas"), new_store()
    joined_id, code = invited_by(person("mira"), "student")  # older than the student's own
    block = make_block(PlanBlock, jonas, store=store)
    call(block, "start_placement", {"role": "student"})
    own_id = int(block.placement_id)
    assert own_id > joined_id
    placements.join(jonas, course_key=COURSE, code=code)  # on the join page: this block hears nothing of it
    later = make_block(PlanBlock, jonas, store=store)
    assert f'"placement": "{joined_id}"' in later.student_view().content
    call(later, "choose_placement", {"placement": str(own_id)})
    assert f'"placement": "{own_id}"' in make_block(PlanBlock, jonas, store=store).student_view().content


def test_a_placement_one_is_no_longer_in_is_not_opened(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("jonas"), placement_id="4711", chosen_at=timezone.now())
    assert "Begin the plan" in block.student_view().content


@pytest.mark.parametrize(
    ("block_class", "label"),
    [(PlanBlock, "Begin the plan"), (LogBlock, "Begin your log"), (PlacementBlock, "Begin the placement")],
)
@pytest.mark.parametrize("staff_mode", [False, True])
def test_beginning_one_is_a_deliberate_step(
    person: Callable[..., Actor], block_class: type, label: str, staff_mode: bool
) -> None:
    """A leader who waits for an invitation reads that it may be on its way, and opens nothing by one press."""
    block = make_block(block_class, person("lena"), staff_mode=staff_mode)
    first = block.student_view().content
    assert "open the personal link they send you" in first
    assert label in first
    assert "/handler/start_placement" not in first
    asked = call(block, "begin", {"role": "leader"}, method="GET").text
    assert "an invitation may be on its way to you" in asked
    assert "Leader" in asked
    kind = block.author_settings().placement_kind
    assert not placements.mine(block.actor, course_key=COURSE, kind=kind).rows, "nothing is opened yet"
    assert label in call(block, "first_screen", {}, method="GET").text
    (action,) = re.findall(r'hx-post="(/handler/\w+)"', asked)
    (role,) = re.findall(r'name="role" value="(\w+)"', asked)
    assert (action, role) == ("/handler/start_placement", "leader")
    call(block, "start_placement", {"role": role})
    (view,) = placements.mine(block.actor, course_key=COURSE, kind=block.author_settings().placement_kind).rows
    assert view.parties[0].role == "leader"


def test_another_one_is_asked_about_too_and_a_role_is_needed(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("mira"))
    call(block, "start_placement", {"role": "mentor"})
    others = call(block, "other_placements", {"placement": block.placement_id}, method="GET").text
    assert "/handler/begin" in others
    assert "/handler/start_placement" not in others
    refused = call(block, "begin", {"role": "king"}, method="GET")
    assert refused.status_int == 422
    assert f"{block.html_id}-role-error" in refused.text
    assert "What next" in call(block, "first_screen", {}, method="GET").text
