"""Training units: short lessons in which mentors practise."""

from __future__ import annotations

from ...core.permissions import Role
from ...core.tools import Tool

# Anybody may read; what a learner does in one is their own, until they submit it.
TOOL = Tool(
    name="units",
    verbs={
        "unit.open": frozenset({Role.STRANGER}),
        "unit.move": frozenset({Role.PERSON}),
        "unit.answer": frozenset({Role.PERSON}),
        "unit.keep_draft": frozenset({Role.PERSON}),
        "unit.workbook": frozenset({Role.PERSON}),  # one's own answers across the course
        "unit.recalled": frozenset({Role.STRANGER}),  # of one's own answers; a stranger has none
        "unit.due_commitments": frozenset({Role.STRANGER}),
        "unit.lessons_left": frozenset({Role.STRANGER}),
        "unit.settle_commitment": frozenset({Role.PERSON}),
        "unit.keep_step_draft": frozenset({Role.PERSON}),  # who may author is the platform's to say
        "unit.drop_step_drafts": frozenset({Role.PERSON}),
        "unit.step_drafts": frozenset({Role.PERSON}),
        "unit.review": frozenset({Role.PERSON}),  # what of one's own is reviewed, and where it stands
        "unit.award": frozenset({Role.PERSON}),  # how far one is with what a unit awards
        "unit.retake": frozenset({Role.PERSON}),
        "unit.submit": frozenset({Role.PERSON}),
        "unit.take_back": frozenset({Role.PERSON}),
        "unit.for_review": frozenset({Role.INSTRUCTOR}),  # what was submitted, and nothing else
    },
    read_only=frozenset(
        {
            "unit.open",
            "unit.move",
            "unit.workbook",
            "unit.recalled",
            "unit.due_commitments",
            "unit.lessons_left",
            "unit.step_drafts",
            "unit.review",
            "unit.award",
            "unit.for_review",
        }
    ),
    private=frozenset({"unit.workbook", "unit.step_drafts", "unit.review", "unit.award"}),
    blocks={"internship_unit": "web.block:UnitBlock"},
    pages="web.urls",
    today_own="web.today:part",
    forget="forget:forget",
    notices="web.notices:KINDS",
    submissions={"unit": "web.subject:UNIT"},
)
