"""Who wrote what: for each answer of a draft, whose words it holds and since when. Pure.

Kept beside the answers of a section, `{row uid, or "" for single answers: {field: [who, name, ISO time]}}`, and no part of
the document: a version is what the parties agreed, not who typed it. An answer that a save did not change keeps its writer, one
that was emptied says who emptied it. What is known of a removed row goes when the row is gone for good.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..core.actor import Identity
from .schema import Field, Row, Section, removed_of, rows_of, values_of

Mark = list[Any]  # [who, None where they are gone; name; ISO time]
Who = int | str | None  # an account, or of a guest "seat-12"
Marks = Mapping[str, Mapping[str, Mark]]


@dataclass(frozen=True)
class Written:
    """Answers of one row that one person wrote, the newest at `at`. `emptied` are those without an answer now."""

    name: str
    at: datetime
    fields: tuple[Field, ...]
    emptied: tuple[Field, ...] = ()


def who_of(identity: Identity) -> Who:
    """Return by what somebody is known in a mark."""
    if identity.user_id is not None:
        return identity.user_id
    return of_seat(identity.seat_id) if identity.seat_id is not None else None


def of_seat(seat_id: int) -> str:
    return f"seat-{seat_id}"


def mark(who: Who, name: str, at: datetime) -> Mark:
    return [who, name, at.isoformat()]


def marks_of(data: Mapping[str, Any]) -> dict[str, dict[str, Mark]]:
    """What a section's data says about its writers; what is no mark is left out."""
    stored = data.get("written")
    rows = stored.items() if isinstance(stored, dict) else ()
    return {uid: {name: one for name, one in row.items() if _is_mark(one)} for uid, row in rows if isinstance(row, dict)}


def after(
    section: Section, old: Mapping[str, Row], new: Mapping[str, Row], marks: Marks, now: Mark
) -> dict[str, dict[str, Mark]]:
    """The marks after a save: `old` and `new` are the answers by the row's uid, those set aside among them."""
    found = {uid: _row_after(section, old.get(uid, {}), row, marks.get(uid, {}), now) for uid, row in new.items()}
    return {uid: row for uid, row in found.items() if row}


def _row_after(section: Section, old: Row, new: Row, marks: Mapping[str, Mark], now: Mark) -> dict[str, Mark]:
    kept = {}
    for field in section.fields:
        if new.get(field.name, field.empty) != old.get(field.name, field.empty):
            kept[field.name] = now
        elif field.name in marks:
            kept[field.name] = marks[field.name]
    return kept


def by_writer(section: Section, row: Row, marks: Mapping[str, Mark]) -> list[Written]:
    """Who wrote this row: first whoever wrote most of its answers, then the others as the fields stand."""
    found: dict[tuple[Any, str], list[Field]] = {}
    for field in section.fields:
        if field.name in marks:
            account, name, _at = marks[field.name]
            found.setdefault((account, name), []).append(field)
    groups = []
    for (_account, name), fields in found.items():
        at = max(datetime.fromisoformat(marks[field.name][2]) for field in fields)
        answered = tuple(field for field in fields if row.get(field.name, field.empty) != field.empty)
        groups.append(Written(name, at, answered, tuple(field for field in fields if field not in answered)))
    return sorted(groups, key=lambda group: -len(group.fields))


def is_of(marks: Mapping[str, Mark], at: datetime | None) -> bool:
    """Whether the save at this time wrote some of it."""
    then = at.isoformat() if at is not None else None
    return any(one[2] == then for one in marks.values())


def without(marks: Marks, who: Collection[Who]) -> dict[str, dict[str, Mark]]:
    """The marks with a person and their name taken out who is forgotten."""
    return {
        uid: {name: [None, "", one[2]] if one[0] in who else list(one) for name, one in row.items()}
        for uid, row in marks.items()
    }


def moved(marks: Marks, before: Who, after: Who) -> dict[str, dict[str, Mark]]:
    """The marks of a guest as those of the account that they have joined with."""
    return {
        uid: {name: [after if one[0] == before else one[0], *one[1:]] for name, one in row.items()}
        for uid, row in marks.items()
    }


def own_part(data: Mapping[str, Any], who: Who) -> dict[str, Any]:
    """The answers of a section's data that somebody wrote, and nothing else of it; {} where there are none."""
    own = {uid: {name for name, one in row.items() if who is not None and one[0] == who} for uid, row in marks_of(data).items()}

    def of(row: Row) -> Row:
        return {name: answer for name, answer in row.items() if name in own.get(row.get("uid", ""), ())}

    found: dict[str, Any] = {
        part: [{"uid": row["uid"], **mine} for row in rows if (mine := of(row))]
        for part, rows in (("rows", rows_of(data)), ("removed", removed_of(data)))
    }
    return {part: answers for part, answers in {**found, "values": of(values_of(data))}.items() if answers}


def _is_mark(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 3 and isinstance(one[1], str) and isinstance(one[2], str)


def of_row(section: Section, row: Row, one: Mark) -> dict[str, Mark]:
    """The marks of a row that is known as a whole only."""
    return {} if section.is_empty(row) else {field.name: one for field in section.fields if row.get(field.name)}
