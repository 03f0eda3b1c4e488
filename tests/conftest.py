"""What many tests use: people, a placement, a runtime for blocks."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator

import hypothesis
import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements

from .platform import COURSE, TestPlatform

# How long an example takes says how busy the machine is. Hypothesis' own profile of today stands below it: on CI it draws the
# same examples each time.
hypothesis.settings.register_profile("untimed", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.register_profile("soak", parent=hypothesis.settings(), deadline=None, derandomize=False, max_examples=3_000)
hypothesis.settings.load_profile("untimed")


# Seconds of computing, not of waiting, so that a busy machine makes nothing red; five sixths of it are what a slow machine
# takes longer, or one that shares its caches and its cores. What computes for two seconds on a quiet one is marked.
SLOW = 12.0
_spent = pytest.StashKey[float]()


def _computed() -> float:
    """Seconds that this process and its children that have ended were computing."""
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    before = _computed()
    try:
        return (yield)
    finally:
        item.stash[_spent] = _computed() - before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that computes longer than SLOW and does not say so by the mark `slow`; a browser's and a package's may."""
    report = yield
    spent = item.stash.get(_spent, 0.0)
    is_marked = any(item.get_closest_marker(name) for name in ("slow", "browser", "packaging"))
    if report.when == "call" and report.passed and spent > SLOW and not is_marked:
        report.outcome = "failed"
        report.longrepr = f"{spent:.1f} s of computing, more than {SLOW:.0f}: make it cheaper, or mark it `slow` and say why."
    return report


def _forget() -> None:
    placements.connect_post(None)
    cache.clear()  # how often something was tried
    TestPlatform.grades, TestPlatform.completions, TestPlatform.tracked = [], [], []
    TestPlatform.real = None
    TestPlatform.pictures = TestPlatform.units = None
    TestPlatform.settings, TestPlatform.certificates = {}, {}
    TestPlatform.as_learner = False
    TestPlatform.gone = set()
    TestPlatform.blocks = {}
    TestPlatform.letters, TestPlatform.failing, TestPlatform.preferences = [], None, {}


@pytest.fixture(autouse=True)
def clean_platform() -> Generator[None]:
    """Begin with a platform that knows nothing, and leave it so: what a module makes once stands before its first test."""
    _forget()
    yield
    _forget()


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
