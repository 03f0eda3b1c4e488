"""Notices: who is told what, when and how."""

from __future__ import annotations

from ...core.permissions import Role
from ...core.tools import Tool

TOOL = Tool(
    name="notices",
    verbs={
        "notice.choice": frozenset({Role.PERSON, Role.GUEST}),  # one's own: how one wants to be told
        "notice.choose": frozenset({Role.PERSON, Role.GUEST}),
        "notice.undelivered": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),  # who was not reached, never of what
    },
    read_only=frozenset({"notice.choice", "notice.undelivered"}),
    private=frozenset({"notice.choice"}),
    by_link=frozenset({"notice.choice", "notice.choose"}),
    pages="web.urls",
    today="web.today:part",
    forget="forget:forget",
    standings="standing:standings",
)
