"""The days that stand in a feed: titles of ours, no word that somebody wrote, no name but initials where there are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from ...core.language import formats
from ...core.permissions import Role
from ..placements.api import ONBOARDING, PlacementView
from ..plans.api import Checkpoint, Dates

DAYS_LIMIT = 2_000


@dataclass(frozen=True)
class Day:
    """Something on a day, or on several a week apart. `uid` is the same for as long as it is the same thing."""

    uid: str
    title: str
    days: tuple[date, ...]
    sequence: int
    changed_at: datetime
    placement_id: int
    course_key: str
    is_weekly: bool = False
    is_cancelled: bool = False


def days_of(views: Sequence[PlacementView], dates: dict[int, Dates], today: date) -> list[Day]:
    """Return what stands in the feed of somebody who has these placements."""
    is_one = len(views) < 2
    found = [day for view in views if view.id in dates for day in _of_placement(view, dates[view.id], today, is_one=is_one)]
    return found[:DAYS_LIMIT]


def _of_placement(view: PlacementView, dates: Dates, today: date, *, is_one: bool) -> Iterator[Day]:
    whose = "" if is_one else _whose(view)

    def day(uid: str, title: str, days: Sequence[date], **more: bool) -> Day:
        said = f"{title} ({whose})" if whose else title
        changed = dates.changed_at or view.changed_at
        return Day(uid, said, tuple(days), dates.revision, changed, view.id, view.course_key, **more)

    for one in dates.checkpoints:
        yield day(f"{dates.plan_id}-{one.uid}", _title(one), one.days, is_weekly=one.is_weekly)
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


def _title(one: Checkpoint) -> str:
    """The kind of a conversation, which the product names, without what people want to talk about."""
    return one.label or _("Checkpoint")


def _whose(view: PlacementView) -> str:
    """The initials of the student: a calendar is kept on other people's computers, so no name goes there."""
    student = next((party for party in view.parties if party.role == Role.STUDENT and party.name), None)
    return formats.initials(student.name) if student is not None else ""
