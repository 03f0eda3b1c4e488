"""Whom mail does not reach stands on Today for whoever may invite, with where it is mended, until it reaches them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.today import Todo
from internship_xblock.openedx.letters import NotSent
from internship_xblock.tools.coordination.models import PlacementState
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.notices.web.today import part
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from tests.platform import TestPlatform

from .world import PLAN, SECRET, World, committed, sweep


def todos(actor: Actor) -> list[Todo]:
    views, _count = placements.overview(actor, limit=5)
    return list(part(actor, views).todos)


@pytest.fixture
def lost(world: World) -> World:
    """Gunn's address is none that a server knows."""
    world.checkpoints(date(2026, 11, 26))
    world.comment(world.mira)
    Notice.objects.exclude(reader_seat=world.gunn.seat_id).delete()
    TestPlatform.failing = NotSent("SMTPRecipientsRefused", is_final=True)
    sweep()
    TestPlatform.failing = None
    return world


def test_who_may_invite_sees_whom_mail_does_not_reach_and_where_to_mend_it(lost: World) -> None:
    for actor in (lost.ola, lost.sven):
        (todo,) = todos(actor)
        assert todo.sentence == "Mail does not reach Gunn. The mail server does not know this address. Check how it is spelled."
        assert f"/{PLAN}/{lost.id}/#" in todo.address
        assert todo.place.endswith("-parties-invite")
    assert todos(lost.mira) == todos(lost.gunn) == []
    client = Client()
    client.force_login(get_user_model().objects.get(pk=lost.ola.account))
    page = client.get("/internship/").content.decode()
    assert "Mail does not reach Gunn." in page
    assert SECRET not in page


def came_by_mail(lost: World) -> None:
    now = timezone.now()
    Invitation.objects.create(
        party_id=lost.gunn.seat_id, code_hash="x", address="gunn@example.org", accepted_at=now, expires=now + timedelta(days=60)
    )


def test_of_an_address_that_is_nobody_s_to_change_it_says_what_helps_instead(lost: World) -> None:
    came_by_mail(lost)
    (todo,) = todos(lost.ola)
    assert "cannot be changed here. Create one more link and send it yourself." in todo.sentence
    assert "spelled" not in todo.sentence
    assert todo.place.endswith("-parties-invite")


@pytest.mark.parametrize(("reason", "words"), [("SMTPRecipientsRefused", "correct it there"), ("no_address", "add one there")])
def test_of_an_account_its_owner_corrects_the_address(lost: World, reason: str, words: str) -> None:
    Notice.objects.update(reader_id=lost.mira.user_id, reader_seat=None, reason=reason)
    (todo,) = todos(lost.ola)
    assert todo.sentence.startswith("Mail does not reach Mira.")
    assert todo.sentence.endswith(f"Ask them to {words}.")
    assert (todo.action, todo.address) == ("", "")


def test_it_is_gone_when_a_mail_has_reached_them(lost: World) -> None:
    lost.comment(lost.ola)
    sweep(timezone.now() + timedelta(hours=1))
    assert todos(lost.ola) == []


def test_without_a_plan_it_says_so_and_leads_nowhere(world: World) -> None:
    Party.objects.filter(pk=world.gunn.seat_id).update(email="")
    world.share(world.write())
    sweep()
    (todo,) = todos(world.ola)
    assert (todo.action, todo.address) == ("", "")


def test_who_wants_no_mail_of_the_course_is_not_to_be_mended(world: World) -> None:
    world.comment(world.mira)
    TestPlatform.failing = NotSent("opted_out", is_final=True)
    sweep()
    assert set(Notice.objects.values_list("state", flat=True)) == {Notice.State.UNDELIVERED}
    assert todos(world.ola) == []


def test_it_costs_as_much_for_many_as_for_one(lost: World) -> None:
    def count() -> int:
        views, _count = placements.overview(lost.ola, limit=5)
        with CaptureQueriesContext(connection) as captured:
            part(lost.ola, views)
        return len(captured)

    one = count()
    row = Notice.objects.get()
    for at, name in enumerate(("lars", "mira")):
        seat = Party.objects.get(placement_id=lost.id, uid=name)
        row.pk, row.key, row.reader_id, row.reader_seat_id = None, f"x{at}", seat.user_id, None if seat.user_id else seat.pk
        row.save(force_insert=True)
    assert (len(todos(lost.ola)), count()) == (3, one)
    assert one == 2


def test_only_where_mail_does_not_arrive_or_did_not_the_placement_is_looked_at_anew(world: World) -> None:
    def marked(moment: datetime | None = None) -> bool:
        PlacementState.objects.update(stale=0)
        committed(lambda: sweep(moment))
        return PlacementState.objects.filter(stale__gt=0).exists()

    committed(lambda: world.comment(world.mira))
    assert not marked()  # all is well
    committed(lambda: world.comment(world.mira))
    TestPlatform.failing = NotSent("SMTPRecipientsRefused", is_final=True)
    assert marked(timezone.now() + timedelta(hours=1))
    TestPlatform.failing = None
    committed(lambda: world.comment(world.mira))
    assert marked(timezone.now() + timedelta(hours=2))  # they are reached again
