"""What the staff of a course can do with all its placements. Every verb takes the actor first and asks the table first.

Not for: one placement (placements), what was submitted (reviews). How a placement stands is each tool's to say
(`Tool.standings`); here it is kept, listed and counted.
"""

from __future__ import annotations

from .listing import COUNT_LIMIT, STATES, STUCK, TIMES, Choice
from .reading import PAGE_SIZE, all_placements, list_placements, stuck
from .values import Line, PlacementList

__all__ = [
    "COUNT_LIMIT", "PAGE_SIZE", "STATES", "STUCK", "TIMES", "Choice", "Line", "PlacementList", "all_placements",
    "list_placements", "stuck",
]  # fmt: skip
