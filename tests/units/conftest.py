"""Everybody who answers here has an account."""

import pytest
from django.core.cache import cache

from .lessons import learners


@pytest.fixture(autouse=True)
def accounts(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        learners()


@pytest.fixture(autouse=True)
def no_pictures_remembered() -> None:
    cache.clear()
