"""The dialogue in a log: answers, requests to withhold, who has seen an entry, who waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.errors import NotAllowed
from .....core.language import formats
from .....openedx.platform import get_platform
from .....ui.action import Reply, action
from .....ui.refusals import at_fields
from ....placements.api import PlacementView
from ....placements.web.placed import number
from ... import api as logs
from ...api import WAITING_PAGE, WaitingPage, WaitingRow
from ...validation import AnswerForm, ReplyForm, RequestForm, typed
from ..next.panel import is_second
from . import words
from .cards import CardsActivity

SHOWN = 6  # who waits longest; the others are one press away


class DialogueActivity(CardsActivity):
    """What is said about entries, and who waits for it."""

    @action()
    def comment_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        prefix, log = f"a{entry_id}", self.usage_id
        with at_fields(prefix):
            if f"{prefix}-text" in data:
                entry = logs.reply(actor, usage_key=log, entry_id=entry_id, **typed(ReplyForm, data, prefix))
            else:
                entry = logs.answer(actor, usage_key=log, entry_id=entry_id, **typed(AnswerForm, data, prefix))
        card = self._card(actor, entry)
        return self._foot(card, says="answered", following=None if entry.is_mine else self._following(actor))

    @action()
    def ask_to_withhold(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        prefix = f"w{entry_id}"
        with at_fields(prefix):
            asked = typed(RequestForm, data, prefix)
            entry = logs.ask_to_withhold(actor, usage_key=self.usage_id, entry_id=entry_id, **asked)
        return self._foot(self._card(actor, entry), says="asked")

    @action()
    def decide_withholding(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        is_granted = data.get("decision") == "keep"
        entry_id = number(data, "entry")
        entry = logs.decide_withholding(actor, usage_key=self.usage_id, entry_id=entry_id, is_granted=is_granted)
        says = "withheld" if is_granted else "not_withheld"
        return self._foot(self._card(actor, entry), says=says)

    @action("GET")
    def who_saw(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """The owner's access log, in place."""
        entry_id = number(data, "entry")
        rows = [(row, words.read_times(row.times)) for row in logs.who_saw(actor, usage_key=self.usage_id, entry_id=entry_id)]
        return self.html("logs/seen.html", rows=rows, entry_id=str(entry_id))

    @action("GET")
    def waiting(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """Who waits for this person, in all their placements of the course: in short, or a page of `all`, or one `after` it."""
        if not (data.get("all") or data.get("after")):
            return self.html("logs/macros/beside.html#waiting_panel", **self._waiting(self._who_waits(actor)))
        kind, after = self.placement_kind, data.get("after", "")
        page = logs.waiting(actor, course_key=actor.course_key, kind=kind, after=after)
        context = self._listed(page.rows, page.more, page.after)
        if after:
            return self.html("logs/macros/beside.html#waiting_rows", has_focus=True, waiting_mark=after, **context)
        title = words.who_waits(page.entries, page.replies)
        return self.html("logs/macros/beside.html#waiting_panel", waiting_title=title, waiting_all=True, **context)

    @action()
    def open_waiting(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """The log in which an entry waits, that entry first, with the form of an answer."""
        if actor.masquerading:
            raise NotAllowed()
        entry = self._entry(actor, number(data, "entry"))
        mode = "answer" if entry.answered_at is None else ""  # a reply is read first
        self.keep_open(entry.placement_id)
        return self.show(actor, opened=self._card(actor, entry, mode))

    def _who_waits(self, actor: Actor, cards: Iterable[Any] = (), place: PlacementView | None = None) -> WaitingPage:
        """The longest waits and the oldest replies, beside these cards of a placement."""
        here = [card.entry.id for card in cards]
        at = (place.id, self.usage_id) if place is not None and is_second(place) else None
        return logs.waiting(actor, course_key=actor.course_key, kind=self.placement_kind, here=here, at=at, limit=SHOWN)

    def _waiting(self, waits: WaitingPage, whole: Collection[int] = ()) -> dict[str, Any]:
        """Each with its words, and its way: in this log a button, in another block of the course an address.

        One that stands alone and is shown whole, ready to be answered, is not named once more.
        """
        replies = [row for row in waits.unread if row.entry_id not in whole]
        entries, count = list(waits.waiting), waits.entries
        if count == 1 and entries[0].entry_id in whole:
            entries, count = [], 0
        unread = waits.replies - len(waits.replies_here.intersection(whole))
        rows = [*entries, *replies]
        return {**self._listed(rows, count + unread - len(rows)), "waiting_title": words.who_waits(count, unread)}

    def _listed(self, rows: Iterable[WaitingRow], more: int, after: str = "") -> dict[str, Any]:
        return {
            "waiting": [self._line(row) for row in rows], "waiting_more": more, "waiting_after": after,
            "waiting_next": min(more, WAITING_PAGE),
        }  # fmt: skip

    def _line(self, row: WaitingRow) -> dict[str, Any]:
        is_here = row.usage_key == self.usage_id
        return {
            "id": str(row.entry_id or ""), "name": row.author_name or _("Somebody who has left"), "day": formats.day(row.day),
            "url": "" if is_here or row.entry_id is None else get_platform().block_url(self.course_key, row.usage_key),
            "days": words.waited(row.days), "is_overdue": row.is_overdue, "is_here": is_here,
            "names": words.listed(row.names) or _("the mentor"), "is_reply": row.is_reply,
        }  # fmt: skip

    def _following(self, actor: Actor) -> dict[str, Any] | None:
        """Who waits longest now in this log, for whoever has just answered."""
        waits = logs.waiting(actor, course_key=actor.course_key, kind=self.placement_kind, in_log=self.usage_id, limit=1)
        row = next(iter(waits.waiting), None)
        return self._line(row) if row else None
