"""Plans: what is to be learnt, by which tasks, and when people talk."""

from __future__ import annotations

from ...core.permissions import IN_PLACEMENT, WRITERS, Role
from ...core.tools import Tool

# A draft is between the parties; instructors see what was submitted.
TOOL = Tool(
    name="plans",
    verbs={
        "plan.open": IN_PLACEMENT,
        "plan.frame": IN_PLACEMENT
        | {Role.INSTRUCTOR},  # its periods and outcomes: who may not open it reads the last version's
        "plan.edit": frozenset({Role.OWNER, Role.EDITOR}),
        "plan.fill": WRITERS | {Role.EDITOR},  # start the sections one writes in from something
        "plan.set_days": frozenset({Role.INSTRUCTOR}),  # the periods of a plan in which nobody has written any
        "plan.move_dates": WRITERS,  # where they may write: the verb looks, section by section
        "plan.allow": frozenset({Role.OWNER}),  # say who else may write where
        "plan.comments": IN_PLACEMENT,  # the conversations about a draft stay between the parties too
        "plan.comment": IN_PLACEMENT,
        "plan.settle": IN_PLACEMENT,
        "plan.withdraw_comment": frozenset({Role.AUTHOR}),
        "plan.submit": frozenset({Role.OWNER, Role.MENTOR, Role.SUPERVISOR}),
        "plan.versions": IN_PLACEMENT,
        "plan.sign": frozenset({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER}),
        "plan.version_for_review": frozenset({Role.INSTRUCTOR}),
        "plan.take_along": IN_PLACEMENT | {Role.INSTRUCTOR},  # what was submitted, as a document
        # what a student told a few about themselves: the verb gives each only what they were chosen for
        "plan.read_private": frozenset({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER}),
        "plan.write_private": frozenset({Role.STUDENT}),
        "plan.count": frozenset({Role.INSTRUCTOR}),  # how many plans of a block a change of its settings concerns
        "plan.place_of": frozenset({Role.PERSON, Role.GUEST}),  # the way to a plan from its number alone
        # a copy of a plan without its people, for everybody in the course
        "plan.share_template": frozenset({Role.OWNER, Role.MENTOR, Role.SUPERVISOR}),
        "plan.templates": frozenset({Role.PERSON}),
        "plan.template": frozenset({Role.PERSON}),
        "plan.withdraw_template": frozenset({Role.AUTHOR, Role.INSTRUCTOR}),  # its author is who shared it
    },
    read_only=frozenset(
        {
            "plan.open",
            "plan.frame",
            "plan.comments",
            "plan.read_private",
            "plan.versions",
            "plan.version_for_review",
            "plan.take_along",
            "plan.place_of",
            "plan.templates",
            "plan.template",
            "plan.count",
        }
    ),
    private=frozenset({"plan.open", "plan.comments", "plan.read_private"}),
    by_link=frozenset(  # read, comment and sign
        {
            "plan.open",
            "plan.frame",
            "plan.comments",
            "plan.comment",
            "plan.settle",
            "plan.withdraw_comment",
            "plan.versions",
            "plan.sign",
            "plan.take_along",
            "plan.place_of",
        }
    ),
    blocks={"internship_plan": "web.block:PlanBlock"},
    moving="web.moving:MOVES",
    stays="drafts.last_days:stays",
    asked="web.asked:asked",
    pages="web.urls",
    today="web.today:part",
    overseen="web.overseen:part",
    forget="forget:forget",
    notices="web.notices:KINDS",
    submissions={"plan": "web.subject:PLAN"},
    standings="standing:standings",
)
