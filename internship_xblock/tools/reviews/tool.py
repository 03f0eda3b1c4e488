"""Reviews: what was submitted, and what was answered."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, WRITERS, Role
from ...core.tools import Tool

TOOL = Tool(
    name="reviews",
    verbs={
        "review.submit": WRITERS,
        "review.withdraw": WRITERS,
        "review.standing": IN_PLACEMENT,
        # what is a learner's alone, in no placement: the verbs look at who submitted it
        "review.submit_own": frozenset({Role.PERSON}),
        "review.withdraw_own": frozenset({Role.PERSON}),
        "review.standing_own": frozenset({Role.PERSON}),
        "review.pending_own": frozenset({Role.PERSON}),
        "review.list": frozenset({Role.INSTRUCTOR}),
        "review.open": frozenset({Role.INSTRUCTOR}),
        "review.comment": frozenset({Role.INSTRUCTOR}),
        "review.give_back": frozenset({Role.INSTRUCTOR}),
        "review.approve": frozenset({Role.INSTRUCTOR}),
    },
    read_only=frozenset({"review.standing", "review.standing_own", "review.pending_own", "review.list", "review.open"}),
    private=frozenset({"review.standing_own"}),
    by_link=frozenset({"review.standing"}),
    pages="web.urls",
    queue="web.today:queue",
    forget="forget:forget",
)
