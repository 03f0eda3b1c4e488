"""Hosts: the organisations that take students, what keeps them as partners, and the places they are asked for."""

from __future__ import annotations

from ...core.permissions import Role
from ...core.tools import Tool

STAFF = frozenset({Role.INSTRUCTOR})

TOOL = Tool(
    name="hosts",
    verbs={
        "host.list": STAFF,
        "host.open": STAFF,
        "host.keep": STAFF,
        "host.save": STAFF,
        "host.join": STAFF,
        "host.split": STAFF,
        "host.note": STAFF,
        "host.ask": STAFF,
        "host.renew_link": STAFF,
        "host.withdraw": STAFF,
        "host.make_placements": STAFF,
        "host.own_request": frozenset({Role.PERSON}),  # by who asked: to be told of the answer
        "host.see_request": frozenset({Role.STRANGER}),  # by who holds its code, whoever they are
        "host.answer": frozenset({Role.STRANGER}),
    },
    read_only=frozenset({"host.list", "host.open", "host.own_request", "host.see_request"}),
    by_link=frozenset({"host.see_request", "host.answer"}),
    pages="web.urls",
    queue="web.today:queue",
    notices="web.notices:KINDS",
    forget="forget:forget",
)
