"""Sent once, to where it can be; what no server took is tried again, and then told to whom it concerns."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core import outbox
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, NotAllowed, NotFound
from internship_xblock.openedx.letters import NotSent
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices import claims
from internship_xblock.tools.notices.models import DailyMail, Notice, NoticeChoice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from tests.platform import COURSE, TestPlatform
from tests.seats import open_in

from .world import SECRET, World, later, letters_to, sweep

State = Notice.State
OSLO = ZoneInfo("Europe/Oslo")


def states(**which: Any) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(**which).order_by("pk").values_list("state", "reason"))


def test_nothing_is_sent_twice_and_nothing_before_its_time(world: World) -> None:
    world.comment(world.mira)
    assert sweep(timezone.now()).mails == 0
    assert (sweep().mails, sweep().mails) == (4, 0)
    assert {state for state, _reason in states()} == {State.SENT}
    from internship_xblock.core.events import Happened
    from internship_xblock.tools.notices.recording import record

    row = Notice.objects.filter(kind="plan.commented").first()
    assert row is not None
    record(
        Happened(
            course_key=row.course_key, usage_key=row.usage_key, verb="plan.comment", user_id=row.doer_id,
            ids={name: value for name, value in row.ids.items() if name != "verb"},
        )
    )  # fmt: skip
    assert (Notice.objects.count(), sweep().mails) == (4, 0)


def test_what_is_said_within_minutes_is_one_message_and_the_same_thing_once(world: World) -> None:
    for _ in range(3):
        world.comment(world.mira)
    world.comment(world.gunn)
    tally = sweep()
    assert (tally.mails, tally.sent) == (5, 16)
    (letter,) = letters_to("ola@example.org")
    assert letter.subject == "2 things are new in the placement of Ola"
    assert letter.text.count("Mira commented on the plan") == 1


def test_a_claim_is_one_persons(world: World) -> None:
    world.comment(world.mira)
    rows = claims.due(later(), 10)
    first = claims.claim(rows)
    assert (len(first), claims.claim(rows), sweep().mails) == (4, [], 0)
    claims.sent(first)
    assert {state for state, _reason in states()} == {State.SENT}


def test_who_died_in_the_middle_leaves_it_to_others(world: World) -> None:
    world.comment(world.mira)
    lost = claims.claim(claims.due(later(), 10))
    Notice.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert sweep().mails == 4
    claims.failed(lost, "late", False, timezone.now())  # who lost the claim ends nothing
    claims.sent(lost)
    assert states() == [(State.SENT, "")] * 4


def test_what_no_server_takes_is_tried_again_ever_later_and_then_told(world: World) -> None:
    world.comment(world.mira)
    Notice.objects.exclude(reader_id=world.ola.user_id).delete()
    TestPlatform.failing = NotSent("TimeoutError")
    now, pauses = later(), []
    for attempt in range(1, outbox.LAST_ATTEMPT + 1):
        assert sweep(now).failed == 1
        row = Notice.objects.get()
        assert row.attempts == attempt
        if row.state == State.WAITING:
            pauses.append(row.due_at - now)
            now = row.due_at
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=5), timedelta(hours=5, minutes=20))
    assert states() == [(State.UNDELIVERED, "TimeoutError")]
    (lost,) = notices.undelivered(world.ola, placement=world.id)
    assert lost.party.role == "student"
    assert "did not take the message" in lost.words
    TestPlatform.failing = None
    world.comment(world.mira)
    sweep(timezone.now() + timedelta(hours=1))
    assert notices.undelivered(world.ola, placement=world.id) == []


def test_a_guests_mail_goes_where_they_came_from_whatever_others_type(world: World) -> None:
    open_in(Client(), world.gunn, address="gunn@firm.example")
    open_in(Client(), world.gunn, address="later@else.example")
    view = placements.get(world.mira, placement_id=world.id)
    rows = [replace(one, email="mira.private@example.org") if one.uid == "gunn" else one for one in view.parties]
    placements.save_parties(world.mira, placement_id=world.id, revision=view.revision, rows=rows)
    world.comment(world.mira)
    sweep()
    assert len(letters_to("gunn@firm.example")) == 1
    assert letters_to("mira.private@example.org") == letters_to("later@else.example") == []


def test_an_address_that_no_server_knows_is_not_tried_again(world: World) -> None:
    world.comment(world.mira)
    TestPlatform.failing = NotSent("SMTPRecipientsRefused", is_final=True)
    sweep()
    assert {state for state, _reason in states()} == {State.UNDELIVERED}
    assert {one.party.name for one in notices.undelivered(world.sven, placement=world.id)} == {"Ola", "Sven", "Gunn", "Lars"}
    for nobody in (world.mira, world.gunn):
        with pytest.raises(NotAllowed):
            notices.undelivered(nobody, placement=world.id)


def test_a_mistake_of_ours_in_one_mail_keeps_nobody_elses(world: World, caplog: Any) -> None:
    world.comment(world.mira)
    TestPlatform.failing = RuntimeError(SECRET)
    with caplog.at_level(logging.DEBUG):
        assert sweep().failed == 4
    assert SECRET not in caplog.text
    assert states() == [(State.WAITING, "mishap")] * 4


@pytest.mark.parametrize(
    "address", ["", "gunn", "gunn@", "g\nBcc: x@example.org", "gunn@example.org\nBcc: x@example.org", "günn@example.org"]
)
def test_where_there_is_no_address_nothing_is_sent_and_it_is_said(world: World, address: str) -> None:
    Party.objects.filter(pk=world.gunn.seat_id).update(email=address)
    world.comment(world.mira)
    sweep()
    assert {letter.address for letter in TestPlatform.letters} == {f"{name}@example.org" for name in ("ola", "sven", "lars")}
    assert states(reader_seat=world.gunn.seat_id) == [(State.SKIPPED, "no_address")]
    assert [one.party.name for one in notices.undelivered(world.ola, placement=world.id)] == ["Gunn"]


@pytest.mark.parametrize(
    ("typed", "sent_to"),
    [
        ("Gunn.Aas@EXAMPLE.org", "Gunn.Aas@example.org"),
        (" gunn@example.org ", "gunn@example.org"),
        ("gunn@blåbær.no", "gunn@xn--blbr-roah.no"),
    ],
)
def test_an_address_in_other_letters_is_sent_to_as_servers_take_it(world: World, typed: str, sent_to: str) -> None:
    Party.objects.filter(pk=world.gunn.seat_id).update(email=typed)
    world.comment(world.mira)
    sweep()
    assert len(letters_to(sent_to)) == 1


def test_an_account_that_is_not_active_gets_nothing(world: World) -> None:
    get_user_model().objects.filter(pk=world.ola.user_id).update(is_active=False)
    world.comment(world.mira)
    sweep()
    assert letters_to("ola@example.org") == []


def test_what_is_a_week_old_is_no_news(world: World) -> None:
    world.comment(world.mira)
    assert sweep(later(days=8)).mails == 0
    assert {reason for _state, reason in states()} == {"late"}


def test_a_course_of_which_somebody_takes_no_mail_sends_only_what_is_signed(world: World) -> None:
    TestPlatform.preferences = {world.ola.account: {"opted_out": frozenset({COURSE})}}
    world.comment(world.mira)
    world.submit()
    sweep()
    (letter,) = letters_to("ola@example.org")
    assert "commented" not in letter.text
    assert "waits for your signature" in letter.subject


# -- how somebody wants to be told --------------------------------------------------------------------------------------------


def test_once_a_day_is_one_message_in_the_morning(world: World) -> None:
    TestPlatform.preferences = {world.ola.account: {"zone": "Europe/Oslo"}}
    notices.choose(world.ola, chosen="daily")
    made = datetime(2026, 11, 24, 14, 0, tzinfo=OSLO)
    world.comment(world.mira)
    world.comment(world.gunn)
    Notice.objects.update(made_at=made, due_at=made)
    assert sweep(made + timedelta(hours=3)).postponed == 2
    assert letters_to("ola@example.org") == []
    assert sweep(datetime(2026, 11, 25, 6, 59, tzinfo=OSLO)).mails == 0
    sweep(datetime(2026, 11, 25, 7, 1, tzinfo=OSLO))
    (letter,) = letters_to("ola@example.org")
    assert letter.subject.startswith("2 things")


def test_only_what_concerns_a_signature_reaches_who_wants_no_more(world: World) -> None:
    for actor in (world.ola, world.gunn):
        notices.choose(actor, chosen="signatures")
        assert notices.choice(actor) == "signatures"
    world.comment(world.mira)
    world.submit()
    sweep()
    assert [letter.subject for letter in letters_to("ola@example.org")] == [
        "Mira submitted version 1 of the plan. It waits for your signature"
    ]
    assert len(letters_to("gunn@example.org")) == 1
    assert len(letters_to("sven@example.org")) == 1  # both in one


def test_a_choice_is_each_persons_own(world: World) -> None:
    same = world.mira.account
    notices.choose(world.gunn, chosen="daily")
    assert [notices.choice(actor) for actor in (world.gunn, world.lars, world.mira)] == ["daily", "at_once", "at_once"]
    assert not NoticeChoice.objects.filter(reader_id=same).exists()
    for chosen in ("", "never", "Daily", "\x00"):
        with pytest.raises(BadRequest):
            notices.choose(world.mira, chosen=chosen)
    nobody = Actor.guest(seat_id=10**9, name="", course_key="")
    with pytest.raises(NotFound):
        notices.choose(nobody, chosen="daily")


# -- what goes with a person --------------------------------------------------------------------------------------------------


def test_who_is_forgotten_leaves_nothing_behind(world: World) -> None:
    world.comment(world.ola)
    world.comment(world.gunn)
    for actor in (world.ola, world.gunn, world.mira):
        notices.choose(actor, chosen="daily")
    DailyMail.objects.create(key="x", reader_id=world.ola.user_id, day=timezone.localdate())
    retirement.forget(world.ola.account)
    retirement.forget_seat(world.gunn.seat_id or 0)
    assert not Notice.objects.filter(reader_id=world.ola.user_id).exists()
    assert not Notice.objects.filter(reader_seat=world.gunn.seat_id).exists()
    assert set(Notice.objects.values_list("doer", "doer_seat")) == {(None, None)}
    assert Notice.objects.count() > 0
    assert (NoticeChoice.objects.count(), DailyMail.objects.count()) == (1, 0)
    assert NoticeChoice.objects.get().reader_id == world.mira.user_id


def test_a_place_that_was_left_takes_its_notices_along(world: World) -> None:
    world.comment(world.mira)
    Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False)
    view = placements.get(world.ola, placement_id=world.id)
    rows = [party for party in view.parties if party.uid != "gunn"]
    placements.save_parties(world.ola, placement_id=world.id, revision=view.revision, rows=rows)
    assert not Notice.objects.filter(reader_seat=world.gunn.seat_id).exists()


# -- what it costs -----------------------------------------------------------------------------------------------------------


def test_of_many_the_mails_alone_cost_more(world: World) -> None:
    """Per mail: the claim, what it is asked, and the end. What is looked up for all is looked up once."""

    def count(comments: int) -> int:
        Notice.objects.all().delete()
        for _ in range(comments):
            world.comment(world.mira)
        with CaptureQueriesContext(connection) as captured:
            sweep()
        return len(captured)

    one, ten = count(1), count(10)
    assert one <= 4 * 6 + 8
    assert ten - one == 4 * 9 * 2  # each comment is asked for as each reader, in two queries
