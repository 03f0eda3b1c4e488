"""The world of the notices."""

from __future__ import annotations

from typing import Any

import pytest

from .world import World


@pytest.fixture
def world(person: Any) -> World:
    return World(person)
