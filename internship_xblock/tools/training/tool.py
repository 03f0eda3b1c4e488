"""Trained mentors: who has earned what, until when."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, Role
from ...core.tools import Tool

TOOL = Tool(
    name="training",
    verbs={
        "training.own": frozenset({Role.PERSON}),
        "training.due_renewals": frozenset({Role.PERSON}),
        "training.of_placement": IN_PLACEMENT | {Role.INSTRUCTOR},
        "training.of_several": frozenset({Role.INSTRUCTOR}),
    },
    read_only=frozenset({"training.own", "training.due_renewals", "training.of_placement", "training.of_several"}),
    private=frozenset({"training.own", "training.due_renewals"}),
    by_link=frozenset({"training.of_placement"}),
    pages="web.urls",
    forget="forget:forget",
    standings="standing:standings",
)
