"""Claims of a revision: the one way in which a row that several people save goes from one revision to the next.

Whoever saves says which revision they began from. The update asks for that revision and makes the next one in one statement, so
that the database itself decides who was first: of two updates at once the second waits for the row, then finds another revision
there and changes nothing. No row has to be locked beforehand for that, and none is lost. See docs/adr/0004.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

COLUMN = "revision"


def claim(row: QuerySet[Any], began_from: int, *, column: str = COLUMN, **changes: Any) -> bool:
    """Store `changes` in a row as its next revision, if it still is the revision that the save began from.

    The update is the lock: what was read before it may be older than what is there, the condition is not.

    Args:
        row: Selects the row; it may be gone.
        began_from: The revision that was read.
        column: The name of the column that counts, where a row has several.
        changes: The new values, by the names of their columns.

    Returns:
        Whether it was stored. Where it was not, somebody else was quicker: read what is there with a lock, and show both.

    One query.
    """
    return bool(advance(row.filter(**{column: began_from}), column=column, **changes))


def advance(rows: QuerySet[Any], *, column: str = COLUMN, **changes: Any) -> int:
    """Store `changes` in rows as their next revision, whichever they are at, and return in how many.

    For rows that are locked and were compared under that lock, and for what holds whatever they say. Whoever has one of them
    open is then told that it has changed. One query.
    """
    return rows.update(**changes, **{column: F(column) + 1})
