"""What many tests use: people, a placement, a runtime for blocks."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis
import pytest
from django.contrib.auth import get_user_model

from internship_xblock.core.actor import Actor

from .platform import COURSE, TestPlatform

# How long an example takes says how busy the machine is. Hypothesis' own profile of today stands below it: on CI it draws the
# same examples each time.
hypothesis.settings.register_profile("untimed", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.register_profile("soak", parent=hypothesis.settings(), deadline=None, derandomize=False, max_examples=3_000)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def clean_platform() -> None:
    TestPlatform.grades, TestPlatform.completions, TestPlatform.tracked = [], [], []
    TestPlatform.real = None
    TestPlatform.as_learner = False
    TestPlatform.gone = set()
    TestPlatform.blocks = {}


@pytest.fixture
def person(db: None) -> Callable[..., Actor]:
    """Make an actor with an account: `person("mira")`, `person("staff_ida", is_staff=True)`."""

    def make(name: str, is_staff: bool = False, course_key: str = COURSE) -> Actor:
        user, _ = get_user_model().objects.get_or_create(username=name, defaults={"first_name": name.capitalize()})
        return Actor(
            user_id=user.pk,
            name=name.capitalize(),
            course_key=course_key,
            is_staff=is_staff,
            anonymous_id=f"anonymous-{user.pk}",
        )

    return make
