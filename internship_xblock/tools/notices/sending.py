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

from ...core import permissions
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
    """What became of a sweep, in numbers of notices; `mails` of letters."""

    sent: int = 0
    mails: int = 0
    skipped: int = 0
    postponed: int = 0
    failed: int = 0


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
    claims.release_stale(now or timezone.now())
    while time.monotonic() < end:
        moment = now or timezone.now()
        rows = claims.due(moment, BATCH)
        if not rows or not _send_batch(draw, _batch_of(rows, moment), rows, tally, end):
            return tally
    return tally


def _batch_of(rows: Sequence[Notice], now: datetime) -> _Batch:
    views = views_of(row.placement_id for row in rows)
    people = readers({_reader_of(row) for row in rows}, views.values())
    batch = _Batch(now, views, people, choices_of({one.identity for one in people.values()}), kinds())
    for kind in batch.known.values():
        if isinstance(kind, ReminderKind) and (here := {row.placement_id for row in rows if row.kind == kind.key}):
            batch.facts[kind.key] = kind.look([pk for pk in here if pk is not None])
    return batch


def _send_batch(draw: Draw, batch: _Batch, rows: Sequence[Notice], tally: Tally, end: float) -> bool:
    """Deal with each person's part; False where the time is over. Whatever goes wrong for one leaves the others alone."""
    for who, theirs in _by_person(rows).items():
        if time.monotonic() >= end:
            return False
        ready = _ready(batch, batch.people[who], theirs, tally)
        for group in (ready[True], ready[False]):
            if group:
                _send_one(draw, batch, batch.people[who], group, tally)
    return True


def _by_person(rows: Iterable[Notice]) -> dict[Identity, list[Notice]]:
    found: dict[Identity, list[Notice]] = {}
    for row in rows:
        found.setdefault(_reader_of(row), []).append(row)
    return found


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
        asked = [(row, _line(batch, reader, row)) for row in mine]
        told = [row for row, line in asked if line is not None]
        gone = [row for row, line in asked if line is None]
        for _row, line in asked:
            if line is not None and line.said not in [one.said for one in lines]:
                lines.append(line)
        if gone:
            claims.skipped(gone, "not_true")
            tally.skipped += len(gone)
        if told:
            _mail(draw, batch, Told(reader, tuple(lines), mine[0].is_reminder, _number(told)), told, tally)


def _mail(draw: Draw, batch: _Batch, told: Told, rows: Sequence[Notice], tally: Tally) -> None:
    day = timezone.localdate(batch.now) if told.is_reminder else None
    if day is not None and not _is_first_of_day(rows[0], day):
        claims.skipped(rows, "one_a_day")
        tally.skipped += len(rows)
        return
    try:
        get_platform().send_mail(draw(told))
    except NotSent as error:
        _give_back(rows, error.kind, error.is_final, batch.now, tally)
    except Exception as error:  # a mistake of ours in one letter is no reason to keep everybody's
        mishap(error, "a notice")
        _give_back(rows, "mishap", False, batch.now, tally)
    else:
        claims.sent(rows)
        tally.sent, tally.mails = tally.sent + len(rows), tally.mails + 1


def _give_back(rows: Sequence[Notice], reason: str, is_final: bool, now: datetime, tally: Tally) -> None:
    claims.failed(rows, reason, is_final, now)
    DailyMail.objects.filter(key__in=[_day_key(row, timezone.localdate(now)) for row in rows]).delete()
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
            if view is None or row.placement_id not in batch.facts[kind.key]:
                return None
            seen = view.as_seen_by(actor)
            permissions.require(actor, "placement.open", seen.roles)
            said = kind.say(actor, event, batch.facts[kind.key][view.id], timezone.localdate(batch.now))
        else:
            said = kind.say(actor, event)
    except ToolError:  # not found, or not allowed: it is none of theirs, or not any more
        return None
    return Line(said, kind, view, row.course_key) if said is not None else None


def _is_first_of_day(row: Notice, day: Any) -> bool:
    """Note that this person has their reminders of a day; False where they have had them."""
    try:
        with transaction.atomic():
            DailyMail.objects.create(
                key=_day_key(row, day), reader_id=row.reader_id, reader_seat_id=row.reader_seat_id, day=day
            )
    except IntegrityError:
        return False
    return True


def _day_key(row: Notice, day: Any) -> str:
    return key_of("reminders", str(day), _reader_of(row))


def _number(rows: Sequence[Notice]) -> str:
    return key_of("mail", ",".join(sorted(row.key for row in rows)), Identity())[:32]


def _reader_of(row: Notice) -> Identity:
    return Identity(row.reader_id, row.reader_seat_id)
