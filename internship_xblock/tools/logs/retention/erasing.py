"""Erasing entries whose time is over: what the operator's command `erase_old_entries` does.

No person may do this. An entry is first announced (`announced_on`), and erased NOTICE_DAYS later at the earliest, on a later
run. What goes: its texts, questions, links, names, and every row that hangs on it (earlier texts, comments, whatever else
refers to an entry), and what reviewers wrote about it. What stays is what a count needs: who, which day, how many hours,
which level, whether it was shared and answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ....core.revisions import advance
from ...plans.drafts.last_days import last_days
from ...reviews.forget import forget_subjects
from ..models import Entry, LogRetention
from .period import NOTICE_DAYS, Retention, add_months

BATCH = 500  # entries in the memory at once, and in one transaction
KIND = "entry"  # how reviews call us
NOTHING_LEFT: dict[str, Any] = {
    "texts": {}, "questions": [], "links": [], "next_step": "", "date_reason": "", "author_name": "", "has_earlier": False,
}  # fmt: skip


@dataclass
class Tally:
    """What was done, or would be, in one log: numbers only."""

    usage_key: str
    announced: int = 0
    withdrawn: int = 0
    erased: int = 0


def erase_old(today: date, *, really: bool) -> Iterator[Tally]:
    """Go through all logs that have a time for keeping, one after the other. A few queries for each BATCH of entries."""
    for stored in LogRetention.objects.order_by("pk").iterator(chunk_size=BATCH):
        yield _one_log(stored, today, really)


def _one_log(stored: LogRetention, today: date, really: bool) -> Tally:
    tally = Tally(stored.usage_key)
    waits = Q(announced_on__isnull=False)
    if stored.months:
        waits |= Q(date__lte=_cutoff(today + timedelta(days=NOTICE_DAYS), stored.months))
    found = Entry.objects.filter(waits, usage_key=stored.usage_key, erased_at=None).order_by("pk")
    after: int | None = 0
    while after is not None:
        with transaction.atomic():
            after = _one_batch(stored, today, really, tally, found.filter(pk__gt=after))
    return tally


def _one_batch(stored: LogRetention, today: date, really: bool, tally: Tally, found: QuerySet[Entry]) -> int | None:
    """Go through the next BATCH, locked. Its last id, None where nothing was left."""
    lines = (found.select_for_update() if really else found).values_list("pk", "placement_id", "date", "announced_on")
    batch = list(lines[:BATCH])
    if not batch:
        return None
    ends = last_days({placement_id for _pk, placement_id, _day, _announced in batch})
    announce, withdraw, erase = [], [], []
    for pk, placement_id, day, announced in batch:
        due = Retention(stored.months, timezone.localtime(stored.changed_at).date(), ends.get(placement_id)).erased_on(day)
        is_near = due is not None and due <= today + timedelta(days=NOTICE_DAYS)
        if is_near and announced is None:
            announce.append(pk)
        elif announced is not None and not is_near:
            withdraw.append(pk)
        elif due is not None and due <= today and announced and announced <= today - timedelta(days=NOTICE_DAYS):
            erase.append(pk)
    tally.announced, tally.withdrawn = tally.announced + len(announce), tally.withdrawn + len(withdraw)
    tally.erased += len(erase)
    if really:
        Entry.objects.filter(pk__in=announce).update(announced_on=today)
        Entry.objects.filter(pk__in=withdraw).update(announced_on=None)
        _erase(erase)
    return int(batch[-1][0])


def _erase(ids: list[int]) -> None:
    for relation in Entry._meta.related_objects:
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": ids}).delete()
    forget_subjects(KIND, ids)
    advance(Entry.objects.filter(pk__in=ids), **NOTHING_LEFT, erased_at=timezone.now())


def _cutoff(today: date, months: int) -> date:
    """The last day of which an entry can be due by `today`: no later one has to be looked at."""
    day = add_months(today, -months)
    while add_months(day + timedelta(days=1), months) <= today:  # the ends of short months: three steps at most
        day += timedelta(days=1)
    return day
