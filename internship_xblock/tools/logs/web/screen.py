"""What the log shows: the screen as a whole, a card with the form that is open in it, what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.language import formats
from ....records.document import Head
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans import api as plans
from ...plans.api import Frame
from ...reviews import api as reviews
from .. import api as logs
from ..api import EntryPage, EntryView, OpenEntry, WaitingPage
from ..entries.days import spans_of
from ..entries.samples import sample_entry
from ..rules import is_outside
from .entries.card import Card
from .entries.dialogue import DialogueActivity
from .entries.writing import WritingActivity
from .next import panel as log_next
from .next.panel import is_own_first
from .practice import TeachingActivity

IN_FULL = 3  # entries of a page shown whole; the others open in place


class ScreenActivity(DialogueActivity, WritingActivity, TeachingActivity):
    """The whole screen: from the tools' answers to templates."""

    def show(self, actor: Actor, fresh: bool = False, opened: Card | None = None) -> str:
        if self.settings.teaching:
            return self.show_samples(actor)
        place = self.open_placement(actor)
        if place is None:
            return self._start(actor)
        return self._show_log(actor, place, fresh, opened)

    def _show_log(self, actor: Actor, place: PlacementView, fresh: bool, opened: Card | None) -> str:
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, in_full=IN_FULL)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        waits = self._who_waits(actor, cards, place)
        may_write = permissions.is_allowed("log.write", place.roles) and not actor.masquerading
        is_as_left = not fresh and opened is None
        draft = _draft_among(cards) if may_write and is_as_left else None
        cards = _without(cards, draft)
        keeping = self._keeping(actor, place, frame, cards, page.kept_months)
        cards = _with_opened(cards, opened)
        beside = self._beside(actor, place, frame, cards, waits, page, draft)
        summary = beside["summary"]
        writes_here = may_write and (fresh or is_own_first(place, actor, summary))
        asked = _asking(cards) if is_as_left and draft is None else []
        first = _make_first_primary(asked)
        writing: dict[str, Any] = {
            "place": place, "may_write": may_write, "is_open": False, "is_second": not writes_here, "again": False
        }  # fmt: skip
        if opened is None:
            if not writes_here:
                self._open_first_waiting(cards)
            elif asked:
                writing["again"] = first is None
            else:
                writing |= self._open_page(frame, draft, summary.next_draft)
        is_empty = not summary.own if writes_here else not cards
        return self.html(
            "logs/log.html", place=place, head=self._head(place, frame), cards=cards, next_before=page.next_before,
            writing=writing, beside=beside, may_write=may_write, keeping=keeping, may_invite=self._may(actor, place, "invite"),
            **(self._introduction(writes_here) if is_empty else {"purpose": "", "sample": None}),
            **self._waiting(waits, _whole(cards)),
        )  # fmt: skip

    def _head(self, place: PlacementView, frame: Frame) -> Head:
        """What stands on top: which log, whose placement, and its days."""
        spans = spans_of(frame)
        first = min((span.start for span in spans), default=None)
        last = max((span.end for span in spans), default=None)
        return Head(title=self.settings.display_name, about=place.title, days=formats.days(first, last))

    def _introduction(self, writes_here: bool) -> dict[str, Any]:
        """What a log without entries shows: what it is for, to somebody who writes here, and a sample."""
        return {"purpose": self._purpose() if writes_here else "", "sample": Card(sample_entry(self.rules.suggested))}

    def _open_page(self, frame: Frame, draft: EntryView | None, next_draft: int) -> dict[str, Any]:
        """The form of a new entry, or of the draft that one goes on with."""
        outside = is_outside(draft.date if draft else timezone.localdate(), spans_of(frame))
        number = draft.draft if draft else next_draft
        return {
            "is_open": True, "card": Card(draft, is_outside=outside) if draft else None, "is_outside": outside,
            "form": self._form(frame, number, draft), "draft": str(number),
        }  # fmt: skip

    def _start(self, actor: Actor) -> str:
        return self.html(
            "logs/start.html",
            purpose=self._purpose(),
            roles=placements.roles_of(self.placement_kind),
            suggested_role=self.settings.owner_role,
            start_label=_("Begin your log"),
        )  # fmt: skip

    def _purpose(self) -> str:
        if self.settings.staff_mode:
            return _(
                "Write what happened in your new job, what it means and what you will try next. Nobody sees an entry, or "
                "that one exists, before you share it."
            )
        if self.settings.owner_role != "student":
            return _("Write what happened, what it means and what you will try next. You decide who reads it.")
        return _("Write what happened, what it means and what you will try next, and get an answer from your mentor.")

    def _open_first_waiting(self, cards: Sequence[Card]) -> None:
        first = next((card for card in cards if card.is_to_answer), None)
        if first is not None:
            self._open_form(self.actor, first, "answer")
            first.is_primary = True

    def _beside(
        self,
        actor: Actor,
        place: PlacementView,
        frame: Frame,
        cards: Iterable[Card],
        waits: WaitingPage,
        page: EntryPage,
        draft: EntryView | None = None,
    ) -> dict[str, Any]:
        """What next, and the hours. `page` has the entries on screen, `draft` is the one in whose form one goes on."""
        summary = logs.summary(actor, placement=place, usage_key=self.usage_id, spans=spans_of(frame))
        may_write = permissions.is_allowed("log.write", place.roles) and is_own_first(place, actor, summary)
        steps = log_next.steps(
            actor,
            place,
            summary,
            html_id=self.html_id,
            may_write=may_write,
            cards=list(cards),
            waits=waits,
            earlier=self._earlier(actor, place, page),
            draft=draft,
        )
        rows = [(row, formats.number(row.written), formats.number(row.planned)) for row in summary.hours]
        return {
            "summary": summary, "steps": steps, "rows": rows, "total": formats.number(summary.hours_total),
            "elsewhere": formats.number(summary.hours_elsewhere),
        }  # fmt: skip

    def _earlier(self, actor: Actor, place: PlacementView, page: EntryPage) -> list[OpenEntry]:
        """What the entries of this log ask that stand on no page of it yet. Two queries where there are such."""
        if not page.next_before:
            return []
        reviewed = reviews.own_in_review(actor, views=[place], kind=logs.KIND)
        opened = logs.open_entries(actor, views=[place], reviewed=reviewed).entries
        here = {entry.id for entry in page.entries}
        return [one for one in opened if one.usage_key == self.usage_id and one.id not in here]


