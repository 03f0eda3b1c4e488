"""The world of the notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from internship_xblock.openedx import letters
from tests.platform import TestPlatform

from . import smtp
from .smtp import Inbox
from .world import World


@pytest.fixture
def world(person: Any) -> World:
    return World(person)


@pytest.fixture
def inbox(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """The site's mail goes to a server, by Django's own backend."""
    monkeypatch.setattr(TestPlatform, "send_mail", lambda self, letter: letters.send_by_django(letter))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "internship@example.org"
    settings.INTERNSHIP_TIME_ZONE = "Europe/Oslo"
    with smtp.server() as (made, port):
        settings.EMAIL_PORT = port
        yield made
