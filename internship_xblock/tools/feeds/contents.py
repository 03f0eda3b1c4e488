"""The days that stand in a feed: titles of ours, no word that somebody wrote, no name but initials where there are many."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from ...core.language import formats
from ...core.permissions import Role
from ...core.times import ChosenTime
from ..placements.api import ONBOARDING, PlacementView
from ..plans.api import Checkpoint, Dates

DAYS_LIMIT = 2_000


@dataclass(frozen=True)
class Day:
    """Something on a day, or on several a week apart. `uid` is the same for as long as it is the same thing.

    `time`: that which people chose, for what has one.
    """

    uid: str
    title: str
    days: tuple[date, ...]
    sequence: int
    changed_at: datetime
    placement_id: int
    course_key: str
    is_weekly: bool = False
    is_cancelled: bool = False
    time: ChosenTime | None = None


def days_of(
    views: Sequence[PlacementView], dates: Mapping[int, Dates], times: Mapping[int, Sequence[ChosenTime]], today: date
) -> list[Day]:
    """Return what stands in the feed of somebody who has these placements."""
    is_one = len(views) < 2
    found: list[Day] = []
    for view in views:
        whose = "" if is_one else _whose(view)
        mine = [party.uid for party in view.parties if party.is_of(view.seen_by)]
        chosen = {(one.key, one.day): one for one in times.get(view.id, ())}
        known = dates.get(view.id)
        here = list(_of_placement(view, known, today, chosen, mine)) if known is not None else []
        here += _left(view, known, chosen, mine, today)
        found += [replace(day, title=f"{day.title} ({whose})") if whose else day for day in here]
    return found[:DAYS_LIMIT]


def _of_placement(
    view: PlacementView, dates: Dates, today: date, chosen: dict[tuple[str, date], ChosenTime], mine: Collection[str]
) -> Iterator[Day]:
    """The days of a plan; those with a time of their own leave `chosen`, save where the other days of theirs stay."""

    def day(uid: str, title: str, days: Sequence[date], **more: Any) -> Day:
        changed = dates.changed_at or view.changed_at
        return Day(uid, title, tuple(days), dates.revision, changed, view.id, view.course_key, **more)

    for one in dates.checkpoints:
        known = day(f"{dates.plan_id}-{one.uid}", _title(one), one.days, is_weekly=one.is_weekly)
        times = [chosen.pop((one.uid, when)) for when in one.days if (one.uid, when) in chosen]
        yield from _at_times(known, times, [time for time in times if _is_theirs(time, mine, view)])
    for one in dates.removed:
        if one.days[-1] >= today:
            yield day(
                f"{dates.plan_id}-{one.uid}", _("Cancelled: %(title)s") % {"title": _title(one)}, one.days,
                is_weekly=one.is_weekly, is_cancelled=True,
            )  # fmt: skip
    begins, ends = _("The placement begins"), _("The placement ends")
    if view.kind == ONBOARDING:
        begins, ends = _("The onboarding begins"), _("The onboarding ends")
    for name, title, when in (("begins", begins, dates.first), ("ends", ends, dates.last)):
        if when is not None and view.timing.takes_place(when):
            yield day(f"placement-{view.id}-{name}", title, [when])


def _at_times(known: Day, times: Sequence[ChosenTime], theirs: Sequence[ChosenTime]) -> Iterator[Day]:
    """The days of a checkpoint without those for which people chose a time, and of these times those that are somebody's."""
    known = replace(
        known, sequence=known.sequence + sum(time.sequence for time in times),
        changed_at=max([known.changed_at, *(time.changed_at for time in times)]),
    )  # fmt: skip
    held = {time.day for time in times if not time.is_off}
    left = tuple(when for when in known.days if when not in held)
    if left:
        yield replace(known, days=left)
    for time in theirs:
        if not time.is_off:
            uid = f"{known.uid}-{time.day:%Y%m%d}" if known.is_weekly else known.uid
            yield replace(known, uid=uid, days=(time.slot.day_there,), is_weekly=False, time=time)


def _is_theirs(time: ChosenTime, mine: Collection[str], view: PlacementView) -> bool:
    """Whether somebody is to be there, and the placement takes place then."""
    return time.is_for(mine) and view.timing.takes_place(time.slot.day_there)


def _left(
    view: PlacementView, dates: Dates | None, chosen: Mapping[tuple[str, date], ChosenTime], mine: Collection[str], today: date
) -> Iterator[Day]:
    """The times of conversations that no plan names, or names no more. One that was withdrawn is cancelled until its day."""
    sequence = dates.revision if dates is not None else view.timing.number
    for time in chosen.values():
        when = time.slot.day_there
        if _is_theirs(time, mine, view) and not (time.is_off and when < today):
            title = _("Conversation")
            title = _("Cancelled: %(title)s") % {"title": title} if time.is_off else title
            yield Day(
                f"conversation-{time.conversation_id}", title, (when,), sequence + time.sequence, time.changed_at, view.id,
                view.course_key, is_cancelled=time.is_off, time=time,
            )  # fmt: skip


def _title(one: Checkpoint) -> str:
    """The kind of a conversation, which the product names, without what people want to talk about."""
    return one.label or _("Checkpoint")


def _whose(view: PlacementView) -> str:
    """The initials of the student: a calendar is kept on other people's computers, so no name goes there."""
    student = next((party for party in view.parties if party.role == Role.STUDENT and party.name), None)
    return formats.initials(student.name) if student is not None else ""
