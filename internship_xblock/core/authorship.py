"""Who wrote a row: one shape for all tables, and what goes with the person when they are forgotten.

An authorship is three columns: the account, or else the seat, of whoever did something, and the name they went by then. The
columns of the usual one are `author`, `author_seat` and `author_name` (`Authored`). A row that two people sign has
a second authorship with another prefix, made by the same functions: `settled_by`, `settled_by_seat`, `settled_by_name`.

Every model says in `authorships` which it has and what else is emptied with each; `core/retirement.py` does so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from .actor import Actor, Identity
from .language.text import NAME_LIMIT

SEAT = "internship_xblock.Party"  # a seat is a party in a placement


@dataclass(frozen=True)
class Authorship:
    """An authorship of a model, by the prefix of its columns. `erases`: the columns that are emptied with it, and to what."""

    prefix: str = "author"
    erases: Mapping[str, Any] = field(default_factory=dict)
    has_name: bool = True  # False where the name is never shown, or is looked up

    @property
    def nobody(self) -> dict[str, Any]:
        """The values of its columns once the person is forgotten."""
        name = {f"{self.prefix}_name": ""} if self.has_name else {}
        return {self.prefix: None, f"{self.prefix}_seat": None, **name, **self.erases}


class Authored(models.Model):
    """A row that somebody wrote: by an account, or by a seat where they have none. Both None: forgotten, or nobody yet."""

    authorships: ClassVar[tuple[Authorship, ...]] = (Authorship(),)
    is_in_ledger: ClassVar[bool] = False  # whether a hash elsewhere is over who wrote it: an account, or a seat

    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=NAME_LIMIT, blank=True)

    class Meta:
        abstract = True

    @property
    def written_by(self) -> Identity:
        return Identity(self.author_id, self.author_seat_id)

    def is_by(self, actor: Actor) -> bool:
        """Return whether the actor wrote it."""
        return self.written_by.is_same(actor.identity)


def by(actor: Actor, prefix: str = "author") -> Q:
    """Return the condition that the actor wrote a row. Raises NotAllowed for a stranger, who wrote none."""
    if actor.is_guest:
        return Q(**{f"{prefix}_seat_id": actor.seat_id})
    return Q(**{f"{prefix}_id": actor.account})


def signed(actor: Actor, prefix: str = "author", *, has_name: bool = True) -> dict[str, Any]:
    """Return the values of an authorship's columns, for a row that the actor writes. Raises NotAllowed for a stranger."""
    name = {f"{prefix}_name": actor.name} if has_name else {}
    user_id = None if actor.is_guest else actor.account
    return {f"{prefix}_id": user_id, f"{prefix}_seat_id": actor.seat_id, **name}


def move_seat(seat_id: int, user_id: int, tables: Iterable[type[models.Model]]) -> None:
    """Make what was written from a seat an account's, in these tables, under the names that stand there.

    What is recorded with a hash over who did it (`is_in_ledger`) stays the seat's, which is the account's. So does a row where
    the account has one of its own already, of which there can be only one. One statement an authorship, seldom more.
    """
    for model in tables:
        if hasattr(model, "join_seat"):  # where several write in one row
            model.join_seat(seat_id, user_id)
        for one in getattr(model, "authorships", ()):
            if getattr(model, "is_in_ledger", False):
                continue
            rows = model._default_manager.filter(**{f"{one.prefix}_seat_id": seat_id})
            moved = {f"{one.prefix}_id": user_id, f"{one.prefix}_seat_id": None}
            if not _moved(rows, moved):
                for pk in list(rows.values_list("pk", flat=True)):
                    _moved(model._default_manager.filter(pk=pk), moved)


def _moved(rows: models.QuerySet[Any], values: Mapping[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True
