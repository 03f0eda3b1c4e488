"""Who waits for an answer, across somebody's placements. A verb of this tool's api.

An entry waits from the day it is shared until somebody else has said something. Its mentors see it at once. The
university supervisor sees it when nobody has answered for SUPERVISOR_DAYS, or at once where no mentor could: an entry
shared with the mentor alone as the bare fact that it waits, without its day and without a way to it. The sharing step
says so. In an onboarding nobody is told of what was not shared with them.

Who has spoken about an entry is also told when its author replied and they have not been shown it: a mentor of many would
have to open every log to find out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from .. import permissions
from ..actor import Actor
from ..errors import NotAllowed
from ..permissions import Role
from ..placements import api as placements
from ..placements.api import PLACEMENT, PlacementView
from . import reading
from .models import Entry, EntryComment, Sharing
from .seeing import with_seen
from .workdays import ANSWER_DAYS, SUPERVISOR_DAYS, waiting_since, working_days

WAITING_LIMIT = 200  # the longest waits; who has more to answer knows enough
_COLUMNS = ("pk", "placement_id", "usage_key", "author_name", "author_id", "date", "shared_at", "sharing", "answered_at")
_SHARED = Entry.objects.filter(
    erased_at=None, sharing__in=[level for level in Sharing.values if level != Sharing.PRIVATE]
).order_by(F("answered_at").asc(nulls_first=True), "shared_at", "pk")  # fmt: skip
_SPOKEN = EntryComment.objects.filter(entry_id=OuterRef("pk"))


@dataclass(frozen=True)
class WaitingRow:
    """An entry nobody has answered, for somebody who should know. `days` are working days since it was shared.

    With `is_reply` it is one this person has spoken about, and its author has replied since: unread, and nothing waits.
    `entry_id` is None where this person may know that it waits, and not read it: then `names` are whom it waits for.
    """

    entry_id: int | None
    placement_id: int
    usage_key: str
    author_name: str
    day: date | None
    shared_at: datetime
    days: int
    names: tuple[str, ...] = ()
    is_reply: bool = False

    @property
    def is_overdue(self) -> bool:
        return not self.is_reply and self.days >= ANSWER_DAYS


def waiting(
    actor: Actor, *, course_key: str, kind: str = PLACEMENT, places: Sequence[PlacementView] | None = None
) -> tuple[WaitingRow, ...]:
    """Who waits for the actor in the placements of a course, the longest first, then unread replies; WAITING_LIMIT at most.

    `places` are the actor's own placements where they were looked up already. One query, and one without them.
    """
    permissions.require(actor, "log.waiting", permissions.course_roles(actor, course_key))
    if places is None:
        places = placements.mine(actor, course_key=course_key, kind=kind)
    if any(place.seen_by != actor or place.course_key != actor.course_key for place in places):
        raise NotAllowed()
    found = {place.id: place for place in places if not place.roles.isdisjoint({Role.MENTOR, Role.SUPERVISOR})}
    if not found:
        return ()
    at_once = [place.id for place in found.values() if Role.MENTOR in place.roles]
    alone = [place.id for place in found.values() if Role.MENTOR not in place.roles and not _mentors(place)]
    later = [pk for pk in found if pk not in (*at_once, *alone)]
    wanted = Q()
    if at_once:
        wanted |= Q(placement_id__in=at_once)
    if alone:
        wanted |= Q(placement_id__in=alone, sharing__in=[Sharing.SUPERVISOR, Sharing.COHORT])
    if later:
        wanted |= Q(placement_id__in=later, shared_at__lt=_limit())
    unread = Q(seen_turn=None) | Q(last_turn__gt=F("seen_turn"))
    spoken = Q(Exists(_SPOKEN.filter(author_id=actor.account)))
    replied = Q(unread, spoken, answered_at__isnull=False, last_turn_by_id=F("author_id"))
    shared = with_seen(_SHARED.filter(placement_id__in=found), actor, ("turn",))
    rows = shared.filter(Q(wanted, answered_at=None) | replied, ~Q(author_id=actor.account)).values_list(*_COLUMNS)
    lines = (_row(found[line[1]], *line) for line in rows[:WAITING_LIMIT])
    return tuple(line for line in lines if line is not None)


def _row(
    place: PlacementView,
    pk: int,
    placement_id: int,
    usage_key: str,
    author: str,
    author_id: Any,
    day: Any,
    since: Any,
    level: str,
    answered_at: Any,
) -> WaitingRow | None:
    may_read = not place.roles.isdisjoint(reading.READERS[level])
    is_reply = answered_at is not None
    if not may_read and (is_reply or place.kind != PLACEMENT):
        return None
    days = working_days(timezone.localtime(since).date(), timezone.localdate())
    if may_read:
        return WaitingRow(pk, place.id, usage_key, author, day, since, days, is_reply=is_reply)
    return WaitingRow(None, place.id, usage_key, author, None, since, days, tuple(_mentors(place, author_id)))


def _mentors(place: PlacementView, but: int | None = None) -> list[str]:
    """The names of the mentors who could answer."""
    return [p.name or p.role_label for p in place.parties if p.role == Role.MENTOR and p.has_joined and p.user_id != but]


def _limit() -> datetime:
    """What was shared before this has waited so long that the supervisor is told."""
    day = waiting_since(SUPERVISOR_DAYS, timezone.localdate()) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
