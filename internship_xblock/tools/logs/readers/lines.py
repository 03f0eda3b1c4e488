"""One entry in a line, which counts as no reading: for notices. A verb of this tool's api."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ....core.actor import Actor
from ....core.permissions import Role
from . import rights
from .find import get_readable_entry


@dataclass(frozen=True)
class EntryLine:
    """An entry without its words. `may_answer`: this person is one of those who answer it."""

    id: int
    day: date
    author_name: str
    is_mine: bool
    is_shared: bool
    is_answered: bool
    is_withheld: bool
    may_answer: bool


def entry_line(actor: Actor, *, usage_key: str, entry_id: int) -> EntryLine:
    """Return what a notice says of an entry, for whoever may read it. Two queries; nobody has read it by that."""
    entry, placement = get_readable_entry(actor, usage_key, entry_id)
    roles = rights.roles_for(actor, placement, entry)
    return EntryLine(
        id=entry.pk, day=entry.date, author_name=entry.author_name, is_mine=entry.is_by(actor),
        is_shared=entry.sharing != "private", is_answered=entry.answered_at is not None, is_withheld=entry.is_withheld,
        may_answer=Role.AUTHOR not in roles and not roles.isdisjoint(rights.ANSWERERS),
    )  # fmt: skip
