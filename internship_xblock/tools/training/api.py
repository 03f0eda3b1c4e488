"""What can be asked of the register of trained mentors. Every verb takes the actor first and asks the permission table first.

None of them awards anything: what was earned does that (`awarding.py`). A level counts wherever its person is a party,
whichever course it was earned in: mentors learn in one course and host in another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import NotFound
from ...core.permissions import Role
from ..placements import api as placements
from . import reading
from .levels import CERTIFIED, READY, level_label
from .values import Lesson, Trained

__all__ = [
    "CERTIFIED", "READY", "Lesson", "Trained", "due_renewals", "get", "level_label", "may_be_due", "of_placement", "of_several",
    "own", "to_renew",
]  # fmt: skip


def own(actor: Actor) -> tuple[Trained, ...]:
    """Return what the actor has earned in all courses of the site, the newest first; what has lapsed too.

    The lessons of each are left out: `get` has them. One query.
    """
    permissions.require(actor, "training.own", permissions.course_roles(actor, actor.course_key))
    return tuple(reading.newest(person_id=actor.account))


def get(actor: Actor, *, course_key: str, level: str) -> Trained:
    """Return a level that the actor earned in a course, as they earned it last, with its lessons. One query.

    Raises NotFound where they have not.
    """
    permissions.require(actor, "training.own", permissions.course_roles(actor, course_key))
    found = reading.newest_with_lessons(person_id=actor.account, course_key=course_key, level=level)
    if found is None:
        raise NotFound()
    return found


def due_renewals(actor: Actor) -> tuple[Trained, ...]:
    """Return what the actor is to renew now: from 60 days before a level lapses to 60 days after, the most urgent first.

    Nothing that another one makes up for: the same level from another course, or a higher one, that lasts longer. One query.
    """
    permissions.require(actor, "training.due_renewals", permissions.course_roles(actor, actor.course_key))
    return tuple(sorted(to_renew(reading.newest(person_id=actor.account)), key=lambda one: one.until))


def may_be_due(actor: Actor) -> QuerySet[Any, Any]:
    """Select what of the actor's levels may be due for renewal: for a condition in another tool's query. No query.

    What another one makes up for is among them.
    """
    return reading.lapsing(actor.account)


def to_renew(earned: Collection[Trained]) -> list[Trained]:
    """Return those of somebody's levels that they are to renew now, as `due_renewals` does."""
    lasting = [one for one in earned if not one.can_be_renewed]
    return [one for one in earned if one.is_to_renew and not any(other.rank > one.rank for other in lasting)]


def of_placement(actor: Actor, *, placement: int | placements.PlacementView) -> Mapping[int, Trained]:
    """Return, by account, the level that counts today of each party of a placement who has one.

    One query for a view, two for an id.
    """
    view = placements.require(actor, "training.of_placement", placement)
    return reading.valid({party.user_id for party in view.parties if party.user_id is not None})


def of_several(actor: Actor, *, course_key: str, views: Collection[placements.PlacementView]) -> Mapping[int, Trained]:
    """Return, by account, the level that counts today of each party of these placements who has one, for their staff.

    Of those among them in whose course the actor is staff, the views are as that person was given them. One query.
    """
    permissions.require(actor, "training.of_several", permissions.course_roles(actor, course_key))
    seen = [view for view in views if view.seen_by.identity.is_same(actor.identity) and Role.INSTRUCTOR in view.roles]
    return reading.valid({party.user_id for view in seen for party in view.parties if party.user_id is not None})
