"""The log as an activity: dated reflections in a placement, shared step by step, answered by the mentor."""

from __future__ import annotations

from ....core.actor import Actor
from ....core.errors import Invalid
from ....ui.action import Data, Reply, action
from ....ui.refusals import at_fields
from ...placements.web.placed import number
from ...plans import api as plans
from .. import api as logs
from ..validation import ShareForm
from .charts.activity import PicturesActivity
from .entries.card import Card
from .export import TakeAlongActivity
from .screen import ScreenActivity


class LogActivity(ScreenActivity, PicturesActivity, TakeAlongActivity):
    """What the parties of a placement see and do in a log."""

    # -- sharing (answering: dialogue.py) ------------------------------------------------------------------------------

    @action()
    def share_entry(self, actor: Actor, data: Data) -> Reply:
        entry_id = number(data, "entry")
        prefix = f"s{entry_id}"
        with at_fields(prefix):
            result = logs.share(
                actor, usage_key=self.usage_id, entry_id=entry_id, revision=number(data, "revision"), rules=self.rules,
                **ShareForm.read(data, prefix),
            )  # fmt: skip
        return self._told(result)

    @action()
    def take_back(self, actor: Actor, data: Data) -> Reply:
        entry_id = number(data, "entry")
        try:
            revision = number(data, "revision")
            taken = logs.take_back(actor, usage_key=self.usage_id, entry_id=entry_id, revision=revision, rules=self.rules)
        except Invalid as error:  # somebody has read it since the page came: the card says so, and offers it no more
            return self._foot(self._card(actor, self._entry(actor, entry_id)), refused=error.message)
        return self._told(taken)

    def _told(self, result: logs.Shared) -> Reply:
        """After a sharing step: the foot of the card says who has been told; what stands beside it asks anew."""
        card = Card(result.entry, result.standing)
        return self._foot(card, says="shared" if result.entry.is_shared else "taken_back", write_again=True)

    # -- looking ----------------------------------------------------------------------------------------------

    @action("GET")
    def view_entry(self, actor: Actor, data: Data) -> str:
        """A card, to read or, with `mode` "edit", to change."""
        card = self._card(actor, self._entry(actor, number(data, "entry")), data.get("mode", ""))
        return self.html("logs/macros/cards.html#entry_card", card=card, has_focus=True) + self._write_button(card)

    @action("GET")
    def entry_foot(self, actor: Actor, data: Data) -> Reply:
        """The foot of a card, with the form of `mode` open: "share" or "answer"."""
        return self._foot(self._card(actor, self._entry(actor, number(data, "entry")), data.get("mode", "")))

    @action("GET")
    def more_entries(self, actor: Actor, data: Data) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, before=data.get("before", ""), in_full=0)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        self._keeping(actor, place, frame, cards, page.kept_months)
        for card in cards[:1]:
            card.has_focus = True
        return self.html("logs/macros/cards.html#entry_list", place=place, cards=cards, next_before=page.next_before)

    @action("GET")
    def beside(self, actor: Actor, data: Data) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, in_full=0)  # nothing of it is shown
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        waits = self._who_waits(actor, cards, place)
        return self.html("logs/macros/beside.html#beside_panel", beside=self._beside(actor, place, frame, cards, waits, page))
