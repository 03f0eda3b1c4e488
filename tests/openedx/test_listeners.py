"""What the platform hears of what people do: once it stands, whoever calls the verb, and never a word of theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, transaction

from internship_xblock.core import events
from internship_xblock.openedx.lms import LmsPlatform
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.reviews import api as reviews
from tests.logs.world import USAGE, World
from tests.platform import COURSE, TestPlatform

Capture = Callable[..., Any]


def test_a_verb_is_heard_whoever_calls_it_and_carries_no_words(
    person: Callable[..., Any], django_capture_on_commit_callbacks: Capture
) -> None:
    world = World(person)
    with django_capture_on_commit_callbacks(execute=True):
        entry = world.share(world.write(what="Secretword"), "supervisor").entry
        logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="Secretword, I noticed.")
        logs.reply(world.student, usage_key=USAGE, entry_id=entry.id, text="Secretword, thank you.")
        (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
        reviews.approve(world.staff, submission_id=row.id, revision=1, text="Secretword.", points=1)
    assert [name for name, _data in TestPlatform.tracked] == [
        f"internship.{verb}" for verb in ("review.submit", "log.share", "log.answer", "log.reply", "review.approved")
    ]
    assert TestPlatform.completions == [(world.student.account, USAGE, 1.0)]
    assert [(grade["usage_key"], grade["earned"]) for grade in TestPlatform.grades] == [(USAGE, 1.0)]
    for _name, data in TestPlatform.tracked:
        assert {name for name, value in data.items() if isinstance(value, str)} == {"course_id", "usage_id"}
        assert all(isinstance(value, int | str) for value in data.values())
    assert "Secretword" not in str((TestPlatform.tracked, TestPlatform.completions, TestPlatform.grades))


def test_what_is_undone_is_told_to_nobody(person: Callable[..., Any], django_capture_on_commit_callbacks: Capture) -> None:
    world = World(person)
    entry = world.write()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        world.share(entry, "mentor")
        transaction.set_rollback(True)
    assert TestPlatform.tracked == []


@pytest.mark.django_db
def test_who_listens_and_fails_undoes_nothing_and_tells_no_words(caplog: pytest.LogCaptureFixture) -> None:
    def fails(event: Odd) -> None:
        raise RuntimeError("Secretword")

    class Odd(events.Event):
        pass

    heard: list[events.Event] = []
    events.listen(Odd, fails)
    events.listen(Odd, heard.append)
    events.listen(Odd, heard.append)
    with caplog.at_level(logging.DEBUG):
        assert events.deliver(Odd(course_key=COURSE, usage_key="log")) is False
    assert len(heard) == 1
    assert "RuntimeError" in caplog.text
    assert "Secretword" not in caplog.text


@pytest.mark.django_db
def test_where_the_database_gave_up_nobody_goes_on() -> None:
    """It has undone what came before, too: the transaction begins again, or is refused as a whole."""

    class Odd(events.Event):
        pass

    def gives_up(event: Odd) -> None:
        raise OperationalError(1213, "Deadlock found when trying to get lock")

    events.listen(Odd, gives_up)
    with pytest.raises(OperationalError):
        events.deliver(Odd(course_key=COURSE, usage_key="log"))


def test_a_site_without_completion_or_tracking_is_none_the_worse() -> None:
    LmsPlatform().set_completion(course_key=COURSE, usage_key="block-v1:Test+Mentor+2026+type@x+block@y", user_id=1, share=1.0)
    LmsPlatform().track("internship.log.share", {"user_id": 1})
