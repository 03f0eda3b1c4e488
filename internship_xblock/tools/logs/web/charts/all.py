"""A log as pictures: figures in, four drawings with their words and tables out. Pure: no database, no request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language_bidi

from .....records.drawing.picture import Picture
from ...statistics.figures import Figures
from .hours import hours_picture
from .levels import levels_picture
from .outcomes import outcomes_picture
from .weeks import weeks_picture

__all__ = ["Picture", "pictures"]


def pictures(
    figures: Figures, *, outcomes: Sequence[tuple[str, str]], today: date, ask_hours: bool = True, mirrored: bool | None = None
) -> list[Picture]:
    """What can be drawn; `outcomes` are the plan's, as uid and text. `mirrored` draws from right to left, as the reader's
    language does unless told."""
    if not figures.entries:
        return []
    turned = get_language_bidi() if mirrored is None else mirrored
    drawn = [
        weeks_picture(figures, today, turned),
        hours_picture(figures, today, turned) if ask_hours else None,
        outcomes_picture(figures, outcomes, turned),
        levels_picture(figures, turned),
    ]
    return [picture for picture in drawn if picture is not None]
