"""Ticking the checklist on the placement's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .....core.actor import Actor
from .....ui.action import Data, action
from .....ui.refusals import at_fields
from ... import api as placements
from ...api import Line, LineStanding, PlacementView
from ...checklist.standing import DONE, OPEN, SEEN
from ..changes.activity import ChangingActivity, typed_day
from .fields import lines_in


@dataclass(frozen=True)
class Shown:
    """A line as one person sees it. `says` is what they may tick next, "" for nothing."""

    standing: LineStanding
    says: str
    may_open: bool
    today: date
    whose: str
    seen_by: str

    @property
    def line(self) -> Line:
        return self.standing.line

    @property
    def asks_until(self) -> bool:
        return self.line.has_until and self.says == (SEEN if self.line.seen_by else DONE)

    @property
    def is_settled(self) -> bool:
        return self.standing.is_settled(self.today)

    @property
    def has_run_out(self) -> bool:
        return self.standing.has_run_out(self.today)

    @property
    def runs_out_soon(self) -> bool:
        return self.standing.runs_out_soon(self.today)


class ChecklistActivity(ChangingActivity):
    """An activity with a checklist. Its author's lines are the block's; on a page of ours, those of the course's block."""

    def lines_of(self, view: PlacementView) -> Sequence[Line]:
        return self.settings.checklist or lines_in(view.course_key, view.kind)

    @action()
    def tick(self, actor: Actor, data: Data) -> str:
        """Say that a line is done, seen, or open again."""
        view, key = self.the_placement(actor, data), data.get("line", "")
        lines = self.lines_of(view)
        with at_fields(f"check-{key[:16]}"):
            found = placements.tick(
                actor, placement_id=view.id, lines=lines, line_id=key, kind=OPEN if "open" in data else data.get("kind", ""),
                until=typed_day(data, "until"), wording=data.get("wording", ""),
            )  # fmt: skip
        return self.html(
            "placements/macros/checklist.html#check_list", shown=shown(actor, view, found), placement=view, focus=key
        )


def shown(actor: Actor, view: PlacementView, standings: Sequence[LineStanding]) -> list[Shown]:
    """Return the lines as somebody sees them, what is open first."""
    found = [_shown(actor, view, one) for one in standings]
    return sorted(found, key=lambda one: one.is_settled)


def _shown(actor: Actor, view: PlacementView, one: LineStanding) -> Shown:
    def may(kind: str) -> bool:
        return not actor.masquerading and placements.may_tick(view, one.line, kind)

    today = timezone.localdate()
    says = ""
    if not one.is_settled(today):
        if one.line.seen_by and may(SEEN):
            says = SEEN
        elif (one.done is None or one.has_run_out(today)) and may(DONE):
            says = DONE
    return Shown(
        one, says, may_open=one.is_ticked and may(OPEN), today=today,
        whose=placements.role_label(one.line.whose, view.kind),
        seen_by=placements.role_label(one.line.seen_by, view.kind) if one.line.seen_by else "",
    )  # fmt: skip
