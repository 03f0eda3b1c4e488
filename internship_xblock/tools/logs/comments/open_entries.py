"""The entries of several placements that ask something: of the reader, or of others for them. A verb of this tool's api.

One query for all of them. What a supervisor may know of an entry that is for the mentor alone is decided as in waiting.py: the
bare fact that it waits, and for whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from ....core.actor import Actor, Identity
from ....core.authorship import by
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PLACEMENT, PlacementView
from ...reviews.api import OwnInReview
from ..models import Entry, EntryComment, Sharing
from ..readers import rights
from ..readers.seen import with_seen
from ..staff_mode import has_course_team
from .workdays import ANSWER_DAYS, SUPERVISOR_DAYS, days_since

ENTRIES_READ = 500  # a person with more has other things to do than to read a list of them
REPLY, DECIDE, ANSWER, ASK, THEIRS, READ, SHARE, WAITS, UNHEARD, REVIEWED, CHANGE, RESET = (
    "reply", "decide", "answer", "ask", "theirs", "read", "share", "waits", "unheard", "reviewed", "change", "reset",
)  # fmt: skip
_ALL_WAIT = OwnInReview(is_cut=True)
_COLUMNS = (
    "pk", "placement_id", "usage_key", "author_id", "author_seat_id", "author_name", "date", "sharing", "shared_at",
    "answered_at", "created", "is_withheld", "last_turn", "last_turn_at", "last_turn_by_id", "last_turn_by_seat_id",
    "request__author_id", "request__author_seat_id", "request__author_name",
)  # fmt: skip


@dataclass(frozen=True)
class OpenEntry:
    """An entry that asks something: of the reader, or of others. `names` are whom it waits for, `name` who spoke last or asked.

    `role` is that of whom it is about: of who spoke last or asked, where that is what it is for, else of the author. `id` and
    `day` are None where the reader may know that it waits, and not read it.
    """

    asks: str
    place: PlacementView
    usage_key: str
    id: int | None = None
    day: date | None = None
    author: str = ""
    name: str = ""
    names: Sequence[str] = ()
    since: datetime | None = None
    role: str = ""


@dataclass(frozen=True)
class OpenEntries:
    """What entries ask, the oldest first. `is_cut`: there are more than were looked at."""

    entries: Sequence[OpenEntry] = ()
    is_cut: bool = False


def open_entries(actor: Actor, *, views: Sequence[PlacementView], reviewed: OwnInReview = _ALL_WAIT) -> OpenEntries:
    """Return what the entries of these placements ask, as this actor may know of them. ENTRIES_READ are looked at.

    `reviewed`: how far the actor's own are with the reviewers; unless it is said, all that they read wait for them. Staff who
    look at a course as somebody else are asked nothing. One query.
    """
    places = {view.id: view for view in placements.usable(actor, "log.list", views)}
    if actor.masquerading or not places:
        return OpenEntries()
    mine, turn = by(actor), Coalesce(F("seen_turn"), Value(0))
    spoken = Exists(EntryComment.objects.filter(by(actor), entry_id=OuterRef("pk")))
    shared = ~Q(sharing=Sharing.PRIVATE)
    own = mine & (
        Q(sharing=Sharing.PRIVATE)
        | Q(answered_at=None)
        | Q(is_withheld=True)
        | Q(last_turn__gt=0)
        | Q(pk__in=list(reviewed.returned))
    )
    others = ~mine & shared & (Q(answered_at=None) | (Q(last_turn__gt=turn) & spoken))
    found = with_seen(Entry.objects.filter(erased_at=None, placement_id__in=list(places)), actor, ("turn",))
    rows = found.filter(own | others).order_by(F("shared_at").asc(nulls_last=True), "pk")
    found_rows = list(rows.values(*_COLUMNS, "seen_turn")[: ENTRIES_READ + 1])
    told = (_told(actor, places[row["placement_id"]], row, reviewed) for row in found_rows[:ENTRIES_READ])
    return OpenEntries([one for some in told for one in some], is_cut=len(found_rows) > ENTRIES_READ)


def _told(actor: Actor, place: PlacementView, row: Mapping[str, Any], reviewed: OwnInReview) -> Iterator[OpenEntry]:
    author = Identity(row["author_id"], row["author_seat_id"])
    if author.is_same(actor.identity):
        return _own(actor, place, row, reviewed)
    return _of_another(place, row, author)


def _own(actor: Actor, place: PlacementView, row: Mapping[str, Any], reviewed: OwnInReview) -> Iterator[OpenEntry]:
    returned_at = reviewed.returned.get(row["pk"])
    if row["sharing"] == Sharing.PRIVATE:
        yield _entry(place, row, SHARE, since=None)
        return
    if returned_at is not None and row["sharing"] in rights.UNIVERSITY_LEVELS and has_course_team(place.kind):
        yield _entry(place, row, CHANGE, since=returned_at)
    speaker = Identity(row["last_turn_by_id"], row["last_turn_by_seat_id"])
    if row["is_withheld"]:
        asker = Identity(row["request__author_id"], row["request__author_seat_id"])
        name = row["request__author_name"] or ""
        yield _entry(place, row, DECIDE, name=name, role=place.role_of(asker, name))
    if row["last_turn"] and not speaker.is_same(actor.identity) and _is_fresh(row):
        yield _spoken(place, row, REPLY, speaker)
    if row["answered_at"] is None:
        asked = who_answers(actor, place, row["sharing"])
        if asked == REVIEWED and not reviewed.may_wait(row["pk"]):
            if row["pk"] not in reviewed.reset:
                return  # a reviewer has answered: by approving it, or by asking for changes, which is said already
            asked = RESET
        yield _entry(place, row, asked, names=rights.mentors_of(place, actor.identity) if asked == WAITS else ())


def who_answers(actor: Actor, place: PlacementView, level: str) -> str:
    """Return what one's own entry, shared at a level, waits for: a reader, the reviewers alone, or nobody who is here."""
    if rights.is_heard(level, place, actor.identity):
        return WAITS
    return REVIEWED if rights.is_reviewed(level, place) else UNHEARD


