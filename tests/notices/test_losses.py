"""What somebody is to be told is not lost: not to a batch, a crash, a second mail, or a mistake in one kind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from internship_xblock.core import outbox
from internship_xblock.core.actor import Actor
from internship_xblock.openedx.letters import NotSent
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.notices import claims, recording, reminders, sending
from internship_xblock.tools.notices.models import DailyMail, Notice
from internship_xblock.tools.placements.models import Party
from tests.platform import TestPlatform

from .world import LOG, LOG_RULES, SECRET, World, letters_to, sweep

DAY = date(2026, 11, 26)
MORNING = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Europe/Oslo"))
State = Notice.State


@pytest.fixture(autouse=True)
def in_oslo(settings: Any) -> None:
    settings.INTERNSHIP_TIME_ZONE = "Europe/Oslo"


def plan(now: datetime = MORNING) -> None:
    reminders.plan(now=now, every=timedelta(0))


def reasons() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("state", "reason"))


# -- one person's mail is whole ----------------------------------------------------------------------------------------------


def test_reminders_of_one_person_that_lie_in_two_batches_are_one_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.checkpoints(DAY, DAY + timedelta(days=2))
    plan()
    monkeypatch.setattr(sending, "BATCH", 3)
    assert sweep(MORNING).mails == 5
    assert reasons() == {(State.SENT, "")}
    for name in ("ola", "mira", "sven", "gunn", "lars"):
        (letter,) = letters_to(f"{name}@example.org")
        assert letter.subject.startswith("2 reminders")


def test_what_a_person_gets_by_their_seat_and_by_their_account_is_one_mail(
    world: World, person: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.checkpoints(DAY)
    plan()
    Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False, user_id=world.staff.user_id)
    world.checkpoints(DAY, DAY + timedelta(days=2))
    plan()
    monkeypatch.setattr(sending, "BATCH", 5)  # of the first checkpoint; of the second two are left
    sweep(MORNING)
    (letter,) = letters_to("staff_ida@example.org")
    assert letter.subject.startswith("2 reminders")
    assert reasons() == {(State.SENT, "")}


# -- one mail of reminders a day ---------------------------------------------------------------------------------------------


def test_who_dies_before_a_server_has_answered_loses_no_reminder(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.checkpoints(DAY)
    plan()
    Notice.objects.exclude(reader_id=world.ola.user_id).delete()

    class Killed(BaseException):
        pass

    TestPlatform.failing = Killed()
    with pytest.raises(Killed):
        sweep(MORNING)
    assert (DailyMail.objects.count(), reasons()) == (1, {(State.SENDING, "")})
    TestPlatform.failing = None
    Notice.objects.update(claimed_at=MORNING - timedelta(hours=1))
    assert sweep(MORNING + timedelta(minutes=20)).mails == 1
    assert reasons() == {(State.SENT, "")}


def test_what_stops_whoever_sends_it_is_given_up_after_the_last_attempt(world: World) -> None:
    world.comment(world.mira)
    Notice.objects.exclude(reader_id=world.ola.user_id).delete()
    for attempt in range(1, outbox.LAST_ATTEMPT + 1):
        assert [row.attempts for row in claims.claim(claims.due(MORNING + timedelta(days=400), 10))] == [attempt]
        Notice.objects.update(claimed_at=MORNING)
        claims.release_stale(MORNING + timedelta(hours=1))
    assert reasons() == {(State.UNDELIVERED, "stopped")}


def test_a_notice_that_is_not_taken_leaves_the_reminders_of_the_day_as_they_are(world: World) -> None:
    world.checkpoints(DAY)
    plan()
    sweep(MORNING)
    had = DailyMail.objects.count()
    world.comment(world.mira)
    TestPlatform.failing = NotSent("TimeoutError")
    Notice.objects.filter(kind="plan.commented").update(due_at=MORNING, made_at=MORNING)
    assert sweep(MORNING + timedelta(hours=1)).failed == 4
    assert DailyMail.objects.count() == had


def test_on_which_days_somebody_had_a_mail_is_not_kept(world: World) -> None:
    world.checkpoints(DAY)
    plan()
    sweep(MORNING)
    assert DailyMail.objects.count() == 5
    plan(MORNING + timedelta(days=2))
    assert DailyMail.objects.count() == 5
    plan(MORNING + timedelta(days=5))
    assert DailyMail.objects.count() == 0


# -- what is taken back ------------------------------------------------------------------------------------------------------


def test_who_is_being_told_at_this_moment_hears_that_it_was_taken_back(world: World) -> None:
    entry = world.share(world.write())
    rows = claims.claim(claims.due(datetime(2100, 1, 1, tzinfo=ZoneInfo("UTC")), 10))
    assert rows
    logs.take_back(world.ola, usage_key=LOG, entry_id=entry.id, revision=entry.revision, rules=LOG_RULES)
    assert world.told("log.taken_back") == {"Mira", "Gunn"}


# -- a mistake in one kind ---------------------------------------------------------------------------------------------------


def break_kind(monkeypatch: pytest.MonkeyPatch, key: str, **parts: Any) -> None:
    """Let functions of a kind fail, wherever the kinds are asked for."""
    from internship_xblock.core import notices

    known = notices.kinds()
    broken = {**known, key: replace(known[key], **dict.fromkeys(parts, _fail))}
    for module in (recording, reminders, sending):
        monkeypatch.setattr(module, "kinds", lambda: broken)


def _fail(*_args: Any) -> Any:
    raise KeyError(SECRET)


@pytest.mark.parametrize("part", ["find", "look", "say"])
def test_a_mistake_in_one_reminder_keeps_no_other_mail(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any, part: str
) -> None:
    world.period(DAY - timedelta(days=20), DAY + timedelta(days=60))
    world.write(day=DAY - timedelta(days=16))
    world.checkpoints(DAY)
    with caplog.at_level(logging.DEBUG):
        break_kind(monkeypatch, "log.silent", **{part: True})
        plan()
        sweep(MORNING)
    assert SECRET not in caplog.text
    assert "KeyError" in caplog.text
    assert set(Notice.objects.filter(kind="plan.checkpoint").values_list("state", flat=True)) == {State.SENT}
    assert set(Notice.objects.filter(kind="log.silent").values_list("reason", flat=True)) == set(
        () if part == "find" else ("mishap",)
    )
    assert len(letters_to("ola@example.org")) == 1


def test_a_mistake_in_one_notice_keeps_no_other_mail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.comment(world.mira)
    world.submit()
    break_kind(monkeypatch, "plan.commented", say=True)
    sweep()
    assert set(Notice.objects.filter(kind="plan.submitted").values_list("state", flat=True)) == {State.SENT}
    assert set(Notice.objects.filter(kind="plan.commented").values_list("state", "reason")) == {(State.WAITING, "mishap")}


def test_who_cannot_be_found_for_one_notice_keeps_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.submit()
    break_kind(monkeypatch, "log.approved", told=True)
    world.decide("approve", "plan")
    assert world.told("plan.approved") == {"Ola", "Mira", "Sven", "Gunn", "Lars"}


def test_a_placement_in_which_all_fails_keeps_no_other_from_its_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "zones_of", _fail)
    assert reminders.plan(now=MORNING, every=timedelta(0)) == 1
    assert reminders.plan(now=MORNING) == 0  # the round is done


def test_a_row_that_cannot_be_understood_keeps_nobody_elses(world: World) -> None:
    world.checkpoints(DAY)
    plan()
    Notice.objects.filter(reader_id=world.ola.user_id).update(ids={})
    assert sweep(MORNING).mails == 4
    row = Notice.objects.get(reader_id=world.ola.user_id)
    assert (row.state, row.due_at) == (State.WAITING, MORNING + outbox.pause(1))
