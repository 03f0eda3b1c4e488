"""A log in figures, for its pictures: what this actor may read of one author, added up by the database.

Nothing here judges: hours, weeks, outcomes and the authors' own words for how deep they went are counted, and no more.
A draft counts for its author alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from ....core.actor import Actor
from ....core.permissions import Role
from ...placements.api import UNCHANGED, PlacementView, Timing
from ..models import Entry
from ..readers import rights
from ..rules import Span
from ..values import Hours

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Writer:
    """Somebody whose entries may be read, by their account: guests write none. `name` is "" for who has left."""

    account: int
    name: str
    entries: int


@dataclass(frozen=True)
class WeekLevel:
    """The entries of a week at one self-rated level, "" for those that say none."""

    monday: date
    level: str
    entries: int


@dataclass(frozen=True)
class Touched:
    """A learning outcome that entries name, and the last day of one that does."""

    uid: str
    entries: int
    last: date


@dataclass(frozen=True)
class Figures:
    """Of the entries of `writer`; `writer` is None where there is nothing to read. `writers` are all one can choose from."""

    writer: Writer | None = None
    writers: tuple[Writer, ...] = ()
    is_mine: bool = False
    spans: tuple[Span, ...] = ()
    hours: tuple[Hours, ...] = ()
    hours_total: Decimal = _ZERO
    hours_elsewhere: Decimal = _ZERO
    weeks: tuple[WeekLevel, ...] = ()
    touched: tuple[Touched, ...] = ()
    without_outcome: int = 0
    timing: Timing = UNCHANGED  # in paused weeks nobody is expected to write

    @property
    def entries(self) -> int:
        return self.writer.entries if self.writer else 0


def figures_of(actor: Actor, place: PlacementView, usage_key: str, spans: Sequence[Span], whose: int | None) -> Figures:
    """Three queries, or one where there is nothing to read; their rows grow with weeks and outcomes, not with entries."""
    found = Entry.objects.filter(
        rights.readable(actor, place), placement_id=place.id, usage_key=usage_key, author__isnull=False
    ).order_by()
    groups = {row["author_id"]: row for row in _by_writer(found, spans)}
    writers = tuple(_sorted(actor, place, groups.values()))
    if not writers:
        return Figures(spans=tuple(spans), timing=place.timing)
    writer = next((one for one in writers if one.account == whose), writers[0])
    group, theirs = groups[writer.account], found.filter(author_id=writer.account)
    touched, without = _touched(theirs)
    return Figures(
        writer=writer, writers=writers, is_mine=writer.account == actor.user_id, spans=tuple(spans),
        hours=tuple(Hours(s.label, s.start, s.end, group[f"span{at}"] or _ZERO, s.hours) for at, s in enumerate(spans)),
        hours_total=group["total"] or _ZERO, hours_elsewhere=group["elsewhere"] or _ZERO,
        weeks=tuple(_weeks(theirs)), touched=touched, without_outcome=without,
        timing=place.timing,
    )  # fmt: skip


def _by_writer(found: QuerySet[Entry], spans: Sequence[Span]) -> Any:
    """One row for each person: how many entries, the hours in each period, and those in none."""
    inside = [Q(date__range=(span.start, span.end)) for span in spans]
    anywhere = Q()
    for one in inside:
        anywhere |= one
    sums = {f"span{at}": Sum("hours", filter=one) for at, one in enumerate(inside)}
    return found.values("author_id").annotate(
        count=Count("pk"), name=Max("author_name"), total=Sum("hours"),
        elsewhere=Sum("hours", filter=~anywhere if inside else None), **sums,
    )  # fmt: skip


def _sorted(actor: Actor, place: PlacementView, groups: Any) -> list[Writer]:
    """The students before the others, oneself before other students: the log is theirs first of all."""
    seats = {party.user_id: party for party in place.parties if party.user_id is not None}

    def order(writer: Writer) -> tuple[bool, bool, str, int]:
        seat = seats.get(writer.account)
        is_student = seat is not None and seat.role == Role.STUDENT
        return (not is_student, writer.account != actor.user_id, writer.name, writer.account)

    found = []
    for group in groups:
        seat = seats.get(group["author_id"])
        found.append(Writer(group["author_id"], (seat.name if seat else "") or group["name"], group["count"]))
    return sorted(found, key=order)


def _weeks(found: QuerySet[Entry]) -> list[WeekLevel]:
    rows = found.annotate(monday=TruncWeek("date")).values("monday", "level").annotate(count=Count("pk"))
    return sorted((WeekLevel(row["monday"], row["level"], row["count"]) for row in rows), key=lambda one: one.monday)


def _touched(found: QuerySet[Entry]) -> tuple[tuple[Touched, ...], int]:
    """How many entries name each outcome, and how many name none. The database counts those that name the same ones."""
    counts: dict[str, Touched] = {}
    without = 0
    for row in found.values("outcomes").annotate(count=Count("pk"), last=Max("date")):
        for uid in set(row["outcomes"]):
            before = counts.get(uid, Touched(uid, 0, row["last"]))
            counts[uid] = Touched(uid, before.entries + row["count"], max(before.last, row["last"]))
        without += 0 if row["outcomes"] else row["count"]
    return tuple(counts.values()), without
