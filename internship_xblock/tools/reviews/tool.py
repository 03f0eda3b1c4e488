"""Reviews: what was handed in, and what was answered."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, WRITERS, Role
from ...core.tools import Tool

TOOL = Tool(
    name="reviews",
    verbs={
        "review.hand_in": WRITERS,
        "review.withdraw": WRITERS,
        "review.standing": IN_PLACEMENT,
        "review.list": frozenset({Role.INSTRUCTOR}),
        "review.open": frozenset({Role.INSTRUCTOR}),
        "review.comment": frozenset({Role.INSTRUCTOR}),
        "review.give_back": frozenset({Role.INSTRUCTOR}),
        "review.approve": frozenset({Role.INSTRUCTOR}),
    },
    read_only=frozenset({"review.standing", "review.list", "review.open"}),
    private=frozenset(),
    by_link=frozenset({"review.standing"}),
    pages="web.urls",
    forget="forget:forget",
)
