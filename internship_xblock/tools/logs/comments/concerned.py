"""Whom what is said about an entry concerns: for notices, in the transaction of what was said. No verbs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from ....core.actor import Identity
from ..models import Entry, EntryComment, EntryRequest


@dataclass(frozen=True)
class LastEntry:
    """The newest day on which somebody wrote in a placement, and the log in which they did."""

    day: date
    usage_key: str


def author_of(entry_id: int) -> Identity:
    """Return who wrote an entry; nobody where it, or they, are gone. One query."""
    found = Entry.objects.filter(pk=entry_id).values_list("author_id", "author_seat_id").first()
    return Identity(*found) if found else Identity()


def speakers_about(entry_id: int) -> list[Identity]:
    """Return who has said something about an entry. One query."""
    said = EntryComment.objects.filter(entry_id=entry_id).order_by().values_list("author_id", "author_seat_id").distinct()
    return [who for who in (Identity(*one) for one in said) if who != Identity()]


def who_asked(entry_id: int) -> Identity:
    """Return who asked to keep an entry from the placement. One query."""
    found = EntryRequest.objects.filter(entry_id=entry_id).values_list("author_id", "author_seat_id").first()
    return Identity(*found) if found else Identity()


def last_entries(placement_ids: Collection[int]) -> Mapping[int, LastEntry]:
    """Return the last entry of each placement in which there is one, whoever may read it. One query."""
    lines = Entry.objects.filter(placement_id__in=list(placement_ids)).order_by().values("placement_id", "usage_key")
    found: dict[int, LastEntry] = {}
    for line in lines.annotate(day=Max("date")):
        known = found.get(line["placement_id"])
        if known is None or line["day"] > known.day:
            found[line["placement_id"]] = LastEntry(line["day"], line["usage_key"])
    return found


def logs_in(course_keys: Collection[str]) -> Mapping[str, str]:
    """Return a log in which people write, for each of these courses that has one. One query."""
    lines = (
        Entry.objects.filter(course_key__in=list(course_keys)).order_by().values("course_key").annotate(one=Max("usage_key"))
    )
    return {line["course_key"]: line["one"] for line in lines}
