"""Placements: who is in one, in which role, and how they come in."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, WRITERS, Role
from ...core.tools import Tool

WHO_CHANGE = frozenset({Role.OWNER, Role.MENTOR, Role.SUPERVISOR, Role.INSTRUCTOR})  # pause, end, and take both back

TOOL = Tool(
    name="placements",
    verbs={
        "placement.create": frozenset({Role.PERSON}),
        "placement.open": IN_PLACEMENT | {Role.INSTRUCTOR},
        "placement.name_parties": WRITERS,
        "placement.set_up": frozenset({Role.INSTRUCTOR}),  # for others, from the university's register
        "placement.invite": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
        "placement.revoke": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
        "placement.substitute": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
        "placement.pause": WHO_CHANGE,
        "placement.resume": WHO_CHANGE,
        "placement.end": WHO_CHANGE,
        "placement.reopen": WHO_CHANGE,
        "placement.keep_as_it_is": WHO_CHANGE,
        "placement.ask_for_change": frozenset({Role.STUDENT}),
        "placement.changes": IN_PLACEMENT | {Role.INSTRUCTOR},
        "placement.checklist": IN_PLACEMENT | {Role.INSTRUCTOR},
        "placement.tick": frozenset({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER}),  # their own lines
        "placement.thread": IN_PLACEMENT,  # what its people write to each other stays between them, as comments on a plan do
        "placement.write": IN_PLACEMENT,
        "placement.withdraw_message": frozenset({Role.AUTHOR}),
        "placement.read_thread": IN_PLACEMENT,
        "placement.join": frozenset({Role.PERSON}),
        "placement.join_seat": frozenset({Role.PERSON}),  # a seat that is open in this browser
        # for who holds a link, or the key of a browser: these open what they open, whoever asks
        "placement.see_invitation": frozenset({Role.STRANGER}),
        "placement.accept": frozenset({Role.STRANGER}),
        "placement.decline": frozenset({Role.STRANGER}),
        "placement.ask_again": frozenset({Role.STRANGER}),
        "placement.confirm": frozenset({Role.STRANGER}),
        "placement.leave": frozenset({Role.STRANGER}),
        "placement.own_data": frozenset({Role.PERSON, Role.GUEST}),  # all that is theirs, of every tool
    },
    read_only=frozenset(
        {
            "placement.open",
            "placement.changes",
            "placement.checklist",
            "placement.thread",
            "placement.see_invitation",
        }
    ),
    private=frozenset({"placement.own_data", "placement.thread"}),
    by_link=frozenset(
        {
            "placement.open",
            "placement.pause",
            "placement.resume",
            "placement.end",
            "placement.reopen",
            "placement.keep_as_it_is",
            "placement.ask_for_change",
            "placement.changes",
            "placement.checklist",
            "placement.tick",
            "placement.thread",
            "placement.write",
            "placement.withdraw_message",
            "placement.read_thread",
            "placement.own_data",
            "placement.see_invitation",
            "placement.accept",
            "placement.decline",
            "placement.ask_again",
            "placement.confirm",
            "placement.leave",
        }
    ),
    blocks={"internship_placement": "web.block:PlacementBlock"},
    models=("models", "links.models", "changes.models", "checklist.models", "thread.models"),
    guests="links.sessions:guests",
    pages="web.urls",
    today="web.today:part",
    today_after="web.checklist.today:completed",
    forget="forget:forget",
    notices="web.notices:KINDS",
    standings="standing:standings",
)
