"""What the mentors of a plan are trained for, beside their names: on its screen alone, for it is no part of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .....core.actor import Actor
from .....core.permissions import Role
from .....records.parts import Part, People
from ....placements.api import PlacementView
from ....training import api as training


def with_training(actor: Actor, placement: PlacementView, body: Sequence[Part]) -> tuple[Part, ...]:
    """Return the people of a plan with the level that each mentor has earned, and until when. One query, none for nobody."""
    said = dict(_said(actor, placement)) if any(isinstance(part, People) for part in body) else {}
    return tuple(_noted(part, said) if isinstance(part, People) else part for part in body)


def _said(actor: Actor, placement: PlacementView) -> Iterator[tuple[str, str]]:
    mentors = {
        party.uid: party.user_id for party in placement.parties if party.role == Role.MENTOR and party.user_id is not None
    }
    found = training.of_placement(actor, placement=placement) if mentors else {}
    yield from ((uid, found[account].in_words) for uid, account in mentors.items() if account in found)


def _noted(people: People, said: dict[str, str]) -> People:
    return People(tuple(replace(one, notes=(*one.notes, said[one.key])) if one.key in said else one for one in people.persons))
