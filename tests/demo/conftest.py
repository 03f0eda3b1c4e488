"""A player with a small course of its own (`course/`) and the trial blocks of `blocks.py`."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from xblock.core import XBlock

from internship_xblock.demo import people
from internship_xblock.demo.engine import olx
from internship_xblock.demo.engine.runtime import PlayerRuntime

from .blocks import CounterBlock, RaisingBlock, UnreadableBlock

COURSE_FOLDER = Path(__file__).parent / "course"
KEY = "block-v1:Test+Mentor+2026+type@{}+block@{}".format
BLOCKS = {"demo_counter": CounterBlock, "demo_raising": RaisingBlock, "demo_unreadable": UnreadableBlock}
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "internship_xblock.demo.people.somebody_is_signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
]


@pytest.fixture
def player(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None, tmp_path: Path) -> Iterator[olx.Course]:
    """The player's own settings over the tests', its course read anew."""
    from xblock import plugin

    load = XBlock.load_class.__func__
    monkeypatch.setattr(XBlock, "load_class", classmethod(lambda cls, name, *rest: BLOCKS.get(name) or load(cls, name, *rest)))
    monkeypatch.setattr(plugin, "PLUGIN_CACHE", {})
    settings.ROOT_URLCONF = "internship_xblock.demo.urls"
    settings.INTERNSHIP_PLATFORM = "internship_xblock.demo.platform.DemoPlatform"
    settings.INTERNSHIP_DEMO_COURSE = str(COURSE_FOLDER)
    settings.MIDDLEWARE = MIDDLEWARE
    settings.INTERNSHIP_PAGE_BAR = "internship_xblock.demo.pages.frame.bar"
    monkeypatch.setenv("INTERNSHIP_DEMO_DIR", str(tmp_path))
    own = runpy.run_path(str(Path(people.__file__).with_name("settings.py")))
    for name in ("DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_MEMORY_SIZE"):
        setattr(settings, name, own.get(name, getattr(settings, name)))
    settings.CSRF_FAILURE_VIEW = "internship_xblock.demo.pages.frame.csrf_failure"
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", True)
    olx.forget_courses()
    people.prepare()
    yield olx.get_course()
    olx.forget_courses()


class Browser:
    """A test client that sends the CSRF token as the blocks' script does, and can be one of the people."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.client.get("/")

    def get(self, path: str, **extra: Any) -> Any:
        return self.client.get(path, **extra)

    def post(self, path: str, data: Any = None, **extra: Any) -> Any:
        token = self.client.cookies["csrftoken"].value
        return self.client.post(path, data or {}, headers={"X-CSRFToken": token}, **extra)

    def view_as(self, person: str) -> Browser:
        assert self.post("/view-as/", {"person": person}).status_code == 302
        self.get("/")
        return self


@pytest.fixture
def browser(player: olx.Course) -> Browser:
    return Browser()


@pytest.fixture
def runtime(player: olx.Course) -> Callable[..., PlayerRuntime]:
    """`runtime("mentor")`, `runtime("author", in_studio=True)`."""
    return lambda person, **options: PlayerRuntime(olx.get_course(), people.account(person), **options)
