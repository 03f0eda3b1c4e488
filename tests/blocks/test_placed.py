"""Which placement a block opens: the one open last, unless the learner has come into another since."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from internship_xblock.blocks.plan import PlanBlock
from internship_xblock.tools.actor import Actor
from internship_xblock.tools.placements import api as placements
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
    assert f'name="placement" value="{joined_id}"' in later.student_view().content
    call(later, "choose_placement", {"placement": str(own_id)})
    assert f'name="placement" value="{own_id}"' in make_block(PlanBlock, jonas, store=store).student_view().content


def test_a_placement_one_is_no_longer_in_is_not_opened(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("jonas"), placement_id="4711", chosen_at=timezone.now())
    assert "Begin the plan" in block.student_view().content
