"""Logs: dated reflections, shared step by step, and the dialogue about them."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, Role
from ...core.tools import Tool

# An entry is its author's until it is shared; each level names who may read it.
TOOL = Tool(
    name="logs",
    verbs={
        "log.write": frozenset({Role.STUDENT, Role.MENTOR, Role.OWNER}),
        "log.list": IN_PLACEMENT,
        "log.figures": IN_PLACEMENT,  # of what each may read
        "log.edit": frozenset({Role.AUTHOR}),
        "log.take_along": frozenset({Role.AUTHOR}),  # their own entries, with what others said about them
        "log.share": frozenset({Role.AUTHOR}),
        "log.take_back": frozenset({Role.AUTHOR}),
        "log.read_private": frozenset({Role.AUTHOR}),
        "log.read_mentor": frozenset({Role.AUTHOR, Role.MENTOR}),
        "log.read_supervisor": frozenset({Role.AUTHOR, Role.MENTOR, Role.SUPERVISOR, Role.INSTRUCTOR}),
        "log.read_cohort": IN_PLACEMENT | {Role.AUTHOR, Role.INSTRUCTOR},
        "log.see_samples": frozenset({Role.STRANGER}),  # of a teaching copy; what a learner writes there is their own
        "log.practise": frozenset({Role.PERSON}),
        "log.answer": frozenset({Role.MENTOR, Role.SUPERVISOR}),
        "log.reply": frozenset({Role.AUTHOR}),
        "log.ask_to_withhold": frozenset({Role.MENTOR}),  # from the cohort; the author decides
        "log.decide_withholding": frozenset({Role.AUTHOR}),
        "log.who_saw": frozenset({Role.AUTHOR}),
        "log.waiting": frozenset({Role.PERSON, Role.GUEST}),  # one's own: who waits in one's placements
    },
    # Of a log and of who waits in it the verbs tell whoever looks as somebody else no more than an instructor may read.
    read_only=frozenset(
        {"log.list", "log.figures", "log.waiting", "log.see_samples", "log.read_supervisor", "log.read_cohort"}
    ),
    private=frozenset({"log.read_private", "log.read_mentor", "log.take_along", "log.who_saw"}),
    # A guest reads and answers. What one writes oneself is for those with an account, so that a guest is no entry's author.
    by_link=frozenset(
        {
            "log.list",
            "log.figures",
            "log.read_mentor",
            "log.read_supervisor",
            "log.read_cohort",
            "log.answer",
            "log.ask_to_withhold",
            "log.waiting",
        }
    ),
    blocks={"internship_log": "web.block:LogBlock"},
    asked="web.asked:asked",
    pages="web.urls",
    today="web.today:part",
    today_after="web.today:completed",
    forget="forget:forget",
    notices="web.notices:KINDS",
    submissions={"entry": "web.subject:ENTRY"},
    standings="standing:standings",
)
