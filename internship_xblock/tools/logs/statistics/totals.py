"""A log in numbers: how many entries wait, for whom, and the hours. Used by this tool's api only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum

from ....core.actor import Actor, Identity
from ....core.permissions import Role
from ...placements.api import PlacementView
from ..models import Entry, Sharing
from ..readers import rights
from ..rules import Span
from ..values import Hours, Summary

_ZERO = Decimal(0)
_THERE = Q(erased_at=None)
# A row for each person and level, however many entries.
_COUNTED = Entry.objects.values("author_id", "author_seat_id", "sharing").annotate(
    count=Count("pk", filter=_THERE), answered=Count("answered_at", filter=_THERE), erased=Count("erased_at"),
    last=Max("draft"), total=Sum("hours"),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """One person's entries at one level, as `_COUNTED` counts them. `last` is the number of the newest draft."""

    author: Identity
    sharing: str
    count: int
    answered: int
    erased: int
    last: int
    hours: Mapping[str, Decimal | None]  # "total", and "span0" and so on

    @property
    def is_private(self) -> bool:
        return self.sharing == Sharing.PRIVATE

    @property
    def waiting(self) -> int:
        """How many are shared and not answered."""
        return 0 if self.is_private else self.count - self.answered


def summed(actor: Actor, place: PlacementView, usage_key: str, spans: Sequence[Span]) -> Summary:
    """Return the numbers of what this person may read. One query."""
    groups = _groups(actor, place, usage_key, spans)
    own = [group for group in groups if group.author.is_same(actor.identity)]
    others = [group for group in groups if not group.author.is_same(actor.identity)]
    unheard, reviewed = _unheard(own, place, actor.identity)
    whose = _whose_hours(actor, place)
    return Summary(
        own=sum(group.count + group.erased for group in own), erased=sum(group.erased for group in groups),
        own_drafts=sum(group.count for group in own if group.is_private),
        own_waiting=_waiting(own), own_unheard=unheard, own_reviewed=reviewed, others_waiting=_waiting(others),
        next_draft=max((group.last for group in own), default=0) + 1,
        **_hours([group for group in groups if group.author.is_same(whose)], spans),
    )  # fmt: skip


def _unheard(own: Sequence[Group], place: PlacementView, author: Identity) -> tuple[int, int]:
    """How many of one's own wait for nobody who is here: for nobody at all, and for the reviewers alone."""
    unheard = [group for group in own if not rights.is_heard(group.sharing, place, author)]
    reviewed = _waiting([group for group in unheard if rights.is_reviewed(group.sharing, place)])
    return _waiting(unheard) - reviewed, reviewed


def _waiting(groups: Sequence[Group]) -> int:
    return sum(group.waiting for group in groups)


def _hours(groups: Sequence[Group], spans: Sequence[Span]) -> dict[str, Any]:
    """Return the hours of the summary: in each period, in all, and outside the periods."""
    hours = tuple(Hours(s.label, s.start, s.end, _hours_in(_name(i), groups), s.hours) for i, s in enumerate(spans))
    total = _hours_in("total", groups)
    elsewhere = max(_ZERO, total - sum((item.written for item in hours), _ZERO))
    return {"hours": hours, "hours_total": total, "hours_elsewhere": elsewhere}


def _groups(actor: Actor, place: PlacementView, usage_key: str, spans: Sequence[Span]) -> list[Group]:
    sums = {_name(i): Sum("hours", filter=Q(date__range=(s.start, s.end))) for i, s in enumerate(spans)}
    found = _COUNTED.filter(rights.readable(actor, place), placement_id=place.id, usage_key=usage_key)
    rows: list[Any] = list(found.annotate(**sums) if sums else found)
    names = ("total", *sums)
    return [
        Group(
            Identity(row["author_id"], row["author_seat_id"]), row["sharing"], row["count"], row["answered"], row["erased"],
            row["last"], {name: row[name] for name in names},
        )
        for row in rows
    ]  # fmt: skip


def _whose_hours(actor: Actor, place: PlacementView) -> Identity:
    """Return by what the student is known, or the actor where no student has joined."""
    return next((p.identity for p in place.parties if p.role == Role.STUDENT and p.has_joined), actor.identity)


def _name(number: int) -> str:
    """Return what the query calls the hours of a period."""
    return f"span{number}"


def _hours_in(name: str, groups: Sequence[Group]) -> Decimal:
    return sum((group.hours[name] or _ZERO for group in groups), _ZERO)


@dataclass(frozen=True)
class Counted:
    """What the entries of the placement's students add up to. `touched`: how many name each outcome, by its uid."""

    hours: Decimal = _ZERO
    touched: Mapping[str, int] = field(default_factory=dict)


def counted(actor: Actor, place: PlacementView) -> Counted:
    """Add up what this person may read of the students' entries, in all logs of the placement. One query."""
    accounts = [party.user_id for party in place.parties if party.role == Role.STUDENT and party.user_id is not None]
    rows = Entry.objects.filter(rights.readable(actor, place), placement_id=place.id, author_id__in=accounts)
    hours, touched = _ZERO, dict[str, int]()
    for row in rows.order_by().values("outcomes").annotate(count=Count("pk"), total=Sum("hours")):
        hours += row["total"] or _ZERO
        for uid in set(row["outcomes"]):
            touched[uid] = touched.get(uid, 0) + row["count"]
    return Counted(hours, touched)
