"""What other tools read of a plan: its periods and outcomes. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ....core import permissions
from ....core.actor import Actor
from ....records.reading import as_date
from ...placements import api as placements
from ...placements.api import PlacementView, Timing
from . import storage


@dataclass(frozen=True)
class Period:
    label: str
    start: date | None
    end: date | None
    hours: float | None


def period_of(row: Mapping[str, Any]) -> Period:
    """Return a period as a row of the plan has it."""
    return Period(
        label=row.get("label") or "",
        start=as_date(row.get("start")),
        end=as_date(row.get("end")),
        hours=float(row["hours"]) if row.get("hours") not in ("", None) else None,
    )


@dataclass(frozen=True)
class Outcome:
    uid: str
    text: str


@dataclass(frozen=True)
class Frame:
    """What other tools read of a plan. `periods` go no further than the day on which the placement was ended early."""

    periods: Sequence[Period] = ()
    outcomes: Sequence[Outcome] = ()


def frame(actor: Actor, *, placement: int | PlacementView) -> Frame:
    """Say what the placement's newest plan names: periods in the order of their dates, outcomes.

    A draft is between the parties: who may not open it is given what the last version says, nothing where none was submitted.
    One query and the placement's.
    """
    entered = placements.require(actor, "plan.frame", placement)
    may_open = permissions.is_allowed("plan.open", entered.roles) and not actor.masquerading
    rows = (storage.newest if may_open else storage.newest_frozen)(entered.id, ("periods", "outcomes"))
    planned = (period_of(row) for row in rows["periods"])
    periods = [kept for one in planned if (kept := _until_end(one, entered.timing)) is not None]
    return Frame(
        periods=sorted(periods, key=lambda period: (period.start is None, str(period.start))),
        outcomes=[Outcome(uid=row["uid"], text=row["text"]) for row in rows["outcomes"]],
    )


def _until_end(period: Period, timing: Timing) -> Period | None:
    """Return a period as far as the placement's last day; None where it begins later."""
    if period.start is None or period.end is None:
        return period
    span = timing.span(period.start, period.end)
    return replace(period, end=span[1]) if span is not None else None