def _draft_among(cards: Iterable[Card]) -> EntryView | None:
    """Return the newest draft of one's own, which one goes on with."""
    return next((card.entry for card in cards if card.is_own_draft), None)


def _without(cards: list[Card], draft: EntryView | None) -> list[Card]:
    """Return the cards without that of the draft, which stands in its form."""
    return cards if draft is None else [card for card in cards if card.entry.id != draft.id]


def _whole(cards: Iterable[Card]) -> set[int]:
    return {card.entry.id for card in cards if not card.entry.is_short}


def _with_opened(cards: list[Card], opened: Card | None) -> list[Card]:
    """Return the cards with the one that has an open form first: it was read just now, so only it knows what was new."""
    if opened is None:
        return cards
    opened.has_focus = True
    return [opened, *(card for card in cards if card.entry.id != opened.entry.id)]


def _asking(cards: Iterable[Card]) -> list[Card]:
    return [card for card in cards if card.asks_its_author]


def _make_first_primary(asked: Sequence[Card]) -> Card | None:
    """Give the one main button: to mend what was returned, else to reply where it is shown whole; None where neither is."""
    first = next((card for card in asked if card.is_returned), None)
    first = first or next((card for card in asked if not card.entry.is_short), None)
    if first is not None:
        first.is_primary = True
    return first
