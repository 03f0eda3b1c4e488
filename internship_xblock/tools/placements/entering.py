"""The door into a placement: who may do what in it, from its own course."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import NotFound
from ...core.permissions import Role
from .reading import load as _load
from .values import PlacementView


def require(actor: Actor, verb: str, placement: int | PlacementView) -> PlacementView:
    """The placement, if the actor may use `verb` in it: the door through which other tools come.

    One of another course is not found, also by those who are in it: everything about it is done from its own course.
    One query for an id. A view that this same actor was given is taken as it is, without a query, for a verb that only
    reads. For every other verb, and for everybody else, it counts as its id: who writes does so with the roles of now.
    """
    if isinstance(placement, PlacementView):
        view = placement if placement.seen_by == actor and verb in permissions.READ_ONLY else _load(actor, placement.id)
    else:
        view = _load(actor, placement)
    return _required(actor, verb, view)


def require_locked(actor: Actor, verb: str, placement_id: int) -> PlacementView:
    """The same, as it stands this moment, and so until the transaction ends: nobody comes, goes or is renamed meanwhile.

    One query, in a transaction.
    """
    return _required(actor, verb, _load(actor, placement_id, lock=True))


def _required(actor: Actor, verb: str, view: PlacementView) -> PlacementView:
    if view.course_key != actor.course_key or view.roles <= permissions.ANYWHERE:
        raise NotFound()
    permissions.require(actor, verb, view.roles)
    return view


def usable(actor: Actor, verb: str, views: Sequence[PlacementView]) -> list[PlacementView]:
    """Return those of these placements, as this actor was given them, in which they may use a verb that only reads.

    In whichever course: for looking over all that somebody has (Today). What is done in a placement is done from its own
    course, through `require`. No query.
    """
    if verb not in permissions.READ_ONLY or (actor.masquerading and verb in permissions.PRIVATE):
        return []
    if actor.is_guest and verb not in permissions.BY_LINK:
        return []
    own = [view for view in views if view.seen_by == actor and not view.roles <= permissions.ANYWHERE | {Role.INSTRUCTOR}]
    return [view for view in own if permissions.is_allowed(verb, view.roles)]
