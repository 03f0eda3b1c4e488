"""Send what waits: one mail a person for all that is due to them, drawn from what is true at that moment.

Who draws and who carries are given: `draw` makes a letter of what a reader is told, the platform takes it to a server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from ...core import events, outbox, permissions
from ...core.actor import Identity
from ...core.clock import as_reader
from ...core.errors import ToolError, mishap
from ...core.events import Happened
from ...core.notices import Kind, ReminderKind, Said, kinds
from ...openedx.letters import Letter, NotSent
from ...openedx.platform import get_platform
from ..placements.api import PlacementView
from . import claims, rules
from .choices import choices_of
from .models import Choice, DailyMail, Notice
from .readers import Reader, readers, views_of
from .recording import key_of
from .undelivered import places_undelivered, tell_of_lost

BATCH = 200  # notices read at once


@dataclass(frozen=True)
class Line:
    """One thing that a letter tells: what is said, and of which placement (None: of what is in none)."""

    said: Said
    kind: Kind
    placement: PlacementView | None
    course_key: str


@dataclass(frozen=True)
class Told:
    """All that one letter tells one person. `number` is its own, the same however often it is tried."""

    reader: Reader
    lines: tuple[Line, ...]
    is_reminder: bool
    number: str

    @property
    def concerns_signature(self) -> bool:
        return any(line.kind.concerns_signature for line in self.lines)


@dataclass
class Tally:
    """What became of a sweep, in numbers of notices; `mails` of those that carried them, `letters` of those with links."""

    sent: int = 0
    mails: int = 0
    skipped: int = 0
    postponed: int = 0
    failed: int = 0
    letters: int = 0
    letters_failed: int = 0


Draw = Callable[[Told], Letter]


@dataclass
class _Batch:
    """What is known of the people and the placements of the notices at hand."""

    now: datetime
    views: Mapping[int, PlacementView]
    people: Mapping[Identity, Reader]
    choices: Mapping[Identity, str]
    known: Mapping[str, Kind]
    facts: dict[str, Mapping[int, Any]] = field(default_factory=dict)


def send_due(draw: Draw, *, seconds: float = 600, now: datetime | None = None) -> Tally:
    """Send all that is due, for so many seconds at most. Per batch a constant number of queries, and five a mail."""
    end, tally = time.monotonic() + seconds, Tally()
    tell_of_lost(claims.release_stale(now or timezone.now()))
    while time.monotonic() < end:
        moment = now or timezone.now()
        rows = claims.due(moment, BATCH)
        if not rows:
            break
        has_time = _send_batch(draw, _batch_of(rows, moment), rows, tally, end)
        _tell_of_placements(rows)
        if not has_time:
            break
    return tally


def _tell_of_placements(rows: Sequence[Notice]) -> None:
    """Whom mail reaches may be otherwise in the placements of these where somebody is not reached, now or until now.

    One query, and once a batch and course.
    """
    concerned = places_undelivered(row.placement_id for row in rows if row.placement_id is not None)
    found: dict[str, set[int]] = {}
    for row in rows:
        if row.placement_id in concerned:
            found.setdefault(row.course_key, set()).add(row.placement_id)
    for course_key, placement_ids in found.items():
        events.changed(course_key, *sorted(placement_ids))


def _batch_of(rows: Sequence[Notice], now: datetime) -> _Batch:
    views = views_of(row.placement_id for row in rows)
    people = readers({_reader_of(row) for row in rows}, views.values())
    batch = _Batch(now, views, people, choices_of({one.identity for one in people.values()}), kinds())
    for kind in batch.known.values():
        if isinstance(kind, ReminderKind) and (here := {row.placement_id for row in rows if row.kind == kind.key}):
            try:
                batch.facts[kind.key] = kind.look([pk for pk in here if pk is not None])
            except Exception as error:  # a mistake in one kind is no reason to keep all the others; its own are tried later
                mishap(error, f"the days of {kind.key}")
    return batch


def _send_batch(draw: Draw, batch: _Batch, rows: Sequence[Notice], tally: Tally, end: float) -> bool:
    """Deal with each person's part; False where the time is over. Whatever goes wrong for one leaves the others alone."""
    for reader, theirs in _by_person(batch, rows):
        if time.monotonic() >= end:
            return False
        try:
            ready = _ready(batch, reader, theirs, tally)
            for group in (ready[True], ready[False]):
                if group:
                    _send_one(draw, batch, reader, group, tally)
        except Exception as error:
            mishap(error, "what one person is told")
            claims.postpone(theirs, batch.now + outbox.pause(1))  # what is claimed by now is given back as stale
            tally.failed += len(theirs)
    return True


def _by_person(batch: _Batch, rows: Iterable[Notice]) -> Iterable[tuple[Reader, list[Notice]]]:
    """Each person once, whether a notice is for their account or for a seat that was joined to it since."""
    found: dict[Identity, tuple[Reader, list[Notice]]] = {}
    for row in rows:
        reader = batch.people[_reader_of(row)]
        found.setdefault(reader.identity, (reader, []))[1].append(row)
    return found.values()


def _ready(batch: _Batch, reader: Reader, rows: Sequence[Notice], tally: Tally) -> dict[bool, list[Notice]]:
    """Return what goes out now, reminders (True) apart from all else; what does not is ended or postponed."""
    ready: dict[bool, list[Notice]] = {True: [], False: []}
    for row in rows:
        reason, until = _why_not(batch, reader, row)
        if reason:
            claims.skipped([row], reason)
            tally.skipped += 1
        elif until is not None:
            claims.postpone([row], until)
            tally.postponed += 1
        else:
            ready[row.is_reminder].append(row)
    return ready


