"""How far the end of a placement is, for screens that do not know which tool closes it: a plan's, a reviewer's, Today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .actor import Actor
from .tools import every


@dataclass(frozen=True)
class Closing:
    """What was issued at the end of a placement, and where it is read or written. `number`: of the one that counts; 0: none."""

    address: str
    number: int = 0
    may_write: bool = False


def closing_of(actor: Actor, placement: Any) -> Closing | None:
    """Return how far the end of a placement is, as the actor sees it; None where no tool closes it, or they may not know.

    `placement`: as the placements api gives it, or its number. One query, and the placement's for its number.
    """
    found = (tool.load(tool.closing)(actor, placement) for tool in every() if tool.closing)
    closing: Closing | None = next((one for one in found if one is not None), None)
    return closing


def closings_of(actor: Actor, placements: Sequence[Any]) -> Mapping[int, Closing]:
    """Return the same of several placements of the actor's, in whichever courses, by their numbers. One query a tool."""
    found: dict[int, Closing] = {}
    for tool in every():
        if tool.closings and placements:
            found = {**tool.load(tool.closings)(actor, placements), **found}
    return found
