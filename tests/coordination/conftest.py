"""Coordinators, and placements that they look after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from internship_xblock.core.actor import Actor
from tests.platform import COURSE


@pytest.fixture
def ida(person: Callable[..., Actor]) -> Actor:
    return person("staff_ida", is_staff=True)


@pytest.fixture
def mira(person: Callable[..., Actor]) -> Actor:
    return person("mira")


@pytest.fixture
def client_of(person: Callable[..., Actor]) -> Callable[[str], Client]:
    """`client_of("staff_ida")` is a browser in which that person is signed in; "" nobody."""

    def make(name: str) -> Client:
        client = Client()
        if name:
            person(name)
            client.force_login(get_user_model().objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def browse(client_of: Callable[[str], Client]) -> Callable[..., Any]:
    """`browse("staff_ida", state="invited")` opens the list as that person, or as a client has it."""

    def get(who: str | Client, /, course_key: str = COURSE, page: str = "placements", **asked: str) -> Any:
        client = client_of(who) if isinstance(who, str) else who
        known = {"course_key": course_key, **({"form": asked.pop("form")} if "form" in asked else {})}
        return client.get(reverse(f"internship_xblock:{page}", kwargs=known), asked)

    return get
