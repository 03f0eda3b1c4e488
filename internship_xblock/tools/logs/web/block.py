"""The log: `internship_log`. Dated reflections in a placement, shared step by step, answered by the mentor."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict

from ....core.actor import Actor
from ....core.errors import Invalid, Words
from ....ui.block import InternshipBlock, Reply, action, points
from ....ui.olx import OlxListsMixin
from ....ui.refusals import at_fields
from ...placements.web.placed import PlacedMixin, number
from ...plans import api as plans
from ...reviews.web.graded import GradedMixin
from .. import api as logs
from ..api import EntryView
from ..validation import ShareForm
from .card import Card
from .dialogue import LogTalk
from .export import LogTakeAlong
from .figures import LogPictures
from .practice import SAMPLES, TeachingMixin
from .screen import LogScreen
from .studio import QUESTIONS, LogStudio
from .writing import LogWriting


class LogBlock(
    OlxListsMixin,
    LogWriting,
    LogScreen,
    LogTalk,
    LogPictures,
    LogTakeAlong,
    LogStudio,
    TeachingMixin,
    GradedMixin,
    PlacedMixin,
    InternshipBlock,
):
    """A log in a placement. Its entries are in our tables (tools/logs); here are only the author's settings."""

    content_type = "Internship log"
    olx_lists = {"own_questions": QUESTIONS, "samples": SAMPLES}

    def max_score(self) -> float | None:
        return points(self.weight)

    # -- sharing (answering: dialogue.py) ------------------------------------------------------------------------------

    @action()
    def share_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        prefix = f"s{entry_id}"
        with at_fields(prefix):
            result = logs.share(
                actor, usage_key=self.usage_id, entry_id=entry_id, revision=number(data, "revision"), rules=self.rules,
                **ShareForm.read(data, prefix),
            )  # fmt: skip
        return self._told(result)

    @action()
    def take_back(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
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
    def view_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """A card, to read or, with `mode` "edit", to change."""
        card = self._card(actor, self._entry(actor, number(data, "entry")), data.get("mode", ""))
        return self.html("logs/macros/cards.html#entry_card", card=card, has_focus=True) + self._write_button(card)

    @action("GET")
    def entry_foot(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        """The foot of a card, with the form of `mode` open: "share" or "answer"."""
        return self._foot(self._card(actor, self._entry(actor, number(data, "entry")), data.get("mode", "")))

    @action("GET")
    def more_entries(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, before=data.get("before", ""), in_full=0)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        self._keeping(actor, place, frame, cards, page.kept_months)
        for card in cards[:1]:
            card.has_focus = True
        return self.html("logs/macros/cards.html#entry_list", place=place, cards=cards, next_before=page.next_before)

    @action("GET")
    def beside(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, in_full=0)  # nothing of it is shown
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        waits = self._who_waits(actor, cards, place)
        return self.html("logs/macros/beside.html#beside_panel", beside=self._beside(actor, place, frame, cards, waits))

    # -- inside --------------------------------------------------------------------------------------------------

    def _entry(self, actor: Actor, entry_id: int) -> EntryView:
        """An entry of this log, with its dialogue."""
        return logs.entry_for_review(actor, usage_key=self.usage_id, entry_id=entry_id)

    def _foot(self, card: Card, says: str = "", write_again: bool = False, following: Any = None, refused: Words = "") -> Reply:
        """`following` is who waits next, after an answer was sent; `refused` why something was not done."""
        html = self.html(
            "logs/macros/cards.html#entry_foot", card=card, says=says, is_alone=True, following=following, refused=refused
        )
        return Reply(html + self._write_button(card, write_again), {"HX-Trigger": "ix-log-changed"} if says else {})

    def _write_button(self, card: Card, again: bool = False) -> str:
        """While another form is open, and after it was sent, the form of a new entry makes room for a button."""
        if not (again or card.mode in ("edit", "share")):
            return ""
        place = {"id": card.entry.placement_id}
        return self.html(
            "logs/macros/forms.html#write_place",
            writing={"place": place, "is_open": False, "may_write": True, "is_second": False, "again": again},
            is_oob=True,
        )

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        return [
            ("Log", "<vertical_demo><internship_log/></vertical_demo>"),
            (
                "Log by Gibbs, without hours",
                '<vertical_demo><internship_log display_name="Learning log" model="gibbs" ask_hours="false"'
                ' share_cohort="false" minimum_entries="3"/></vertical_demo>',
            ),
        ]
