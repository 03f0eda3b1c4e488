"""Coordination: all placements of a course, for its staff: what is stuck, whom to remind, placements from a spreadsheet."""

from __future__ import annotations

from ...core.permissions import Role
from ...core.tools import Tool

TOOL = Tool(
    name="coordination",
    verbs={
        "coordination.list": frozenset({Role.INSTRUCTOR}),
    },
    read_only=frozenset({"coordination.list"}),
    pages="web.urls",
    queue="web.today:queue",
    forget="forget:forget",
)
