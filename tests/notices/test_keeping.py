"""Who was told what is kept as long as somebody may ask, and not for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Identity
from internship_xblock.tools.notices import keeping, reminders
from internship_xblock.tools.notices.choices import token_of
from internship_xblock.tools.notices.models import Notice
from tests.platform import COURSE

from .world import World, sweep

State = Notice.State
LONG_AGO = timedelta(days=401)


def row(world: World, number: int, state: str = State.SENT, days: float = 401, **more: Any) -> Notice:
    ended = None if state in (State.WAITING, State.SENDING) else timezone.now() - timedelta(days=days)
    at = timezone.now() - timedelta(days=days)
    known = {"reader_id": world.ola.user_id, "made_at": at, "due_at": at, "ended_at": ended, "placement_id": world.id}
    return Notice(key=f"k{number}", kind="plan.commented", course_key=COURSE, state=state, **known, **more)


def keys() -> set[str]:
    return set(Notice.objects.values_list("key", flat=True))


def test_what_has_ended_goes_after_its_time_and_what_waits_stays(world: World) -> None:
    old = [State.SENT, State.SKIPPED, State.UNDELIVERED, State.WAITING, State.SENDING]
    rows = [row(world, at, state) for at, state in enumerate(old)]
    Notice.objects.bulk_create([*rows, row(world, 5, days=399)])
    assert keeping.drop_old() == 3
    assert keys() == {"k3", "k4", "k5"}


@pytest.mark.parametrize(
    ("days", "left"), [(60, {"young", "reminder"}), (1, {"young", "reminder"}), (900, {"old", "young", "reminder"})]
)
def test_the_operator_says_how_long_but_reminders_and_news_stay(world: World, settings: Any, days: int, left: set[str]) -> None:
    """The owner sees for 30 days who was not reached; a reminder is not sent again because it was sent."""
    settings.INTERNSHIP_NOTICE_DAYS = days
    rows = [row(world, 0, days=70), row(world, 1, State.UNDELIVERED, days=29), row(world, 2, days=70, is_reminder=True)]
    for one, name in zip(rows, ("old", "young", "reminder"), strict=True):
        one.key = name
    Notice.objects.bulk_create(rows)
    keeping.drop_old()
    assert keys() == left


def test_a_reminder_whose_day_is_ahead_is_sent_once_all_the_same(world: World, settings: Any) -> None:
    settings.INTERNSHIP_NOTICE_DAYS, settings.INTERNSHIP_TIME_ZONE = 1, "Europe/Oslo"
    now = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Europe/Oslo"))
    world.checkpoints(date(2026, 11, 28))
    for later in (timedelta(0), timedelta(hours=4)):
        reminders.plan(now=now + later, every=timedelta(0))
        mails = sweep(now + later).mails
        assert mails == (5 if later == timedelta(0) else 0)


def test_a_round_drops_what_is_old_and_the_link_of_an_old_mail_still_works(world: World) -> None:
    Notice.objects.bulk_create([row(world, 0)])
    reminders.plan(every=timedelta(0))
    assert keys() == set()
    leave = reverse("internship_xblock:notices_by_link", kwargs={"token": token_of(Identity(world.ola.user_id))})
    assert Client().get(leave).status_code == 200


def test_many_are_deleted_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BATCH", 10)
    Notice.objects.bulk_create([row(world, at) for at in range(35)])
    with CaptureQueriesContext(connection) as captured:
        assert keeping.drop_old() == 35
    assert len(captured) <= 2 * 4 + 2 * 5
    Notice.objects.bulk_create([row(world, at) for at in range(35)])
    assert keeping.drop_old(seconds=0) == 0  # the next round goes on
