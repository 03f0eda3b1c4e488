"""For how long entries are kept: the day they are erased, said beforehand, and what that day ends.

The author of a log sets months. They count from the end of the placement's last period; from the entry's own day where that
is later or the plan has no period. Nobody is surprised: an entry is erased NOTICE_DAYS after the log first said so, at the
earliest, however the author or the plan changed in between. What erases is an operator's command (erasing.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid
from ....core.language import formats
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans import api as plans
from ..models import Entry, LogRetention

NOTICE_DAYS = 30  # before the day, the log says so above everything else
MONTHS_LIMIT = 240


@dataclass(frozen=True)
class Retention:
    """What a log says about its keeping. `months` is 0 where entries are kept; `last` the end of the last period, if any."""

    months: int = 0
    told_on: date | None = None
    last: date | None = None

    def erased_on(self, day: date) -> date | None:
        """The day on which an entry of `day` is erased; None where it is kept."""
        if not self.months:
            return None
        due = add_months(max(self.last or day, day), self.months)
        return max(due, self.told_on + timedelta(days=NOTICE_DAYS)) if self.told_on else due

    @property
    def ends_on(self) -> date | None:
        """The day for the log as a whole, None where each entry has its own."""
        return self.erased_on(self.last) if self.last else None

    @property
    def is_near(self) -> bool:
        return self.ends_on is not None and self.ends_on <= timezone.localdate() + timedelta(days=NOTICE_DAYS)

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on <= timezone.localdate()

    def is_near_for(self, day: date) -> bool:
        due = self.erased_on(day)
        return due is not None and due <= timezone.localdate() + timedelta(days=NOTICE_DAYS)


def retention(
    actor: Actor,
    *,
    placement: int | PlacementView,
    usage_key: str,
    months: int,
    ends: Iterable[date | None] = (),
    known: int | None = None,
) -> Retention:
    """What this log tells its people now, noted as told where the author has changed it. `ends` are the periods' last days.

    One query and the placement's, none where the log is kept for good and a page of entries has brought that this is what is
    stored (`known`, in months); another where the setting is new. Looking as somebody else notes nothing.
    """
    place = placements.require(actor, "log.list", placement)
    if known == months == 0:
        return Retention()
    stored = LogRetention.objects.filter(usage_key=usage_key).first()
    last = max((day for day in ends if day is not None), default=None)
    if not actor.masquerading and (stored.months if stored else 0) != months:
        _note(stored, usage_key, place.course_key, months)
        return Retention(months, timezone.localdate(), last)
    return _view(stored, last)


def _note(stored: LogRetention | None, usage_key: str, course_key: str, months: int) -> None:
    """Store what a log says from today on. Of many who open it at once the first does; each with one statement, and no lock
    that it would need to widen."""
    if stored is None:
        LogRetention.objects.bulk_create(
            [LogRetention(usage_key=usage_key, course_key=course_key, months=months)], ignore_conflicts=True
        )
    else:
        now = timezone.now()
        LogRetention.objects.filter(pk=stored.pk).exclude(months=months).update(
            months=months, course_key=course_key, changed_at=now
        )


def require_kept(actor: Actor, placement: PlacementView, entry: Entry, months: int) -> None:
    """Refuse, in words, to change an entry or to speak about it when its time is over. No query while it is not."""
    if entry.erased_at is not None:
        raise Invalid(erased_words(entry))
    if months and add_months(entry.date, months) <= timezone.localdate():
        due = _now(actor, placement, entry.usage_key, months).erased_on(entry.date)
        if due is not None and due <= timezone.localdate():
            day = formats.day_and_year(due)
            raise Invalid(
                _("This log was kept until %(day)s. Its entries can be read until they are erased, but no longer changed.")
                % {"day": day}
            )


def require_lasting(actor: Actor, placement: PlacementView, usage_key: str, day: date, months: int) -> None:
    """Refuse a day whose entry would be erased as soon as it is written."""
    if months and add_months(day, months) <= timezone.localdate():
        due = _now(actor, placement, usage_key, months).erased_on(day)
        if due is not None and due <= timezone.localdate():
            words = _("Entries about this day were kept until %(day)s only. Choose a later day, or write it down elsewhere.")
            raise Invalid(fields={"date": [words % {"day": formats.day_and_year(due)}]})


def erased_words(entry: Entry) -> str:
    day = formats.day_and_year(entry.erased_at)
    return _("The texts of this entry were erased on %(day)s, as announced in this log.") % {"day": day}


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (date.max.year, 12) else date.max
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def _now(actor: Actor, placement: PlacementView, usage_key: str, months: int) -> Retention:
    stored = LogRetention.objects.filter(usage_key=usage_key).first()
    periods = plans.frame(actor, placement=placement).periods
    last = max((period.end for period in periods if period.end), default=None)
    return _view(stored, last) if stored else Retention(months, None, last)


def _view(stored: LogRetention | None, last: date | None) -> Retention:
    if stored is None:
        return Retention(last=last)
    return Retention(stored.months, timezone.localtime(stored.changed_at).date(), last)
