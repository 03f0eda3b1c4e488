"""Coordinators, hosts that placements name, and a request that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.api import Asked, Details, MadeLink
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import PartyRow
from tests.platform import COURSE

SECRET = "Secretword"


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """Let every test here use the database."""


@pytest.fixture
def kari(person: Callable[..., Actor]) -> Actor:
    return person("staff_kari", is_staff=True)


def place(actor: Actor, host: str, mentor: str = "Mira", student: str = "Ola") -> int:
    """A placement at a host, which is named as given."""
    rows = [
        PartyRow(uid=placements.new_uid(), role="student", name=student),
        PartyRow(uid=placements.new_uid(), role="mentor", name=mentor, organisation=host),
    ]
    return placements.set_up(actor, course_key=actor.course_key or COURSE, rows=rows).id


@pytest.fixture
def tana(ida: Actor) -> int:
    """A host that is kept, with somebody to write to."""
    host_id = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk AS")
    details = Details(name="Tana Fisk AS", contact_name="Per Berg", contact_email="per@tana.example")
    hosts.save_host(ida, host_id=host_id, revision=0, details=details)
    return host_id


def today() -> date:
    return timezone.localdate()


def asked(**changes: Any) -> Asked:
    known: dict[str, Any] = {
        "first_day": today() + timedelta(days=60), "last_day": today() + timedelta(days=120), "places": 3,
        "answer_by": today() + timedelta(days=14), "wishes": SECRET,
    }  # fmt: skip
    return Asked(**{**known, **changes})


@pytest.fixture
def request_(ida: Actor, tana: int) -> MadeLink:
    """Three places that Tana Fisk was asked for."""
    return hosts.ask_hosts(ida, host_ids=[tana], asked=asked())[0]


def send(client: Client, path: str, typed: dict[str, Any], **headers: str) -> Any:
    """Post a form as a browser does."""
    return client.post(path, urlencode(typed, doseq=True), content_type="application/x-www-form-urlencoded", headers=headers)
