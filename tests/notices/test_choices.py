"""How somebody wants to be told stays so when they join their seat to an account, and an old mail's link still serves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Actor, Identity
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices.choices import token_of
from internship_xblock.tools.notices.models import NoticeChoice
from internship_xblock.tools.placements.models import Party

from .world import World, letters_to, sweep


def join(world: World) -> Actor:
    """Let Gunn join her seat to an account of hers."""
    Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False, user_id=world.staff.user_id)
    return world.staff


def test_what_a_guest_chose_counts_when_they_have_joined_with_an_account(world: World) -> None:
    notices.choose(world.gunn, chosen="signatures")
    account = join(world)
    assert notices.choice(account) == "signatures"
    world.comment(world.mira)
    sweep()
    assert letters_to("staff_ida@example.org") == []
    notices.choose(account, chosen="at_once")  # and what they choose then counts from then on
    assert notices.choice(account) == "at_once"


@pytest.mark.parametrize(("first", "then"), [("guest", "account"), ("account", "guest")])
def test_of_what_somebody_said_in_both_ways_the_later_counts(world: World, first: str, then: str) -> None:
    who = {"guest": world.gunn, "account": world.staff}
    notices.choose(who[first], chosen="daily")
    NoticeChoice.objects.update(changed_at=timezone.now() - timedelta(days=1))
    notices.choose(who[then], chosen="signatures")
    assert notices.choice(join(world)) == "signatures"


def test_the_link_of_a_mail_to_a_guest_unsubscribes_them_when_they_have_an_account(world: World) -> None:
    link = reverse("internship_xblock:notices_by_link", kwargs={"token": token_of(Identity(None, world.gunn.seat_id))})
    account = join(world)
    notices.choose(account, chosen="daily")
    assert 'value="daily" checked' in Client().get(link).content.decode()
    assert Client().post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert notices.choice(account) == "signatures"
    world.comment(world.mira)
    sweep()
    assert letters_to("staff_ida@example.org") == []
