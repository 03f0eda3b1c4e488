"""Feeds: an address for one's own days, made, ended and opened. Each verb takes the actor first and asks the table first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import NotFound
from ...core.secrets import Secret
from ...core.times import chosen_times
from ..placements import api as placements
from ..plans import api as plans
from . import contents
from .contents import Day
from .models import CalendarFeed

__all__ = ["PLACEMENTS_READ", "Day", "Feed", "Opened", "days", "end", "make", "opened", "own"]

PLACEMENTS_READ = 100  # the newest of somebody's placements
CODE = Secret(24, "feed")  # bytes: 192 bits


@dataclass(frozen=True)
class Feed:
    """That somebody has an address, since when. The address itself nobody can tell any more."""

    created: datetime


@dataclass(frozen=True)
class Opened:
    """Whose feed an address opens, and in which language."""

    actor: Actor
    language: str
    feed_id: int


def own(actor: Actor) -> Feed | None:
    """Return whether the actor has an address. One query."""
    _require(actor, "feed.own")
    found = CalendarFeed.objects.filter(_theirs(actor), revoked_at=None).order_by("-pk").first()
    return Feed(found.created) if found is not None else None


def make(actor: Actor) -> str:
    """Make an address for the actor's days, and end the one before. Return its secret, which is told once."""
    _require(actor, "feed.make")
    code = CODE.new()
    with transaction.atomic():
        CalendarFeed.objects.create(
            user_id=None if actor.is_guest else actor.account, seat_id=actor.seat_id, code_hash=CODE.hashed(code),
            created=timezone.now(), language=translation.get_language() or "",
        )  # fmt: skip
        _end_all_but_newest(actor)
        # Windows that make one at once do not see each other's before these are committed: then the newest is left.
        transaction.on_commit(partial(_end_all_but_newest, actor))
    return code


def _end_all_but_newest(actor: Actor) -> None:
    alive = CalendarFeed.objects.filter(_theirs(actor), revoked_at=None)
    newest = alive.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        alive.filter(pk__lt=newest).update(revoked_at=timezone.now())


def end(actor: Actor) -> None:
    """End the actor's address at once. Where there is none, nothing happens."""
    _require(actor, "feed.end")
    CalendarFeed.objects.filter(_theirs(actor), revoked_at=None).update(revoked_at=timezone.now())


def opened(actor: Actor, *, code: str) -> Opened:
    """Return whose feed an address opens, whoever asks. NotFound, alike, for one that is unknown, ended, or nobody's any more.

    A guest's opens nothing once the personal link that it was made by opens nothing, nor an account's that was closed. Three
    queries at most.
    """
    permissions.require(actor, "feed.open", permissions.course_roles(actor, actor.course_key))
    row = CalendarFeed.objects.filter(code_hash=CODE.hashed(code), revoked_at=None).first() if CODE.is_one(code) else None
    who = _who(row) if row is not None else None
    if row is None or who is None:
        raise NotFound()
    return Opened(who, row.language, row.pk)


def days(actor: Actor) -> Sequence[Day]:
    """Return what stands in the actor's feed: the days of all their placements that take place. Five queries at most."""
    _require(actor, "feed.days")
    views, _count = placements.overview(actor, limit=PLACEMENTS_READ)
    here = placements.usable(actor, "placement.open", views)
    ids = [view.id for view in here]
    return contents.days_of(here, plans.dates_of(ids), chosen_times(ids), timezone.localdate())


def _who(row: CalendarFeed) -> Actor | None:
    if row.user_id is not None:
        is_open = get_user_model().objects.filter(pk=row.user_id, is_active=True).exists()
        return Actor(row.user_id, "", "") if is_open else None
    return placements.guest_at(row.seat_id, row.created) if row.seat_id is not None else None


def _require(actor: Actor, verb: str) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))


def _theirs(actor: Actor) -> Q:
    return Q(seat_id=actor.seat_id) if actor.is_guest else Q(user_id=actor.account)
