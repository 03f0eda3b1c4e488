"""Feeds: somebody's days, for their calendar."""

from __future__ import annotations

from ...core.permissions import Role
from ...core.tools import Tool

TOOL = Tool(
    name="feeds",
    verbs={
        "feed.own": frozenset({Role.PERSON, Role.GUEST}),  # whether one has an address
        "feed.make": frozenset({Role.PERSON, Role.GUEST}),
        "feed.end": frozenset({Role.PERSON, Role.GUEST}),
        "feed.open": frozenset({Role.STRANGER}),  # for who holds an address: it opens what it opens, whoever asks
        "feed.days": frozenset({Role.PERSON, Role.GUEST}),
    },
    read_only=frozenset({"feed.open"}),
    by_link=frozenset({"feed.own", "feed.make", "feed.end", "feed.open", "feed.days"}),
    pages="web.urls",
    forget="forget:forget",
)
