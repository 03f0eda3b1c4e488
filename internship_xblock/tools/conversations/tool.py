"""Conversations: what people say when they meet, and what one of them finds not right."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, PARTY_ROLES, Role
from ...core.tools import Tool

# What is written of a conversation is everybody's in the placement, and nobody's outside it.
_CONFIDED = frozenset({Role.AUTHOR, Role.RECIPIENT})
_CHOOSE = frozenset({Role.AUTHOR, Role.MENTOR, Role.SUPERVISOR, Role.OWNER})  # AUTHOR: whoever proposed
TOOL = Tool(
    name="conversations",
    verbs={
        "conversation.open": IN_PLACEMENT,
        "conversation.write": IN_PLACEMENT,
        "conversation.tell": IN_PLACEMENT,  # that it is written down: from then on changes are told, and keep what was there
        "conversation.propose_times": IN_PLACEMENT,
        "conversation.answer_times": PARTY_ROLES,
        "conversation.choose_time": _CHOOSE,
        "conversation.withdraw_times": _CHOOSE,
        "concern.route": IN_PLACEMENT,  # whom to turn to
        "concern.raise": IN_PLACEMENT,
        "concern.read": _CONFIDED,
        "concern.answer": _CONFIDED,
        "concern.show": frozenset({Role.AUTHOR}),  # to one more, for good
        "concern.close": frozenset({Role.AUTHOR}),
        "concern.count": frozenset({Role.INSTRUCTOR}),  # how many wait, never what they say or whose they are
    },
    read_only=frozenset({"conversation.open", "concern.route", "concern.read", "concern.count"}),
    private=frozenset({"conversation.open", "concern.route", "concern.read"}),
    by_link=frozenset(
        {
            "conversation.open",
            "conversation.write",
            "conversation.tell",
            "conversation.propose_times",
            "conversation.answer_times",
            "conversation.choose_time",
            "conversation.withdraw_times",
            "concern.route",
            "concern.raise",
            "concern.read",
            "concern.answer",
            "concern.show",
            "concern.close",
        }
    ),
    pages="web.urls",
    today_after="web.today:completed",
    counts="web.counting:counts",
    forget="forget:forget",
    notices="web.notices:KINDS",
    times="finding.reading:chosen_times",
)
