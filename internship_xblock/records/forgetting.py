"""Forgetting a person in the tables of a record: their names in what others wrote, and beside what was frozen.

What a table declares (`authorships`: the name, and the text of a comment of one's own) goes afterwards, in core/retirement.py.
For each tool's `forget`, never for a verb.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from ..core.language import personal_names
from ..core.tools import Leaving
from . import authorship, people
from .ledger import Ledger
from .models import DraftComment, DraftSection, FrozenText

Data = dict[str, Any]


def erase_alone(records: QuerySet[Any], person: Leaving, chain: Ledger) -> None:
    """Erase the records of placements that were the person's alone, with a line in their ledgers' place."""
    alone: QuerySet[Model] = records.filter(placement_id__in=list(person.left_alone))
    gone = list(alone.values_list("pk", flat=True))
    alone.delete()
    chain.erased(gone)


def in_drafts(table: type[DraftSection], person: Leaving, also: Callable[[Data], None] = lambda data: None) -> None:
    """Take the person's names, and their marks as a writer, out of drafts. `also`: whatever else of a section names them."""
    who: list[authorship.Who] = [authorship.of_seat(pk) for pk in person.seat_ids]
    who += [person.user_id] if person.user_id is not None else []
    for row in _here(table, person).iterator(chunk_size=100):
        left = personal_names.without(row.data, person.names)
        also(left)
        if "written" in left and who:  # by the account, or the seat: its name need not be the one it has here
            left["written"] = authorship.without(authorship.marks_of(left), who)
        if left != row.data:
            table._default_manager.filter(pk=row.pk).update(data=left)


def in_comments(table: type[DraftComment], person: Leaving) -> None:
    """Take the person's names out of what was said; an empty comment of theirs stays, for what was answered to it."""
    for pk, text in _here(table, person).values_list("pk", "text").iterator(chunk_size=100):
        left = personal_names.without(text, person.names)
        if left != text:
            table._default_manager.filter(pk=pk).update(text=left)


def in_frozen(table: type[FrozenText], person: Leaving) -> None:
    """Take the names away that stand beside frozen texts; the texts themselves, and their hashes, stay."""
    without = personal_names.eraser(person.names)
    rows = _here(table, person).exclude(people={})
    for pk, place, named in rows.values_list("pk", f"{table.record}__placement_id", "people").iterator(chunk_size=100):
        left = people.forget(named, person.party_uids.get(place, ()), without)
        if left is not None:
            table._default_manager.filter(pk=pk).update(people=left)


def _here(table: type[Any], person: Leaving) -> QuerySet[Any]:
    place = "placement_id" if table.record == "placement" else f"{table.record}__placement_id"
    rows: QuerySet[Any] = table._default_manager.filter(**{f"{place}__in": list(person.placement_ids)})
    return rows
