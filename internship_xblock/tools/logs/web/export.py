"""The log to take along: which entries, and the addresses of the documents made of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ....core.actor import Actor
from ....core.language import formats
from ....ui.action import action
from ....ui.refusals import at_fields
from ...placements.api import PlacementView
from .. import api as logs
from ..api import Choice, ChoiceForm, Offer
from .base import LogBase

PREFIX = "take"
DOCUMENTS: tuple[tuple[Any, str, dict[str, str]], ...] = (
    (_("PDF (A4)"), "pdf", {}),
    (_("PDF (Letter)"), "pdf", {"paper": "letter"}),
    (_("Word"), "docx", {}),
    (_("Table (CSV)"), "csv", {}),
    (_("JSON"), "json", {}),
)


class TakeAlongActivity(LogBase):
    """Documents of one's own entries."""

    @action("GET")
    def take_along(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """The form, and below it the documents of what it chooses: of everything before anything was chosen."""
        place = self.the_placement(actor, data)
        choice = ChoiceForm(data, prefix=PREFIX).choice()
        with at_fields(PREFIX):
            offer = logs.offer(actor, placement=place, usage_key=self.usage_id, choice=choice)
        form = ChoiceForm(initial=_initial(offer.choice), prefix=PREFIX, auto_id=f"{self.html_id}-%s")
        return self.html(
            "logs/take_along.html", place=place, form=form, offer=offer, days=_days(offer), is_chosen="chosen" in data,
            documents=self._documents(place, offer.choice),
        )  # fmt: skip

    def _documents(self, place: PlacementView, choice: Choice) -> list[tuple[Any, str]]:
        """Names and addresses; none where our pages have no address (Studio, another site's urls)."""
        found = []
        for name, kind, more in DOCUMENTS:
            parts = {"course_key": place.course_key, "placement_id": place.id, "kind": kind}
            try:
                address = reverse("internship_xblock:log_download", kwargs=parts)
            except NoReverseMatch:
                return []
            query = "&".join(filter(None, (urlencode({"log": self.usage_id, **more}), choice.query)))
            found.append((name, f"{address}?{query}"))
        return found


def _initial(choice: Choice) -> dict[str, Any]:
    return {"since": choice.since, "until": choice.until, "without": sorted(choice.without)}


def _days(offer: Offer) -> str:
    return " – ".join(dict.fromkeys(formats.day(day) for day in (offer.first, offer.last) if day))
