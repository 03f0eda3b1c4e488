"""What the staff of a course can do with all its placements. Every verb takes the actor first and asks the table first.

Not for: one placement (placements), what was submitted (reviews). How a placement stands is each tool's to say
(`Tool.standings`); here it is kept, listed and counted.
"""

from __future__ import annotations

from .hosting import HostCounts, count_by_host, hosts_named, placements_of_host
from .importing.applying import (
    CHANGED,
    MADE,
    REFUSED,
    SAME,
    TOGETHER,
    Outcome,
    PlanPlace,
    SheetView,
    apply_sheet,
    keep_sheet,
    see_sheet,
)
from .importing.planning import Change, Step
from .importing.sheets import COLUMNS, Problem
from .importing.tables import FILE_LIMIT, ROWS_LIMIT
from .keeping import host_key
from .listing import COUNT_LIMIT, STATES, STUCK, TIMES, Choice
from .reading import PAGE_SIZE, all_placements, catch_up, list_placements, stuck
from .reminding import REMIND_LIMIT, REMINDABLE, Reminder, Reminders, remind, see_reminders
from .values import Line, PlacementList

__all__ = [
    "CHANGED",
    "COLUMNS",
    "COUNT_LIMIT",
    "FILE_LIMIT",
    "MADE",
    "PAGE_SIZE",
    "REFUSED",
    "REMINDABLE",
    "REMIND_LIMIT",
    "ROWS_LIMIT",
    "SAME",
    "STATES",
    "STUCK",
    "TIMES",
    "TOGETHER",
    "Change",
    "Choice",
    "HostCounts",
    "Line",
    "Outcome",
    "PlacementList",
    "PlanPlace",
    "Problem",
    "Reminder",
    "Reminders",
    "SheetView",
    "Step",
    "all_placements",
    "apply_sheet",
    "catch_up",
    "count_by_host",
    "host_key",
    "hosts_named",
    "keep_sheet",
    "list_placements",
    "placements_of_host",
    "remind",
    "see_reminders",
    "see_sheet",
    "stuck",
]  # fmt: skip
