"""Placements: who is in one, in which role, and how they come in."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, WRITERS, Role
from ...core.tools import Tool

TOOL = Tool(
    name="placements",
    verbs={
        "placement.create": frozenset({Role.PERSON}),
        "placement.open": IN_PLACEMENT | {Role.INSTRUCTOR},
        "placement.name_parties": WRITERS,
        "placement.invite": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
        "placement.revoke": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
        "placement.join": frozenset({Role.PERSON}),
        "placement.see_invitation": frozenset({Role.PERSON}),
        "placement.own_data": frozenset({Role.PERSON, Role.GUEST}),  # all that is theirs, of every tool
    },
    read_only=frozenset({"placement.open", "placement.see_invitation"}),
    private=frozenset({"placement.own_data"}),
    by_link=frozenset({"placement.open", "placement.own_data"}),
    models=("models", "links.models"),
    guests="links.sessions:guests",
    pages="web.urls",
    today="web.today:part",
    forget="forget:forget",
)
