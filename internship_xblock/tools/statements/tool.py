"""Statements: what a student takes along from a stay, issued under a name and frozen."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, Role
from ...core.tools import Tool

_READERS = IN_PLACEMENT | {Role.INSTRUCTOR}
_HOSTS_WRITERS = frozenset({Role.SUPERVISOR, Role.INSTRUCTOR})
_WRITERS = frozenset({Role.MENTOR, Role.LEADER, Role.SUPERVISOR})
TOOL = Tool(
    name="statements",
    verbs={
        "statement.read": _READERS,  # what was issued; a draft is its writers', and the student's once they are shown it
        "statement.write": _WRITERS,
        "statement.show": _WRITERS,  # let the student read the draft
        "statement.comments": frozenset({Role.STUDENT}) | _WRITERS,  # about a draft that the student was shown
        "statement.comment": frozenset({Role.STUDENT}) | _WRITERS,
        "statement.settle": frozenset({Role.STUDENT}) | _WRITERS,
        "statement.withdraw_comment": frozenset({Role.AUTHOR}),
        "statement.issue": _WRITERS,
        "statement.withdraw": _WRITERS,
        "hosting.write": _HOSTS_WRITERS,
        "hosting.issue": _HOSTS_WRITERS,
        "hosting.withdraw": _HOSTS_WRITERS,
        "hosting.agree": frozenset({Role.STUDENT}),  # to be named in what the host receives
        "statement.take_along": _READERS,
        "statement.own": frozenset({Role.PERSON, Role.GUEST}),  # all that was issued to them as a student
        "statement.place_of": frozenset({Role.PERSON, Role.GUEST}),  # the way to a statement from its number alone
        "statement.check": frozenset({Role.STRANGER}),  # anybody who has the code and the name
    },
    read_only=frozenset(
        {"statement.read", "statement.comments", "statement.take_along", "statement.place_of", "statement.check"}
    ),
    private=frozenset({"statement.comments"}),
    by_link=frozenset(  # read, comment
        {
            "statement.read",
            "statement.comments",
            "statement.comment",
            "statement.settle",
            "statement.withdraw_comment",
            "statement.take_along",
            "statement.own",
            "statement.place_of",
            "statement.check",
        }
    ),
    pages="web.urls",
    forget="forget:forget",
    closing="web.closing:closing",
    closings="web.closing:closings",
    papers="web.downloads:papers",
    notices="web.notices:KINDS",
)
