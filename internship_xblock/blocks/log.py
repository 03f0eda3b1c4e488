"""The log: `internship_log`. Dated reflections in a placement, shared step by step, answered by the mentor."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict

from ..tools.actor import Actor
from ..tools.errors import Invalid, NotFound, Words
from ..tools.logs import api as logs
from ..tools.logs.api import EntryView
from ..tools.plans import api as plans
from .base import InternshipBlock, Reply, action, points
from .log_pictures import LogPictures
from .log_screen import Card, LogScreen
from .log_studio import QUESTIONS, LogStudio
from .log_take_along import LogTakeAlong
from .log_talk import LogTalk
from .log_teaching import SAMPLES, TeachingMixin
from .log_writing import LogWriting
from .olx import OlxListsMixin
from .placed import PlacedMixin, number


class LogBlock(
    OlxListsMixin,
    LogWriting,
    LogScreen,
    LogTalk,
    LogPictures,
    LogTakeAlong,
    LogStudio,
    TeachingMixin,
    PlacedMixin,
    InternshipBlock,
):
    """A log in a placement. Its entries are in our tables (tools/logs); here are only the author's settings."""

    content_type = "Internship log"
    olx_lists = {"own_questions": QUESTIONS, "samples": SAMPLES}

    def max_score(self) -> float | None:
        return points(self.weight)

    # -- sharing (answering: log_talk.py) ------------------------------------------------------------------------------

    @action()
    def share_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        result = logs.share(
            actor, entry_id=entry_id, revision=number(data, "revision"), level=data.get(f"s{entry_id}-level", ""),
            rules=self.rules, data=data, prefix=f"s{entry_id}",
        )  # fmt: skip
        return self._told(result)

    @action()
    def take_back(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        try:
            taken = logs.share(
                actor, entry_id=entry_id, revision=number(data, "revision"), level="private", rules=self.rules
            )  # fmt: skip
        except Invalid as error:  # somebody has read it since the page came: the card says so, and offers it no more
            entry = self._mine_here(logs.entry_for_review(actor, entry_id=entry_id))
            return self._foot(self._card(actor, entry), refused=error.message)
        return self._told(taken)

    def _told(self, result: logs.Shared) -> Reply:
        """After a sharing step: the foot of the card says who has been told; what stands beside it asks anew."""
        card = Card(self._mine_here(result.entry), result.standing)
        if result.is_counted:
            self.emit_completion(min(1.0, result.shared_count / max(1, self.minimum_entries or 1)))
        return self._foot(card, says="shared" if result.entry.is_shared else "taken_back", write_again=True)

    # -- looking ----------------------------------------------------------------------------------------------

    @action("GET")
    def view_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """A card, to read or, with `mode` "edit", to change."""
        entry = logs.entry_for_review(actor, entry_id=number(data, "entry"))
        card = self._card(actor, self._mine_here(entry), data.get("mode", ""))
        return self.html("logs/entry.html", card=card, has_focus=True) + self._write_button(card)

    @action("GET")
    def entry_foot(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        """The foot of a card, with the form of `mode` open: "share" or "answer"."""
        entry = logs.entry_for_review(actor, entry_id=number(data, "entry"))
        return self._foot(self._card(actor, self._mine_here(entry), data.get("mode", "")))

    @action("GET")
    def more_entries(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, before=data.get("before", ""), in_full=0)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        self._keeping(actor, place, frame, cards, page.kept_months)
        for card in cards[:1]:
            card.has_focus = True
        return self.html("logs/entries.html", place=place, cards=cards, next_before=page.next_before)

    @action("GET")
    def beside(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, in_full=0)  # nothing of it is shown
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        waits = self._who_waits(actor, cards, place)
        return self.html("logs/beside.html", beside=self._beside(actor, place, frame, cards, waits))

    # -- inside --------------------------------------------------------------------------------------------------

    def _mine_here(self, entry: EntryView) -> EntryView:
        """An entry of another log is another block's to show and to change, under that block's settings.

        Asked after a change too: the refusal undoes it.
        """
        if entry.usage_key != self.usage_id:
            raise NotFound()
        return entry

    def _foot(self, card: Card, says: str = "", write_again: bool = False, following: Any = None, refused: Words = "") -> Reply:
        """`following` is who waits next, after an answer was sent; `refused` why something was not done."""
        html = self.html("logs/foot.html", card=card, says=says, is_alone=True, following=following, refused=refused)
        return Reply(html + self._write_button(card, write_again), {"HX-Trigger": "ix-log-changed"} if says else {})

    def _write_button(self, card: Card, again: bool = False) -> str:
        """While another form is open, and after it was sent, the form of a new entry makes room for a button."""
        if not (again or card.mode in ("edit", "share")):
            return ""
        place = {"id": card.entry.placement_id}
        return self.html(
            "logs/write.html", writing={"place": place, "is_open": False, "may_write": True, "again": again}, is_oob=True
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
