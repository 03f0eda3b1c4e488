"""What a mentor is trained for stands beside the name in a plan: on its screen, for those in the placement and its staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.training import awarding
from internship_xblock.tools.training.models import Training
from tests.platform import COURSE

from .conftest import USAGE, Draft
from .test_block import block_of, page
from .test_sections import reread

WORDS = "Ready to host, until"


def train(actor: Actor) -> None:
    awarding.award(
        person_id=actor.account, course_key="course-v1:Other+Mentors+2026", level="ready", completed_at=timezone.now()
    )


def joined(draft: Draft, actor: Actor) -> Actor:
    """Somebody who has taken another seat."""
    view = placements.get(draft.actor, placement_id=draft.placement_id)
    free = next(party for party in view.parties if not party.has_joined)
    code = placements.invite(draft.actor, placement_id=view.id, party_uid=free.uid)
    placements.join(actor, course_key=COURSE, code=code)
    return actor


@pytest.fixture
def trained(draft: Draft) -> Draft:
    draft.fill()
    train(draft.actor)
    return draft


def test_it_stands_beside_the_mentor(trained: Draft, person: Callable[..., Actor]) -> None:
    assert WORDS in page(block_of(trained))
    assert WORDS in reread(trained, "parties")
    assert WORDS in page(block_of(replace(trained, actor=joined(trained, person("nils")))))
    with override("nb"):
        assert "Klar til å ta imot, til" in page(block_of(trained))


def test_only_while_it_is_valid_and_only_beside_mentors(trained: Draft) -> None:
    Training.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert WORDS not in page(block_of(trained))
    Training.objects.update(until=timezone.localdate())
    assert WORDS in page(block_of(trained))
    Party.objects.filter(user_id=trained.actor.user_id).update(role="leader")
    assert WORDS not in page(block_of(trained))


def test_it_is_no_part_of_the_plan(trained: Draft) -> None:
    trained.submit()
    version = plans.version(trained.actor, placement_id=trained.placement_id, usage_key=USAGE, number=1)
    assert WORDS not in str(version.document)


def test_it_costs_one_query(trained: Draft) -> None:
    page(block_of(trained))
    with CaptureQueriesContext(connection) as captured:
        page(block_of(trained))
    assert sum("internship_xblock_training" in one["sql"] for one in captured.captured_queries) == 1
    assert len(captured) <= 12


def test_nobody_else_is_asked_about(trained: Draft, person: Callable[..., Actor]) -> None:
    """Whoever is in no placement with them has no plan to read it in."""
    stranger = replace(trained, actor=person("stranger"))
    assert WORDS not in page(block_of(stranger, placement_id=str(trained.placement_id)))
