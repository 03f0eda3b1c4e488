"""Each race at both isolation levels, a few times with the same seed. A thousand of them: `make soak`."""

from __future__ import annotations

import random

import pytest
from django.conf import settings

from . import coordinating, hosting, on_pages, scenarios, small  # noqa: F401 - they add their kinds
from .harness import LEVELS

TIMES = 2

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.mysql",
        reason="SQLite lets one write at a time: races need DATABASE_URL=mysql://",
    ),
]


@pytest.mark.parametrize("name", scenarios.KINDS)
def test_nobody_is_wronged(name: str) -> None:
    rng = random.Random(name)
    wrong = {}
    for number in range(TIMES * len(LEVELS)):
        level = LEVELS[number % len(LEVELS)]
        if said := scenarios.KINDS[name](level, rng):
            wrong[f"{level}, {number}"] = said
        scenarios.clean_up()
    assert wrong == {}
