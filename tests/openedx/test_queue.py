"""Celery: what is told of just after a task was asked for has a task of its own, or one that comes late enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from internship_xblock.core import events
from internship_xblock.openedx import queue
from internship_xblock.tools.notices import recording
from internship_xblock.tools.notices.web import running

START = datetime(2026, 11, 26, 9, tzinfo=UTC)


class Work:
    """A task, and when Celery would do it."""

    name = "internship_xblock.send_notices"

    def __init__(self) -> None:
        self.now, self.done_at, self.failing = START, list[datetime](), False

    def apply_async(self, countdown: int) -> None:
        if self.failing:
            raise ConnectionError
        self.done_at.append(self.now + timedelta(seconds=countdown))


@pytest.fixture
def work(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    import time

    settings.BROKER_URL = "redis://localhost"
    made = Work()
    monkeypatch.setattr(running, "send_notices", made)
    monkeypatch.setattr(time, "time", lambda: made.now.timestamp())  # the clock of the cache
    cache.clear()
    yield made
    cache.clear()


def happen(work: Work, seconds: float) -> datetime:
    """Let somebody be told of something so many seconds after the start. Return when it is due."""
    work.now = START + timedelta(seconds=seconds)
    running.on_notices(events.NoticesWait(course_key="", usage_key=""))
    return work.now + recording.delay()


@pytest.mark.parametrize("after", [0.5, 5, 14, 16, 60, 119, 134])
def test_what_is_told_of_a_little_later_is_sent_as_soon_as_it_is_due(work: Work, after: float) -> None:
    happen(work, 0)
    due = happen(work, after)
    assert any(due <= at <= due + timedelta(seconds=20) for at in work.done_at)


def test_what_is_told_of_at_once_is_one_task(work: Work) -> None:
    for second in range(5):
        happen(work, second)
    assert len(work.done_at) == 1


def test_a_page_that_sweeps_keeps_no_task_away(work: Work) -> None:
    assert queue.soon(work, 1, 1)
    due = happen(work, 0.2)
    assert any(due <= at for at in work.done_at)


def test_a_broker_that_is_down_keeps_no_later_task_away(work: Work) -> None:
    work.failing = True
    assert not queue.soon(work, 5, 5)
    work.failing = False
    assert queue.soon(work, 5, 5)
    assert len(work.done_at) == 1
