"""Coordination: all placements of a course, for its staff: what is stuck, whom to remind, placements from a spreadsheet."""

from __future__ import annotations

from ...core.permissions import Role
from ...core.tools import Tool

TOOL = Tool(
    name="coordination",
    verbs={
        "coordination.list": frozenset({Role.INSTRUCTOR}),
        "coordination.see_reminders": frozenset({Role.INSTRUCTOR}),
        "coordination.remind": frozenset({Role.INSTRUCTOR}),
        # placements from a spreadsheet: of a sheet that the verb looks up among the actor's own
        "coordination.keep_sheet": frozenset({Role.INSTRUCTOR}),
        "coordination.see_sheet": frozenset({Role.INSTRUCTOR}),
        "coordination.apply_sheet": frozenset({Role.INSTRUCTOR}),
    },
    read_only=frozenset({"coordination.list", "coordination.see_reminders", "coordination.see_sheet"}),
    models=("models", "importing.models"),
    pages="web.urls",
    queue="web.today:queue",
    forget="forget:forget",
    notices="web.notices:KINDS",
)
