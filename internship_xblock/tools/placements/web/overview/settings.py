"""The author's settings of the placement's screen, as plain values, wherever they came from."""

from __future__ import annotations

from dataclasses import dataclass

from .....core.errors import Words
from ... import api as placements
from ...api import Line


@dataclass(frozen=True)
class PlacementSettings:
    """What the screen of a placement takes of an author's settings.

    Attributes:
        placement_kind: Which kind of placement it shows; "" for any, on a page that names one.
        owner_role: Who usually begins a placement.
        checklist: What is to be in place before the first day; () on a page, which asks the course's block.
        link_days: How long a personal link opens it after its last period.
    """

    display_name: Words
    placement_kind: str = placements.PLACEMENT
    owner_role: str = "mentor"
    link_days: int = placements.INVITATION_DAYS
    checklist: tuple[Line, ...] = ()
