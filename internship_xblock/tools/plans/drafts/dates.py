"""The days that many plans name: for reminders, which go through all placements. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ....records.reading import as_date
from ....records.schema import Row, filled, removed_of
from ...placements import api as placements
from ...placements.api import ONBOARDING, Timing
from ..models import PlanSection
from ..rules.weeks import weekly_days
from ..schema import frozen_text
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
    plan_id: int = 0
    revision: int = 0  # grows with each change of the plan's days, and of the placement
    changed_at: datetime | None = None
    removed: Sequence[Checkpoint] = ()  # set aside, and not submitted since
    first: date | None = None  # of the whole stay, as it is now
    last: date | None = None
    periods: Sequence[Period] = ()
    checkpoints: Sequence[Checkpoint] = ()


def dates_of(placement_ids: Collection[int], *, as_planned: bool = False) -> dict[int, Dates]:
    """Return the days of these placements' plans, of those that have one. Of each the newest plan that names any. One query.

    `as_planned`: all that the plans name, also what does not take place because of a pause or an early end.
    """
    lines = _ROWS.filter(plan__placement_id__in=list(placement_ids)).values_list(
        "plan__placement_id", "plan__placement__kind", "plan_id", "plan__usage_key", "name", "data", "revision", "changed_at",
        "standing",
    )  # fmt: skip
    found: dict[int, _Lines] = {}
    revisions: dict[int, int] = {}
    for placement_id, kind, plan_id, usage_key, name, data, revision, changed_at, standing in lines:
        revisions[plan_id] = revisions.get(plan_id, 0) + revision
        rows = filled(BY_NAME[name], data)
        if rows:
            known = found.setdefault(placement_id, _Lines(plan_id, usage_key, kind, None if as_planned else standing))
            if known.plan_id == plan_id:
                known.rows[name], known.removed[name] = rows, removed_of(data)
                known.changed += [changed_at] if changed_at is not None else []
    return {pk: _dates(one, revisions[one.plan_id]) for pk, one in found.items()}


@dataclass
class _Lines:
    """What is stored of one plan."""

    plan_id: int
    usage_key: str
    kind: str
    standing: str | None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    removed: dict[str, list[Row]] = field(default_factory=dict)
    changed: list[datetime] = field(default_factory=list)


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


def _dates(one: _Lines, revision: int) -> Dates:
    spans, timing = one.rows.get("periods", []), Timing.read(one.standing)
    first, last = frozen_text.first_and_last(spans)
    planned = Dates(
        one.usage_key, one.plan_id, revision + timing.number, max(one.changed, default=None),
        removed=_checkpoints(one.removed.get("checkpoints", []), spans, one.kind), periods=[period_of(row) for row in spans],
        first=first, last=timing.last_day(last),
        checkpoints=_checkpoints(one.rows.get("checkpoints", []), spans, one.kind),
    )  # fmt: skip
    return _taking_place(planned, timing)


def _checkpoints(rows: Sequence[Row], periods: Sequence[Row], kind: str) -> list[Checkpoint]:
    layout = Layout(staff=kind == ONBOARDING)
    return [_checkpoint(row, day, periods, layout) for row in rows if (day := as_date(row.get("date")))]


def _checkpoint(row: Row, day: date, periods: Sequence[Row], layout: Layout) -> Checkpoint:
    kind = str(row.get("kind", ""))
    return Checkpoint(str(row["uid"]), kind, weekly_days(day, periods) if kind == "weekly" else (day,), layout)
