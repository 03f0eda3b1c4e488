"""What this tool knows of how placements stand: since when mail does not reach somebody. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from ...core.standing import Known, day_of
from ..placements.api import PlacementView
from .undelivered import DAYS, in_placements


def standings(placements: Collection[PlacementView]) -> Known:
    """Return since when somebody in each placement has not been reached, as far as that is news. One query."""
    found: dict[int, dict[str, Any]] = {}
    for one in in_placements(list(placements)):  # the newest first: the oldest stays
        since = day_of(one.since)
        found[one.view.id] = {"mail_since": since, "look_again_on": since + timedelta(days=DAYS + 1)}
    return found
