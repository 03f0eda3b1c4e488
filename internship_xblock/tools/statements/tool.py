"""Statements: what a student takes along from a stay, issued under a name and frozen."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, Role
from ...core.tools import Tool

TOOL = Tool(
    name="statements",
    verbs={
        "statement.read": IN_PLACEMENT | {Role.INSTRUCTOR},  # what was issued; its draft is its writers'
        "statement.write": frozenset({Role.MENTOR, Role.LEADER}),
        "statement.issue": frozenset({Role.MENTOR, Role.LEADER}),
        "statement.take_along": IN_PLACEMENT | {Role.INSTRUCTOR},
        "statement.place": frozenset({Role.PERSON}),  # the way to a statement from its number alone
    },
    read_only=frozenset({"statement.read", "statement.take_along", "statement.place"}),
    by_link=frozenset({"statement.read", "statement.take_along"}),
    pages="web.urls",
    forget="forget:forget",
    closing="web.closing:closing",
)
