"""What was changed in a placement, for those who are in it. A verb of this tool's api."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ....core import permissions
from ....core.actor import Actor
from ..entering import require
from ..values import PlacementView
from .models import PlacementChange
from .timing import Timing

CHANGES_SHOWN = 20  # the newest


@dataclass(frozen=True)
class Change:
    """A change as the parties read it. `by` is "" for somebody who was forgotten."""

    number: int
    kind: str
    first: date | None
    last: date | None
    reason: str
    by: str
    at: datetime
    ended_on: date | None  # what holds since


def changes(actor: Actor, *, placement: int | PlacementView) -> list[Change]:
    """Return what was changed in a placement, the newest first. One query, and the placement's for its number.

    The word to the others is for those who are in it: staff of the course read what was done without it, and who looks at the
    course as somebody else reads what staff do.
    """
    view = require(actor, "placement.changes", placement)
    is_in_it = not actor.masquerading and not view.roles.isdisjoint(permissions.IN_PLACEMENT)
    rows = PlacementChange.objects.filter(placement_id=view.id).order_by("-number")[:CHANGES_SHOWN]
    return [
        Change(
            row.number, row.kind, row.first, row.last, row.reason if is_in_it else "", row.author_name, row.at,
            Timing.read(row.standing).ended_on,
        )
        for row in rows
    ]  # fmt: skip