def _is_fresh(row: Mapping[str, Any]) -> bool:
    """Whether what was said last was not shown yet, or is not long ago."""
    if row["last_turn"] > (row["seen_turn"] or 0):
        return True
    return days_since(row["last_turn_at"]) < ANSWER_DAYS


def who_is_asked(place: PlacementView, author: Identity, days: int) -> str:
    """Return what an entry that has waited `days` asks of somebody who may answer it: to do so, or nothing before a mentor."""
    is_first = Role.MENTOR in place.roles or days >= SUPERVISOR_DAYS or not rights.mentors_of(place, author)
    return ANSWER if is_first else THEIRS


def _of_another(place: PlacementView, row: Mapping[str, Any], author: Identity) -> Iterator[OpenEntry]:
    may_read = _may_answer(place, row)
    if row["answered_at"] is not None:
        speaker = Identity(row["last_turn_by_id"], row["last_turn_by_seat_id"])
        if may_read and not speaker.is_same(place.seen_by.identity):
            yield _spoken(place, row, READ, speaker)
        return
    days, names = days_since(row["shared_at"]), rights.mentors_of(place, author)
    if may_read:
        asked = who_is_asked(place, author, days)
        yield _entry(place, row, asked, names=names if asked == THEIRS else ())
    elif Role.SUPERVISOR in place.roles and days >= SUPERVISOR_DAYS and names and place.kind == PLACEMENT:
        yield replace(_entry(place, row, ASK, names=names), id=None, day=None)


def _may_answer(place: PlacementView, row: Mapping[str, Any]) -> bool:
    """Whether who looks may read somebody else's entry, and answer it."""
    readers = rights.READERS[rights.level_of(row["sharing"], row["is_withheld"])]
    return not (place.roles.isdisjoint(rights.ANSWERERS) or place.roles.isdisjoint(readers))


def _entry(place: PlacementView, row: Mapping[str, Any], asks: str, **more: Any) -> OpenEntry:
    author = Identity(row["author_id"], row["author_seat_id"])
    known = {"author": row["author_name"], "since": row["shared_at"], "role": place.role_of(author, row["author_name"])}
    return OpenEntry(asks, place, row["usage_key"], row["pk"], row["date"], **{**known, **more})


def _spoken(place: PlacementView, row: Mapping[str, Any], asks: str, speaker: Identity) -> OpenEntry:
    """An entry that asks because of what was said about it last."""
    name, role = place.name_of(speaker), place.role_of(speaker)
    return _entry(place, row, asks, name=name, since=row["last_turn_at"], role=role)
