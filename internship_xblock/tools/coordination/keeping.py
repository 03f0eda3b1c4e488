"""Keep the states of placements: mark those of which something happened, and make them anew from what the tools know.

A mark is set after the commit of what happened, by a statement of its own: no verb waits for a lock of ours. Should a process
die in between, or a tool say nothing, the state heals on the day on which it is looked at again, or by `rebuild`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from ...core import events
from ...core.errors import mishap
from ...core.events import Happened, PlacementsChanged
from ...core.language.text import NAME_LIMIT, squeezed
from ...core.permissions import Role
from ...core.standing import Standing, site_today, standings
from ...core.transactions import is_given_up
from ...core.word_index import words_of
from ..placements import api as placements
from ..placements.api import PlacementView
from .importing.models import KEPT, PlacementSheet
from .models import HOST_KEY, PlacementState, PlacementWord, Reminded

TRIES = 3  # where the database ends one of two transactions that wait for each other
BATCH = 200  # placements that are looked at together
FAILURES = 5  # placements looked at by themselves on which a tool failed, until the others are left for later
WORDS_LIMIT = 120  # of the names in one placement
_REMINDED = timedelta(days=7)  # how long it is kept on which day somebody was reminded
_EVERY = timedelta(minutes=1)  # how often a page makes stale ones anew, at most
_KEPT = (
    "course_key", "host", "supervisor", "invited_since", "mail_since", "plan", "plan_since", "unsigned", "first_day",
    "last_day", "silent_on", "silent_until", "trained_until", "look_again_on", "host_key",
)  # fmt: skip


def listen() -> None:
    """Mark placements of which something happened."""
    events.listen(Happened, _on_happened)
    events.listen(PlacementsChanged, _on_changed)


def _on_happened(event: Happened) -> None:
    if "placement_id" in event.ids:
        _mark(event.course_key, [event.ids["placement_id"]])


def _on_changed(event: PlacementsChanged) -> None:
    _mark(event.course_key, event.placement_ids)


def _mark(course_key: str, placement_ids: Collection[int]) -> None:
    """Mark after a commit: where the database gives up on it, what was committed stands, so nobody is told of it."""
    for tried in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                mark(course_key, placement_ids)
            return
        except OperationalError as error:
            if not is_given_up(error):
                raise
            if tried == TRIES:
                mishap(error, "marking the states of placements")


def mark(course_key: str, placement_ids: Collection[int]) -> None:
    """Have the states of these placements made anew. One statement, and one more where a placement is new."""
    known = PlacementState.objects.filter(pk__in=list(placement_ids)).update(stale=F("stale") + 1)
    if known < len(placement_ids):
        rows = [PlacementState(placement_id=pk, course_key=course_key) for pk in sorted(placement_ids)]
        PlacementState.objects.bulk_create(rows, ignore_conflicts=True)


def refresh(course_key: str = "", limit: int = BATCH) -> int:
    """Make the stale states of a course anew, or of all courses; return how many were stale, at most `limit`.

    One query where none is; some for each tool, and six, where some are. Others are never waited for where the database can do
    without. Where a tool fails, the placement on which it does is looked at again the next day.
    """
    return _refreshed(course_key, limit)[0]


def catch_up(course_key: str) -> bool:
    """Do the same for a course; return whether some of it is behind all the same: too much happened, or a tool failed."""
    count, failed = _refreshed(course_key, BATCH)
    return count == BATCH or failed > 0


def _refreshed(course_key: str, limit: int) -> tuple[int, int]:
    """How many states were stale, and how many of them could not be made."""
    stale = PlacementState.objects.order_by().filter(stale__gt=0, **({"course_key": course_key} if course_key else {}))
    if not stale.exists():
        return 0, 0
    try:
        with transaction.atomic():
            ids = _claimed(stale, limit)
            _store(ids)
        return len(ids), 0
    except Exception as error:
        _leave(error, "the states of placements")
    ids = list(stale.values_list("pk", flat=True)[:limit])
    return len(ids), _one_by_one(ids)


def _claimed(rows: QuerySet[PlacementState], limit: int) -> list[int]:
    """Lock states and note that they are fresh, before anything is read: what happens from now on marks them anew, after us."""
    can_skip = connection.features.has_select_for_update_skip_locked
    locked = (rows if can_skip else rows.order_by("pk")).select_for_update(skip_locked=can_skip)
    ids = list(locked.values_list("pk", flat=True)[:limit])
    PlacementState.objects.filter(pk__in=ids).update(stale=0)
    return ids


def _one_by_one(placement_ids: Sequence[int]) -> int:
    """Make each of these anew by itself; return how many could not be. After FAILURES the others are left for later."""
    failed = 0
    for pk in placement_ids:
        try:
            with transaction.atomic():
                _renew([pk])
        except Exception as error:
            _leave(error, "the state of a placement")
            failed += 1
            if not is_given_up(error):
                PlacementState.objects.filter(pk=pk).update(stale=0, look_again_on=site_today() + timedelta(days=1))
            if failed == FAILURES:
                break
    return failed


def _renew(placement_ids: Sequence[int]) -> None:
    """Make these states anew whether stale or not, missing ones too."""
    rows = PlacementState.objects.filter(pk__in=placement_ids).order_by("pk").select_for_update()
    list(rows.values_list("pk"))
    PlacementState.objects.filter(pk__in=placement_ids).update(stale=0)
    _store(placement_ids)


def _leave(error: Exception, what: str) -> None:
    """Record what went wrong and go on, unless the database has undone the transaction that all of this is in."""
    if is_given_up(error) and connection.in_atomic_block:
        raise error
    mishap(error, what)


def look_again(today: date | None = None) -> int:
    """Mark the states whose day has come. One statement."""
    return PlacementState.objects.filter(look_again_on__lte=today or site_today()).update(
        stale=F("stale") + 1, look_again_on=None
    )


def rebuild() -> int:
    """Make the states of all placements anew, missing ones too; return how many there are."""
    count, after = 0, 0
    while ids := placements.next_ids(after, BATCH):
        try:
            with transaction.atomic():
                _renew(ids)
        except Exception as error:
            _leave(error, "the states of placements")
            _one_by_one(ids)
        count, after = count + len(ids), ids[-1]
    return count


def after_a_page() -> None:
    """Make some stale states anew once a page has been answered, where no page has lately."""
    try:
        if cache.add("internship-states", 1, _EVERY.total_seconds()):
            drop_old()
            look_again()
            refresh()
    except Exception as error:
        mishap(error, "the states of placements")


def drop_old() -> None:
    """Delete what has had its time: the sheets of the day before, and on which day somebody was reminded. Two statements."""
    PlacementSheet.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    Reminded.objects.filter(day__lt=site_today() - _REMINDED).delete()


def _store(placement_ids: Collection[int]) -> None:
    """Write the states of these placements, and the words by which they are found."""
    views = placements.everybody(placement_ids)
    known = standings(list(views.values()))
    rows = [PlacementState(placement_id=pk, stale=0, **_kept(views[pk], known[pk])) for pk in sorted(views)]
    target = ["placement"] if connection.features.supports_update_conflicts_with_target else None
    PlacementState.objects.bulk_create(rows, update_conflicts=True, unique_fields=target, update_fields=_KEPT)
    PlacementWord.objects.filter(placement__in=list(views)).delete()
    PlacementWord.objects.bulk_create(
        (
            PlacementWord(placement_id=pk, course_key=view.course_key, word=word)
            for pk, view in sorted(views.items())
            for word in words_of(*_named(view), limit=WORDS_LIMIT)
        ),
        batch_size=2_000,
    )


def _kept(view: PlacementView, known: Standing) -> Mapping[str, Any]:
    said = {name: value for name, value in asdict(known).items() if name in _KEPT}
    supervisors = [party for party in view.parties if party.role == Role.SUPERVISOR and party.name]
    supervisor = min(supervisors, key=lambda party: party.has_left, default=None)
    return {
        **said, "course_key": view.course_key, "host": kept_name(view.host), "host_key": host_key(view.host),
        "supervisor": kept_name(supervisor.name if supervisor is not None else ""),
        "plan_since": known.plan_since or known.begun_on, "unsigned": list(known.unsigned),
    }  # fmt: skip


def kept_name(name: str) -> str:
    """Return a name as it is kept and compared: with single spaces."""
    return squeezed(name)[:NAME_LIMIT]


def host_key(name: str) -> str:
    """Return what is the same for every way to write a host's name that differs in spaces and capital letters alone; "" of "".

    A digest: databases differ in which letters they take for the same.
    """
    folded = kept_name(name).casefold()
    return blake2b(folded.encode(), digest_size=HOST_KEY // 2).hexdigest() if folded else ""


def _named(view: PlacementView) -> list[str]:
    """The names by which a placement is found, the host's and the student's first."""
    students = [party.name for party in view.parties if party.role == Role.STUDENT]
    return [view.host, *students, *(text for party in view.parties for text in (party.name, party.organisation))]
