"""Coordinators, and placements that they look after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.platform import COURSE


@pytest.fixture
def browse(client_of: Callable[[str], Client]) -> Callable[..., Any]:
    """`browse("staff_ida", state="invited")` opens the list as that person, or as a client has it."""

    def get(who: str | Client, /, course_key: str = COURSE, page: str = "placements", **asked: str) -> Any:
        client = client_of(who) if isinstance(who, str) else who
        known = {"course_key": course_key, **({"form": asked.pop("form")} if "form" in asked else {})}
        return client.get(reverse(f"internship_xblock:{page}", kwargs=known), asked)

    return get
