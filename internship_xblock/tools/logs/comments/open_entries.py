"""The entries of several placements that ask something: of the reader, or of others for them. A verb of this tool's api.

One query for all of them. What a supervisor may know of an entry that is for the mentor alone is decided as in waiting.py: the
bare fact that it waits, and for whom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from ....core.actor import Actor, Identity
from ....core.authorship import by
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PLACEMENT, PlacementView
from ..models import Entry, EntryComment, Sharing
from ..readers import rights
from ..readers.seen import with_seen
from .workdays import ANSWER_DAYS, SUPERVISOR_DAYS, working_days

ENTRIES_READ = 500  # a person with more has other things to do than to read a list of them
REPLY, DECIDE, ANSWER, ASK, THEIRS, READ, SHARE, WAITS, UNHEARD, REVIEWED, CHANGE = (
    "reply", "decide", "answer", "ask", "theirs", "read", "share", "waits", "unheard", "reviewed", "change",
)  # fmt: skip
_UNIVERSITY = (Sharing.SUPERVISOR, Sharing.COHORT)
_COLUMNS = (
    "pk", "placement_id", "usage_key", "author_id", "author_seat_id", "author_name", "date", "sharing", "shared_at",
    "answered_at", "created", "is_withheld", "last_turn", "last_turn_at", "last_turn_by_id", "last_turn_by_seat_id",
)  # fmt: skip


@dataclass(frozen=True)
class OpenEntry:
    """An entry that asks something: of the reader, or of others. `names` are whom it waits for, `name` who spoke last or asked.

    `id` and `day` are None where the reader may know that it waits, and not read it.
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


def open_entries(actor: Actor, *, views: Sequence[PlacementView]) -> list[OpenEntry]:
    """Return the entries of these placements that ask something, as this actor may know of them, the oldest first.

    Staff who look at a course as somebody else are asked nothing. One query.
    """
    places = {view.id: view for view in placements.usable(actor, "log.list", views)}
    if actor.masquerading or not places:
        return []
    mine, turn = by(actor), Coalesce(F("seen_turn"), Value(0))
    spoken = Exists(EntryComment.objects.filter(by(actor), entry_id=OuterRef("pk")))
    shared = ~Q(sharing=Sharing.PRIVATE)
    own = mine & (Q(sharing=Sharing.PRIVATE) | Q(answered_at=None) | Q(is_withheld=True) | Q(last_turn__gt=0))
    others = ~mine & shared & (Q(answered_at=None) | (Q(last_turn__gt=turn) & spoken))
    found = with_seen(Entry.objects.filter(erased_at=None, placement_id__in=list(places)), actor, ("turn",))
    rows = found.filter(own | others).order_by(F("shared_at").asc(nulls_last=True), "pk")
    told = (_told(actor, places[row["placement_id"]], row) for row in rows.values(*_COLUMNS, "seen_turn")[:ENTRIES_READ])
    return [one for some in told for one in some]


def _told(actor: Actor, place: PlacementView, row: Mapping[str, Any]) -> list[OpenEntry]:
    author = Identity(row["author_id"], row["author_seat_id"])
    if author.is_same(actor.identity):
        return [_entry(place, row, asks, **more) for asks, more in _own(actor, place, row)]
    return _of_another(actor, place, row, author)


def _own(actor: Actor, place: PlacementView, row: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    if row["sharing"] == Sharing.PRIVATE:
        return [(SHARE, {"since": None})]
    found: list[tuple[str, dict[str, Any]]] = []
    speaker = Identity(row["last_turn_by_id"], row["last_turn_by_seat_id"])
    if row["is_withheld"]:
        found.append((DECIDE, {"name": _mentor(place)}))
    if row["last_turn"] and not speaker.is_same(actor.identity) and _is_fresh(row):
        found.append((REPLY, {"name": _name(place, speaker), "since": row["last_turn_at"]}))
    if row["answered_at"] is None:
        asked = who_answers(actor, place, row["sharing"])
        found.append((asked, {"names": mentors_of(place, actor.identity)} if asked == WAITS else {}))
    return found


def who_answers(actor: Actor, place: PlacementView, level: str) -> str:
    """Return what one's own entry, shared at a level, waits for: a reader, the reviewers alone, or nobody who is here."""
    if rights.is_heard(level, place, actor.identity):
        return WAITS
    return REVIEWED if rights.is_reviewed(level, place) else UNHEARD


def _is_fresh(row: Mapping[str, Any]) -> bool:
    """Whether what was said last was not shown yet, or is not long ago."""
    if row["last_turn"] > (row["seen_turn"] or 0):
        return True
    return working_days(timezone.localtime(row["last_turn_at"]).date(), timezone.localdate()) < ANSWER_DAYS


def _of_another(actor: Actor, place: PlacementView, row: Mapping[str, Any], author: Identity) -> list[OpenEntry]:
    may_read = _may_answer(place, row)
    if row["answered_at"] is not None:
        speaker = Identity(row["last_turn_by_id"], row["last_turn_by_seat_id"])
        is_news = may_read and not speaker.is_same(actor.identity)
        return [_entry(place, row, READ, name=_name(place, speaker), since=row["last_turn_at"])] if is_news else []
    names = mentors_of(place, author)
    is_late = working_days(timezone.localtime(row["shared_at"]).date(), timezone.localdate()) >= SUPERVISOR_DAYS
    if may_read and (Role.MENTOR in place.roles or is_late or not names):
        return [_entry(place, row, ANSWER)]
    if may_read:
        return [_entry(place, row, THEIRS, names=names)]
    if Role.SUPERVISOR in place.roles and is_late and names and place.kind == PLACEMENT:
        return [OpenEntry(ASK, place, row["usage_key"], author=row["author_name"], names=names, since=row["shared_at"])]
    return []


def _may_answer(place: PlacementView, row: Mapping[str, Any]) -> bool:
    """Whether who looks may read somebody else's entry, and answer it."""
    level = Sharing.SUPERVISOR if row["sharing"] == Sharing.COHORT and row["is_withheld"] else row["sharing"]
    answers = not place.roles.isdisjoint({Role.MENTOR, Role.SUPERVISOR})
    return answers and not place.roles.isdisjoint(rights.READERS[level])


def _entry(place: PlacementView, row: Mapping[str, Any], asks: str, **more: Any) -> OpenEntry:
    known = {"author": row["author_name"], "since": row["shared_at"]}
    return OpenEntry(asks, place, row["usage_key"], row["pk"], row["date"], **{**known, **more})


def mentors_of(place: PlacementView, but: Identity) -> list[str]:
    """Return the names of the mentors who have joined, without one person."""
    mentors = [party for party in place.parties if party.role == Role.MENTOR and party.has_joined]
    return [party.name or party.role_label for party in mentors if not party.identity.is_same(but)]


def _mentor(place: PlacementView) -> str:
    """Who asks to keep an entry from the cohort: a mentor, and the only one where there is one."""
    names = mentors_of(place, Identity())
    return names[0] if len(names) == 1 else ""


def _name(place: PlacementView, who: Identity) -> str:
    return next((party.name for party in place.parties if party.identity.is_same(who)), "")
