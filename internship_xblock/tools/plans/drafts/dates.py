"""The days that many plans name: for reminders, which go through all placements. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ....records.reading import as_date
from ....records.schema import Row, filled
from ...placements import api as placements
from ...placements.api import ONBOARDING, Timing
from ..models import PlanSection
from ..rules.weeks import weekly_days
from ..schema.layout import Layout
from ..schema.sections import BY_NAME
from .frame import Period, period_of

SECTIONS = ("periods", "checkpoints")
_ROWS = (
    PlanSection.objects.filter(name__in=SECTIONS)
    .annotate(standing=placements.standing_at("plan__placement_id"))
    .order_by("-plan_id", "name")
)


@dataclass(frozen=True)
class Checkpoint:
    """A dated conversation: its days, several where it comes back every week."""

    uid: str
    kind: str
    days: tuple[date, ...]
    layout: Layout

    @property
    def is_weekly(self) -> bool:
        return self.kind == "weekly"

    @property
    def label(self) -> str:
        """Its kind in words, "" where none was chosen: nothing that was typed."""
        return self.layout.choice("checkpoints", "kind", self.kind) if self.kind else ""


@dataclass(frozen=True)
class Dates:
    """What the newest plan of a placement says of days on which it takes place, and the block in which that plan stands.

    A period with a pause in it is two; what was planned in the pause, or after an early end, is not among them.
    """

    usage_key: str
    periods: Sequence[Period] = ()
    checkpoints: Sequence[Checkpoint] = ()


def dates_of(placement_ids: Collection[int]) -> dict[int, Dates]:
    """Return the days of these placements' plans, of those that have one. Of each the newest plan that names any. One query."""
    lines = _ROWS.filter(plan__placement_id__in=list(placement_ids)).values_list(
        "plan__placement_id", "plan__placement__kind", "plan_id", "plan__usage_key", "name", "data", "standing"
    )
    found: dict[int, tuple[int, str, str, dict[str, list[Row]]]] = {}
    changed: dict[int, str | None] = {}
    for placement_id, kind, plan_id, usage_key, name, data, standing in lines:
        changed[placement_id] = standing
        rows = filled(BY_NAME[name], data)
        if rows:
            known = found.setdefault(placement_id, (plan_id, usage_key, kind, {}))
            if known[0] == plan_id:
                known[3][name] = rows
    return {
        pk: _taking_place(_dates(usage_key, kind, rows), Timing.read(changed[pk]))
        for pk, (_plan, usage_key, kind, rows) in found.items()
    }


def _taking_place(dates: Dates, timing: Timing) -> Dates:
    """Return what is left of a plan's days, as the placement was changed since."""
    if not timing.number:
        return dates
    periods = [replace(one, start=first, end=last) for one in dates.periods for first, last in _spans(one, timing)]
    checkpoints = [replace(one, days=tuple(filter(timing.takes_place, one.days))) for one in dates.checkpoints]
    return replace(dates, periods=periods, checkpoints=[one for one in checkpoints if one.days])


def _spans(period: Period, timing: Timing) -> Iterable[tuple[date | None, date | None]]:
    if period.start is None or period.end is None:
        return [(period.start, period.end)]
    return timing.spans(period.start, period.end)


def _dates(usage_key: str, kind: str, rows: dict[str, list[Row]]) -> Dates:
    layout, spans = Layout(staff=kind == ONBOARDING), rows.get("periods", [])
    periods = [period_of(row) for row in spans]
    checkpoints = [
        _checkpoint(row, day, spans, layout) for row in rows.get("checkpoints", []) if (day := as_date(row.get("date")))
    ]
    return Dates(usage_key, periods, checkpoints)


def _checkpoint(row: Row, day: date, periods: Sequence[Row], layout: Layout) -> Checkpoint:
    kind = str(row.get("kind", ""))
    return Checkpoint(str(row["uid"]), kind, weekly_days(day, periods) if kind == "weekly" else (day,), layout)
