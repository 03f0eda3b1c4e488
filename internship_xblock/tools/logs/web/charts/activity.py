"""The log's pictures, drawn when somebody asks: the log itself opens without them."""

from __future__ import annotations

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from .....core.actor import Actor
from .....ui.action import action
from ....placements.web.placed import number
from ....plans import api as plans
from ... import api as logs
from ...entries.days import spans_of
from ..base import LogBase
from .all import pictures as draw


class PicturesActivity(LogBase):
    """The pictures of a log."""

    @action("GET")
    def pictures(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """Of the entries of one author, of what this person may read; `whose` is an account."""
        place = self.the_placement(actor, data)
        frame = plans.frame(actor, placement=place)
        whose = number(data, "whose") if data.get("whose") else None
        figures = logs.figures(actor, placement=place, usage_key=self.usage_id, spans=spans_of(frame), whose=whose)
        drawn = draw(
            figures, outcomes=[(outcome.uid, outcome.text) for outcome in frame.outcomes], today=timezone.localdate(),
            ask_hours=self.settings.ask_hours,
        )  # fmt: skip
        return self.html(
            "logs/pictures.html", pictures=drawn, figures=figures, place=place, picture_id=f"{self.html_id}-picture",
            whole=figures.is_mine and not actor.masquerading, has_focus="other" in data,
        )  # fmt: skip
