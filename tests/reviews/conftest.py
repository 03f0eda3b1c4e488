"""A placement with a mentor who submits, and reviewers of the course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.reviews import api
from tests.platform import COURSE

PLAN_BLOCK = "block-v1:Test+Mentor+2026+type@internship_plan+block@plan"


@pytest.fixture
def mira(person: Callable[..., Actor]) -> Actor:
    return person("mira")


@pytest.fixture
def ida(person: Callable[..., Actor]) -> Actor:
    return person("staff_ida", is_staff=True)


@pytest.fixture
def olav(person: Callable[..., Actor]) -> Actor:
    return person("staff_olav", is_staff=True)


@pytest.fixture
def placement_id(mira: Actor) -> int:
    return placements.start(mira, course_key=COURSE, role="mentor").id


@pytest.fixture
def submit(mira: Actor, placement_id: int) -> Callable[..., api.Standing]:
    """Submit a plan, 5 points to get, unless told otherwise."""

    def make(**changes: Any) -> api.Standing:
        what: dict[str, Any] = {
            "placement_id": placement_id, "usage_key": PLAN_BLOCK, "kind": "plan", "subject_id": 1, "subject_version": 1,
            "title": "Plan for Nils", "possible": 5,
        }  # fmt: skip
        return api.submit(changes.pop("actor", mira), **(what | changes))

    return make


@pytest.fixture
def submission(submit: Callable[..., api.Standing], ida: Actor) -> api.SubmissionView:
    """A plan that waits."""
    submit()
    (row,) = api.list_submissions(ida, course_key=COURSE).rows
    return api.open_submission(ida, submission_id=row.id)
