"""The page for when something is not right: whom to turn to, and what was said to them in confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.errors import Words
from ....ui.action import Data, action
from ....ui.activity import Activity
from ....ui.pages.activity import PlacementPages
from ....ui.refusals import in_form_of
from ...placements import api as placements
from ...placements.api import PartyRow, PlacementView
from ...placements.web.overview.pages import PAGES as PLACEMENTS
from ...placements.web.placed import number
from .. import api as conversations
from ..api import ConcernView


@dataclass(frozen=True)
class ConcernSettings:
    """What a page needs of an author's settings: none writes any for concerns."""

    display_name: Words


class ConcernActivity(Activity):
    """What somebody does when something is not right."""

    _entered: PlacementView | None = None

    def enter(self, actor: Actor) -> None:
        """Raise NotFound or NotAllowed for whoever has no part in the placement, staff of the course among them."""
        self._entered = placements.require(actor, "concern.route", self.surface.memory.placement_id or 0)

    @property
    def placement(self) -> PlacementView:
        assert self._entered is not None  # noqa: S101 - nothing is shown or done before somebody came in
        return self._entered

    def show(self, actor: Actor) -> str:
        page = PLACEMENTS.address(self.placement.course_key, "", self.placement.id)
        return self.html("conversations/concerns.html", placement_page=page, **self._all(actor))

    @action("GET")
    def show_concern(self, actor: Actor, data: Data) -> str:
        """What was said about one that is closed, once somebody opens it."""
        found = conversations.concern(actor, placement=self.placement, concern_id=number(data, "concern"))
        return self.html("conversations/concern.html", concern=found, placement=self.placement)

    @action()
    def raise_concern(self, actor: Actor, data: Data) -> str:
        conversations.raise_concern(
            actor, placement_id=self.placement.id, text=data.get("text", ""), to=data.getlist("to"), about=data.get("about", "")
        )
        return self._drawn(actor, _("It is sent. Only you and those whom you chose can read it; you find their answer here."))

    @action()
    def say(self, actor: Actor, data: Data) -> str:
        concern_id = number(data, "concern")
        with in_form_of(_part(concern_id)):
            conversations.say(actor, placement_id=self.placement.id, concern_id=concern_id, text=data.get("text", ""))
        return self._drawn(actor, _("Sent."))

    @action()
    def show_to(self, actor: Actor, data: Data) -> str:
        concern_id = number(data, "concern")
        with in_form_of(_part(concern_id)):
            conversations.show_to(actor, placement_id=self.placement.id, concern_id=concern_id, uid=data.get("to", ""))
        return self._drawn(actor, _("They can read it now."))

    @action()
    def close(self, actor: Actor, data: Data) -> str:
        concern_id = number(data, "concern")
        with in_form_of(_part(concern_id)):
            conversations.close(actor, placement_id=self.placement.id, concern_id=concern_id, word=data.get("word", ""))
        return self._drawn(actor, _("It is closed."))

    def _drawn(self, actor: Actor, said: str) -> str:
        return self.html("conversations/concern_list.html", said=said, **self._all(actor))

    def _all(self, actor: Actor) -> dict[str, Any]:
        found = conversations.concerns(actor, placement=self.placement)
        return {
            "placement": self.placement, "route": conversations.route(actor, placement=self.placement),
            "concerns": [(one, self._others(one)) for one in found],
        }  # fmt: skip

    def _others(self, concern: ConcernView) -> list[PartyRow]:
        """Those to whom its author can show it; nobody for a reader."""
        if not (concern.is_mine and concern.is_open):
            return []
        return conversations.may_be_shown(self.placement, [one.who for one in concern.readers])


def _part(concern_id: int) -> str:
    """What the ids of the fields of one concern's forms begin with: several are on the page."""
    return f"k{concern_id}"


PAGES = PlacementPages("concern", activity=ConcernActivity, settings=ConcernSettings(gettext_lazy("Something is not right")))