def _why_not(batch: _Batch, reader: Reader, row: Notice) -> tuple[str, datetime | None]:
    """Why a notice is not sent at all, "" where it is; or until when it waits."""
    kind, choice = batch.known.get(row.kind), batch.choices.get(reader.identity, Choice.AT_ONCE)
    if kind is None or reader.is_gone:
        return "gone", None
    if not reader.address:
        return "no_address", None
    # A reminder may wait for the morning: late is counted from when it was first due.
    first_due = datetime.fromisoformat(row.ids["due"]) if row.is_reminder else row.due_at
    if rules.is_late(first_due, batch.now, row.is_reminder) and row.attempts == 0:
        return "late", None
    if not kind.concerns_signature and (choice == Choice.SIGNATURES or row.course_key in reader.opted_out):
        return "not_wanted", None
    if row.is_reminder:
        return "", rules.after_the_night(batch.now, reader.clock)
    if choice == Choice.DAILY and not kind.concerns_signature:
        until = rules.digest_after(row.made_at, reader.clock)
        return "", until if until > batch.now else None
    return "", None


def _send_one(draw: Draw, batch: _Batch, reader: Reader, rows: Sequence[Notice], tally: Tally) -> None:
    """Claim these, ask what is still true of them, and send it as one mail."""
    mine = claims.claim(rows)
    if not mine:
        return
    lines: list[Line] = []
    with translation.override(reader.language), as_reader(reader.zone):
        told: list[Notice] = []
        gone: list[Notice] = []
        for row in mine:
            try:
                line = _line(batch, reader, row)
            except Exception as error:  # a mistake in one kind keeps neither the rest of this mail nor anybody else's
                mishap(error, row.kind)
                _give_back([row], "mishap", False, batch.now, tally)
                continue
            (gone if line is None else told).append(row)
            if line is not None and line.said not in [one.said for one in lines]:
                lines.append(line)
        if gone:
            claims.skipped(gone, "not_true")
            tally.skipped += len(gone)
        if told:
            _mail(draw, batch, Told(reader, tuple(lines), mine[0].is_reminder, _number(told)), told, tally)


def _mail(draw: Draw, batch: _Batch, told: Told, rows: Sequence[Notice], tally: Tally) -> None:
    # What was tried before may be what the day was noted for: whoever noted it may have died before a server answered.
    is_first_attempt = all(row.attempts == 1 for row in rows)
    if told.is_reminder and not _is_first_of_day(told.reader, batch.now) and is_first_attempt:
        claims.skipped(rows, "one_a_day")
        tally.skipped += len(rows)
        return
    try:
        get_platform().send_mail(draw(told))
    except NotSent as error:
        _not_taken(told, rows, error.kind, error.is_final, batch.now, tally)
    except Exception as error:  # a mistake of ours in one letter is no reason to keep everybody's
        mishap(error, "a notice")
        _not_taken(told, rows, "mishap", False, batch.now, tally)
    else:
        claims.sent(rows)
        tally.sent, tally.mails = tally.sent + len(rows), tally.mails + 1


def _not_taken(told: Told, rows: Sequence[Notice], reason: str, is_final: bool, now: datetime, tally: Tally) -> None:
    """Give back a mail that was not sent: where it was of reminders, the day is free for another."""
    _give_back(rows, reason, is_final, now, tally)
    if told.is_reminder:
        DailyMail.objects.filter(key=_day_key(told.reader, now)).delete()


def _give_back(rows: Sequence[Notice], reason: str, is_final: bool, now: datetime, tally: Tally) -> None:
    tell_of_lost(claims.failed(rows, reason, is_final, now))
    tally.failed += len(rows)


def _line(batch: _Batch, reader: Reader, row: Notice) -> Line | None:
    """What a notice says to its reader now; None where it is no longer true, or not theirs to know."""
    kind = batch.known[row.kind]
    view = batch.views.get(row.placement_id) if row.placement_id is not None else None
    if row.placement_id is not None and view is None:
        return None
    actor = reader.actor(row.course_key)
    event = Happened(
        course_key=row.course_key, usage_key=row.usage_key, verb=row.ids.get("verb", row.kind), user_id=row.doer_id,
        seat_id=row.doer_seat_id, ids=row.ids,
    )  # fmt: skip
    try:
        if isinstance(kind, ReminderKind):
            facts = batch.facts[kind.key]
            if view is None or view.id not in facts:
                return None
            permissions.require(actor, "placement.open", view.as_seen_by(actor).roles)
            said = kind.say(actor, event, facts[view.id], timezone.localdate(batch.now))
        else:
            said = kind.say(actor, event)
    except ToolError:  # not found, or not allowed: it is none of theirs, or not any more
        return None
    return Line(said, kind, view, row.course_key) if said is not None else None


def _is_first_of_day(reader: Reader, now: datetime) -> bool:
    """Note that this person has their reminders of a day of theirs; False where that was noted before."""
    user_id, seat_id = reader.identity
    try:
        with transaction.atomic():
            DailyMail.objects.create(
                key=_day_key(reader, now), reader_id=user_id, reader_seat_id=seat_id, day=timezone.localdate(now)
            )
    except IntegrityError:
        return False
    return True


def _day_key(reader: Reader, now: datetime) -> str:
    return key_of("reminders", str(timezone.localdate(now)), reader.identity)


def _number(rows: Sequence[Notice]) -> str:
    return key_of("mail", ",".join(sorted(row.key for row in rows)), Identity())[:32]


def _reader_of(row: Notice) -> Identity:
    return Identity(row.reader_id, row.reader_seat_id)
