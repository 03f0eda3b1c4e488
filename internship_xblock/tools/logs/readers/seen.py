"""What somebody was shown before now, and so what is new to them. For this tool's verbs only; read_marks.py writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, FilteredRelation, QuerySet

from ....core.actor import Actor
from ....core.authorship import by
from ..models import Entry

VISIT = timedelta(minutes=30)  # looks closer together than this are one visit
_COLUMNS = ("first_at", "last_at", "times", "first_revision", "revision", "before_revision", "before_at", "turn")


@dataclass(frozen=True)
class Seen:
    """What somebody was shown of an entry before now; the columns of EntryReading."""

    first_at: datetime
    last_at: datetime
    times: int
    first_revision: int
    revision: int
    before_revision: int
    before_at: datetime | None
    turn: int


def with_seen(entries: QuerySet[Entry], actor: Actor, columns: Sequence[str] = _COLUMNS) -> QuerySet[Entry]:
    """The same entries, each with what this person was shown of it: no query more, a row of theirs beside each.

    Who looks on behalf of another has been shown nothing: what that other has read is theirs to know.
    """
    if not actor.is_known or actor.masquerading:
        return entries
    mine = FilteredRelation("readings", condition=by(actor, "readings__author"))
    return entries.annotate(mine=mine, **{f"seen_{name}": F(f"mine__{name}") for name in columns})


def seen_of(entry: Any) -> Seen | None:
    """What this person had been shown; None for nothing, and for an entry not asked for by `with_seen`."""
    if getattr(entry, "seen_first_at", None) is None:
        return None
    return Seen(*(getattr(entry, f"seen_{name}") for name in _COLUMNS))


def is_news(entry: Entry, actor: Actor, seen: Seen | None) -> bool:
    """Whether somebody else has said something that this person was not shown yet."""
    return entry.last_turn > (seen.turn if seen else 0) and not entry.last_speaker.is_same(actor.identity)
