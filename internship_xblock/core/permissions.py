"""The permission table: who may do what, in one place.

Every verb of every tool's api stands in it with the roles that may use it (each tool says its own, in its `tool.py`); every
api function asks `require` first. `tests/test_permissions.py` walks the whole table with every role, stranger and guest
included, against the real functions, so a verb without a row, or a row without a verb, fails.

A *guest* acts by a personal link, without an account: in the role of their seat, and by the verbs of `BY_LINK` alone.
Everything else is refused to them, whatever that role may do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from enum import StrEnum

from django.utils.translation import gettext as _

from .actor import Actor, needs_account
from .errors import NotAllowed


class Role(StrEnum):
    """What a person is in relation to a thing. One person may hold several."""

    STUDENT = "student"
    MENTOR = "mentor"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    OTHER = "other"  # anybody else whom the placement names
    OWNER = "owner"  # who made the placement
    INSTRUCTOR = "instructor"  # course staff of the course the thing belongs to
    AUTHOR = "author"  # wrote this very entry, or this very comment
    EDITOR = "editor"  # a party who may write in this very section of a plan, see tools/plans/drafts/rights.py
    RECIPIENT = "recipient"  # was told of this very concern, see tools/conversations/concerns/
    PERSON = "person"  # anybody signed in
    GUEST = "guest"  # who acts from a seat by a personal link: beside the role of the seat, and never signed in
    STRANGER = "stranger"  # anybody at all


PARTY_ROLES = frozenset({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER, Role.OTHER})
ANYWHERE = frozenset({Role.STRANGER, Role.PERSON, Role.GUEST})  # what one is without a part in the thing
IN_PLACEMENT = PARTY_ROLES | {Role.OWNER}
WRITERS = frozenset({Role.OWNER, Role.MENTOR, Role.STUDENT, Role.SUPERVISOR})  # in a plan: unless its owner decides otherwise

# The table: which roles may use which verb; what only reads, for staff who look at the course as somebody else (masquerading);
# and what people keep to themselves or share with few, an instructor not among them: who masquerades reads that neither. And
# what a guest may use too.
TABLE: dict[str, frozenset[Role]] = {}
READ_ONLY: set[str] = set()
PRIVATE: set[str] = set()
BY_LINK: set[str] = set()


def declare(verbs: Mapping[str, frozenset[Role]], read_only: Set[str], private: Set[str], by_link: Set[str]) -> None:
    """Add a tool's verbs to the table. Called once for each tool, by `registry.py`."""
    TABLE.update(verbs)
    READ_ONLY.update(read_only)
    PRIVATE.update(private)
    BY_LINK.update(by_link)


def course_roles(actor: Actor, course_key: str) -> frozenset[Role]:
    """The roles a person has in a course whatever the placement: stranger, guest, person, instructor."""
    roles = {Role.STRANGER}
    if actor.is_guest:
        roles.add(Role.GUEST)
    elif actor.is_known:
        roles.add(Role.PERSON)
        if actor.is_staff and actor.course_key == course_key:
            roles.add(Role.INSTRUCTOR)
    return frozenset(roles)


def courses_staffed(actor: Actor, course_key: str, also: Sequence[Actor], verb: str) -> list[str]:
    """Return the courses in which a person may use a verb as staff: this one, and those of `also`, who is the same there.

    Raises NotAllowed where they may not in this one, or one of `also` is somebody else.
    """
    require(actor, verb, course_roles(actor, course_key))
    if any(not one.identity.is_same(actor.identity) for one in also):
        raise NotAllowed()
    here = [one.course_key for one in also if is_allowed(verb, course_roles(one, one.course_key))]
    return list(dict.fromkeys([course_key, *here]))


def is_allowed(verb: str, roles: Set[Role]) -> bool:
    """Whether one of `roles` may use `verb`, for a guest where GUEST is among them. KeyError: there is no such verb."""
    return not TABLE[verb].isdisjoint(roles) and (Role.GUEST not in roles or verb in BY_LINK)


def require(actor: Actor, verb: str, roles: Set[Role]) -> None:
    """Raise NotAllowed, with a sentence the person understands, unless one of `roles` may use `verb`."""
    if actor.masquerading and verb in PRIVATE:
        raise NotAllowed(
            _("You are viewing the course as somebody else. You see what the course team may read; this is not part of it.")
        )
    if actor.masquerading and verb not in READ_ONLY:
        raise NotAllowed(_("You are viewing the course as somebody else. You can read, but nothing you write is saved."))
    if actor.is_guest and verb not in BY_LINK:
        raise NotAllowed(needs_account())
    if not is_allowed(verb, roles):
        if not actor.is_known:
            raise NotAllowed(_("Please sign in and enrol in the course to do this. Nothing was changed."))
        raise NotAllowed()
