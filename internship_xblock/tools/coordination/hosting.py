"""The hosts that placements name, with their numbers: verbs of this tool's api, for the pages of hosts.

Each takes a course and, in `also`, the same person in others where they are staff.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from ...core import permissions
from ...core.actor import Actor
from ...core.standing import UNTRAINED
from ..placements import api as placements
from .models import PlacementState
from .reading import line_of
from .values import Line

HOST_LINES = 200  # placements of one host that are shown, the newest


@dataclass(frozen=True)
class HostCounts:
    """How many placements a host has: `untrained` are those now or to come in which a mentor is not trained."""

    now: int = 0
    coming: int = 0
    ended: int = 0
    undated: int = 0
    untrained: int = 0

    @property
    def all(self) -> int:
        return self.now + self.coming + self.ended + self.undated


def hosts_named(actor: Actor, *, course_key: str, also: Sequence[Actor] = (), search: str = "") -> QuerySet[Any, Any]:
    """Select the hosts that placements name, as rows of `name` (one way to write it) and `host_key`. No query."""
    rows = PlacementState.objects.order_by().filter(course_key__in=_courses(actor, course_key, also)).exclude(host_key="")
    if search:
        rows = rows.filter(host__icontains=search)
    return rows.values("host_key").annotate(name=Min("host"))


def count_by_host(
    actor: Actor, *, course_key: str, keys: Collection[str], also: Sequence[Actor] = ()
) -> Mapping[str, HostCounts]:
    """Return how many placements each of these hosts has, by their keys; those without any are left out. One query."""
    today = timezone.localdate()
    open_ = Q(last_day__gte=today) | Q(last_day=None)
    rows: Any = _of(actor, course_key, also, keys).values("host_key").annotate(
        now=Count("pk", filter=Q(first_day__lte=today, last_day__gte=today)),
        coming=Count("pk", filter=Q(first_day__gt=today)),
        ended=Count("pk", filter=Q(last_day__lt=today)),
        undated=Count("pk", filter=Q(last_day=None)),
        untrained=Count("pk", filter=open_ & Q(trained_until__lt=today, trained_until__gte=UNTRAINED)),
    )  # fmt: skip
    return {row.pop("host_key"): HostCounts(**row) for row in rows} if keys else {}


def placements_of_host(
    actor: Actor, *, course_key: str, keys: Collection[str], also: Sequence[Actor] = (), limit: int = HOST_LINES
) -> list[Line]:
    """Return the placements of a host, by the keys of its names; what begins last comes first. Two queries."""
    today = timezone.localdate()
    rows = list(_of(actor, course_key, also, keys).order_by(F("first_day").desc(nulls_first=True), "-pk")[:limit])
    views = placements.everybody([row.pk for row in rows])
    seats = {one.course_key: one for one in (*also, actor)}
    here = [(row, views[row.pk]) for row in rows if row.pk in views]
    return [line_of(view.as_seen_by(seats[view.course_key]), row, today) for row, view in here if view.course_key in seats]


def _of(actor: Actor, course_key: str, also: Sequence[Actor], keys: Collection[str]) -> QuerySet[PlacementState]:
    return PlacementState.objects.order_by().filter(course_key__in=_courses(actor, course_key, also), host_key__in=sorted(keys))


def _courses(actor: Actor, course_key: str, also: Sequence[Actor]) -> list[str]:
    return permissions.courses_staffed(actor, course_key, also, "coordination.list")
