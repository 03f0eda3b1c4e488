"""The permission table: who may do what, in one place.

Every verb of every tool's api stands here with the roles that may use it; every api function asks
`require` first. `tests/test_permissions.py` walks the whole table with every role, stranger and guest
included, against the real functions, so a verb without a row, or a row without a verb, fails.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from django.utils.translation import gettext as _

from .actor import Actor
from .errors import NotAllowed


class Role(StrEnum):
    """What a person is in relation to a thing. One person may hold several."""

    STUDENT = "student"
    MENTOR = "mentor"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    GUEST = "guest"
    OWNER = "owner"  # who made the placement
    INSTRUCTOR = "instructor"  # course staff of the course the thing belongs to
    AUTHOR = "author"  # wrote this very entry, or this very comment
    EDITOR = "editor"  # a party who may write in this very section of a plan, see plans/rights.py
    PERSON = "person"  # anybody signed in
    STRANGER = "stranger"  # anybody at all


PARTY_ROLES = frozenset({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER, Role.GUEST})
_PLACEMENT = PARTY_ROLES | {Role.OWNER}
WRITERS = frozenset({Role.OWNER, Role.MENTOR, Role.STUDENT, Role.SUPERVISOR})  # in a plan: unless its owner decides otherwise

TABLE: dict[str, frozenset[Role]] = {
    # placements
    "placement.create": frozenset({Role.PERSON}),
    "placement.open": _PLACEMENT | {Role.INSTRUCTOR},
    "placement.name_parties": WRITERS,
    "placement.invite": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
    "placement.revoke": frozenset({Role.OWNER, Role.SUPERVISOR, Role.INSTRUCTOR}),
    "placement.join": frozenset({Role.PERSON}),
    "placement.see_invitation": frozenset({Role.PERSON}),
    # plans: a draft is between the parties; instructors see what was submitted
    "plan.open": _PLACEMENT,
    "plan.frame": _PLACEMENT | {Role.INSTRUCTOR},  # its periods and outcomes: who may not open it reads the last version's
    "plan.edit": frozenset({Role.OWNER, Role.EDITOR}),
    "plan.fill": WRITERS | {Role.EDITOR},  # start the sections one writes in from something
    "plan.allow": frozenset({Role.OWNER}),  # say who else may write where
    "plan.comments": _PLACEMENT,  # the conversations about a draft stay between the parties too
    "plan.comment": _PLACEMENT,
    "plan.settle": _PLACEMENT,
    "plan.withdraw_comment": frozenset({Role.AUTHOR}),
    "plan.submit": frozenset({Role.OWNER, Role.MENTOR, Role.SUPERVISOR}),
    "plan.versions": _PLACEMENT,
    "plan.sign": frozenset({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER}),
    "plan.version_for_review": frozenset({Role.INSTRUCTOR}),
    "plan.take_along": _PLACEMENT | {Role.INSTRUCTOR},  # what was handed in, as a document
    "plan.certificate": _PLACEMENT | {Role.INSTRUCTOR},  # what was issued at the end; its draft is its writers'
    "plan.write_certificate": frozenset({Role.MENTOR, Role.LEADER}),
    "plan.issue_certificate": frozenset({Role.MENTOR, Role.LEADER}),
    "plan.take_certificate_along": _PLACEMENT | {Role.INSTRUCTOR},
    "plan.count": frozenset({Role.INSTRUCTOR}),  # how many plans of a block a change of its settings concerns
    "plan.course_of": frozenset({Role.PERSON}),  # the way to a plan from its number alone
    # a copy of a plan without its people, for everybody in the course
    "plan.share_template": frozenset({Role.OWNER, Role.MENTOR, Role.SUPERVISOR}),
    "plan.templates": frozenset({Role.PERSON}),
    "plan.template": frozenset({Role.PERSON}),
    "plan.withdraw_template": frozenset({Role.AUTHOR, Role.INSTRUCTOR}),  # its author is who shared it
    # logs: an entry is its author's until shared; each level names who may read
    "log.write": frozenset({Role.STUDENT, Role.MENTOR, Role.OWNER}),
    "log.list": _PLACEMENT,
    "log.figures": _PLACEMENT,  # of what each may read
    "log.edit": frozenset({Role.AUTHOR}),
    "log.take_along": frozenset({Role.AUTHOR}),  # their own entries, with what others said about them
    "log.share": frozenset({Role.AUTHOR}),
    "log.take_back": frozenset({Role.AUTHOR}),
    "log.read_private": frozenset({Role.AUTHOR}),
    "log.read_mentor": frozenset({Role.AUTHOR, Role.MENTOR}),
    "log.read_supervisor": frozenset({Role.AUTHOR, Role.MENTOR, Role.SUPERVISOR, Role.INSTRUCTOR}),
    "log.read_cohort": _PLACEMENT | {Role.AUTHOR, Role.INSTRUCTOR},
    "log.see_samples": frozenset({Role.STRANGER}),  # of a teaching copy; what a learner writes there is their own
    "log.practise": frozenset({Role.PERSON}),
    "log.answer": frozenset({Role.MENTOR, Role.SUPERVISOR}),
    "log.reply": frozenset({Role.AUTHOR}),
    "log.ask_to_withhold": frozenset({Role.MENTOR}),  # from the cohort; the author decides
    "log.decide_withholding": frozenset({Role.AUTHOR}),
    "log.who_saw": frozenset({Role.AUTHOR}),
    "log.waiting": frozenset({Role.PERSON}),  # one's own: who waits in one's placements
    # units: anybody may read; what a learner does in one is their own
    "unit.open": frozenset({Role.STRANGER}),
    "unit.move": frozenset({Role.PERSON}),
    "unit.answer": frozenset({Role.PERSON}),
    "unit.keep_draft": frozenset({Role.PERSON}),
    "unit.workbook": frozenset({Role.PERSON}),  # one's own answers across the course
    # reviews
    "review.hand_in": WRITERS,
    "review.standing": _PLACEMENT,
    "review.list": frozenset({Role.INSTRUCTOR}),
    "review.open": frozenset({Role.INSTRUCTOR}),
    "review.comment": frozenset({Role.INSTRUCTOR}),
    "review.give_back": frozenset({Role.INSTRUCTOR}),
    "review.approve": frozenset({Role.INSTRUCTOR}),
}

# What only reads: staff who look at the course as somebody else (masquerading) may use it, save for what is private. Of a log,
# of who waits in it and of a unit the verbs themselves tell them no more than an instructor may read.
READ_ONLY = frozenset(
    {
        "placement.open", "placement.see_invitation", "plan.open", "plan.frame", "plan.comments", "plan.versions",
        "plan.version_for_review", "plan.take_along", "plan.certificate", "plan.take_certificate_along", "plan.course_of",
        "plan.templates", "plan.template", "plan.count", "log.list", "log.figures", "log.waiting", "log.see_samples",
        "log.read_supervisor", "log.read_cohort", "review.standing", "review.list", "review.open", "unit.open",
        "unit.move", "unit.workbook",
    }
)  # fmt: skip

# What people keep to themselves or share with few, an instructor not among them: nobody who masquerades reads that either.
PRIVATE = frozenset(
    {
        "plan.open", "plan.comments", "log.read_private", "log.read_mentor", "log.take_along", "log.who_saw", "unit.workbook",
    }
)  # fmt: skip


def course_roles(actor: Actor, course_key: str) -> frozenset[Role]:
    """The roles a person has in a course whatever the placement: stranger, person, instructor."""
    roles = {Role.STRANGER}
    if actor.is_known:
        roles.add(Role.PERSON)
        if actor.is_staff and actor.course_key == course_key:
            roles.add(Role.INSTRUCTOR)
    return frozenset(roles)


def is_allowed(verb: str, roles: Set[Role]) -> bool:
    """Whether one of `roles` may use `verb`. An unknown verb is a mistake of ours: KeyError."""
    return not TABLE[verb].isdisjoint(roles)


def require(actor: Actor, verb: str, roles: Set[Role]) -> None:
    """Raise NotAllowed, with a sentence the person understands, unless one of `roles` may use `verb`."""
    if actor.masquerading and verb in PRIVATE:
        raise NotAllowed(
            _("You are looking at the course as somebody else. You see what the course team may read; this is not part of it.")
        )
    if actor.masquerading and verb not in READ_ONLY:
        raise NotAllowed(_("You are looking at the course as somebody else. You can read, but nothing you write is kept."))
    if not is_allowed(verb, roles):
        if not actor.is_known:
            raise NotAllowed(_("Please sign in and enrol in the course to do this. Nothing was changed."))
        raise NotAllowed()
