"""What can be asked of the register of trained mentors. Every verb takes the actor first and asks the permission table first.

None of them awards anything: what was earned does that (`awarding.py`). A level counts wherever its person is a party,
whichever course it was earned in: mentors learn in one course and host in another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import NotFound
from ..placements import api as placements
from . import reading
from .levels import AWARDED_BY_UNITS, CERTIFIED, LEVELS, READY, RENEWAL, YEARS, level_label
from .values import Lesson, Trained

__all__ = [
    "AWARDED_BY_UNITS", "CERTIFIED", "LEVELS", "READY", "RENEWAL", "YEARS", "Lesson", "Trained", "due_renewals", "get",
    "level_label", "of", "of_placement", "own",
]  # fmt: skip


def own(actor: Actor) -> tuple[Trained, ...]:
    """Return what the actor has earned in all courses of the site, the newest first; what has lapsed too. One query."""
    permissions.require(actor, "training.own", permissions.course_roles(actor, actor.course_key))
    return tuple(reading.newest(person_id=actor.account))


def get(actor: Actor, *, course_key: str, level: str) -> Trained:
    """Return a level that the actor earned in a course, as they earned it last. NotFound where they have not. One query."""
    permissions.require(actor, "training.own", permissions.course_roles(actor, course_key))
    found = reading.newest(person_id=actor.account, course_key=course_key, level=level)
    if not found:
        raise NotFound()
    return found[0]


def due_renewals(actor: Actor) -> tuple[Trained, ...]:
    """Return what the actor is to renew now: from 60 days before a level lapses to 60 days after, the most urgent first.

    Nothing that another one makes up for: the same level from another course, or a higher one, that lasts longer. One query.
    """
    permissions.require(actor, "training.due_renewals", permissions.course_roles(actor, actor.course_key))
    return tuple(sorted(to_renew(reading.newest(person_id=actor.account)), key=lambda one: one.until))


def to_renew(earned: Collection[Trained]) -> list[Trained]:
    """Return those of somebody's levels that they are to renew now, as `due_renewals` does."""
    lasting = [one for one in earned if not one.can_be_renewed]
    return [one for one in earned if one.is_to_renew and not any(other.rank > one.rank for other in lasting)]


def of(actor: Actor, *, accounts: Collection[int]) -> Mapping[int, Trained]:
    """Return, by account, the level that counts today, of those of these people who have one and are in reach of the actor.

    These are the actor, those in a placement of the course with them, and for its staff all who are in any. Two queries.
    """
    permissions.require(actor, "training.of", permissions.course_roles(actor, actor.course_key))
    return reading.valid(placements.together_with(actor, accounts=accounts) | ({actor.account} & set(accounts)))


def of_placement(actor: Actor, *, placement: int | placements.PlacementView) -> Mapping[int, Trained]:
    """Return the same of all parties of a placement who have an account. One query for a view, two for an id."""
    view = placements.require(actor, "training.of_placement", placement)
    return reading.valid({party.user_id for party in view.parties if party.user_id is not None})
