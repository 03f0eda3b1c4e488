"""Freezing a text of a record: its number, its place in the chain, its line in the ledger. For verbs, which lock first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from ..core.actor import Actor
from ..core.authorship import signed
from .frozen import digest
from .ledger import VERSION, Ledger
from .models import FrozenText
from .people import People, new_salt

Text = TypeVar("Text", bound=FrozenText)


def last_of(table: type[Text], record_id: int) -> Text | None:
    """Return the last text of a record that is there, locked. One query."""
    rows = table._default_manager.select_for_update().filter(**table.of(record_id))
    return rows.order_by("-number").first()


def next_number(last: FrozenText | None, chain: Ledger, record_id: int, kind: str = VERSION) -> int:
    """Return the number of the next text: one that is missed is not replaced. One query."""
    return max(last.number if last else 0, chain.last_number(record_id, kind)) + 1


def freeze(
    actor: Actor,
    table: type[Text],
    record_id: int,
    *,
    number: int,
    text: str,
    people: People,
    last: Text | None,
    at: datetime,
    chain: Ledger,
    kind: str = VERSION,
    **more: Any,
) -> Text:
    """Store a text as the next one after `last`, at this time, and record it. Four queries.

    Args:
        number: As `next_number` says.
        text: Its canonical form, with references for people (frozen.py, people.py).
        people: Whom these references mean.
        kind: What the ledger calls such a text.
        more: Further columns; `author_name` where the author goes by another name in it.

    Raises:
        IntegrityError: Somebody else froze one at the same moment. Nothing is stored.
    """
    previous = last.sha256 if last else ""
    values: Mapping[str, Any] = {**signed(actor), **more}
    with transaction.atomic():
        row = table._default_manager.create(
            **table.of(record_id), number=number, canonical=text, people=people, previous_sha256=previous,
            sha256=digest(previous, text), frozen_at=at, salt=new_salt(), **values,
        )  # fmt: skip
        chain.text(row, kind)
    return row
