"""What the log shows: the screen as a whole, a card with the form that is open in it, what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import formats, permissions
from ....core.actor import Actor
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans import api as plans
from ...plans.api import Frame
from ...reviews import api as reviews
from ...reviews.api import Standing
from .. import api as logs
from ..api import EntryView, LevelView, Retention, WaitingPage
from ..entries.days import spans_of
from ..entries.samples import sample_entry
from ..rules import is_outside, is_wider
from ..validation import AnswerForm, ReplyForm, RequestForm, ShareForm
from . import what_next as log_next
from . import words
from .card import Card
from .what_next import is_own_first

KIND = "entry"  # how reviews call us
IN_FULL = 3  # entries of a page shown whole; the others open in place


class LogScreen:
    """Mixed into LogBlock: from the tools' answers to templates."""

    def show(self: Any, actor: Actor, fresh: bool = False, opened: Card | None = None) -> str:
        """The whole screen. `fresh` begins a new entry though a draft lies here; `opened` is a card with an open form."""
        if self.teaching:
            return self.show_samples(actor)
        place = self.open_placement(actor)
        if place is None:
            return self._start(actor)
        return self._show_log(actor, place, fresh, opened)

    def _show_log(self: Any, actor: Actor, place: PlacementView, fresh: bool, opened: Card | None) -> str:
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
        beside = self._beside(actor, place, frame, cards, waits)
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
            "logs/log.html", place=place, cards=cards, next_before=page.next_before, writing=writing,
            beside=beside, may_write=may_write, keeping=keeping,
            **(self._introduction(writes_here) if is_empty else {"purpose": "", "sample": None}),
            **self._waiting(waits, _whole(cards)),
        )  # fmt: skip

    def _introduction(self: Any, writes_here: bool) -> dict[str, Any]:
        """What a log without entries shows: what it is for, to somebody who writes here, and a sample."""
        return {"purpose": self._purpose() if writes_here else "", "sample": Card(sample_entry(self.rules.suggested))}

    def _open_page(self: Any, frame: Frame, draft: EntryView | None, next_draft: int) -> dict[str, Any]:
        """The form of a new entry, or of the draft that one goes on with."""
        outside = is_outside(draft.date if draft else timezone.localdate(), spans_of(frame))
        number = draft.draft if draft else next_draft
        return {
            "is_open": True, "card": Card(draft, is_outside=outside) if draft else None, "is_outside": outside,
            "form": self._form(frame, number, draft), "draft": str(number),
        }  # fmt: skip

    def _start(self: Any, actor: Actor) -> str:
        return self.html(
            "logs/start.html",
            purpose=self._purpose(),
            roles=placements.roles_of(self.placement_kind), suggested_role=self.owner_role, start_label=_("Begin your log"),
        )  # fmt: skip

    def _purpose(self: Any) -> str:
        if self.staff_mode:
            return _(
                "Write what happened in your new job, what it means and what you will try next. Nobody sees an entry, or that "
                "there is one, before you share it."
            )
        return _("Write what happened, what it means and what you will try next, and get an answer from your mentor.")

    def _cards(self: Any, actor: Actor, place: PlacementView, entries: Iterable[EntryView], frame: Frame) -> list[Card]:
        """The entries with the state of their review (their author's alone to see) and their outcomes in words."""
        entries = list(entries)
        handed_in = [entry.id for entry in entries if entry.is_mine and entry.is_handed_in]
        standings: dict[int, Standing] = {}
        if handed_in:
            standings = reviews.standing(actor, placement=place, usage_key=self.usage_id, kind=KIND, subject_ids=handed_in)
        texts, spans = {outcome.uid: outcome.text for outcome in frame.outcomes}, spans_of(frame)
        return [
            Card(
                entry, standings.get(entry.id), [texts[uid] for uid in entry.outcomes if uid in texts],
                is_outside(entry.date, spans),
            )
            for entry in entries
        ]  # fmt: skip

    def _keeping(
        self: Any, actor: Actor, place: PlacementView, frame: Frame, cards: Iterable[Card], known: int | None = None
    ) -> Retention:
        """For how long the log is kept; and on each card whose time ends soon, the day."""
        keeping = logs.retention(
            actor, placement=place, usage_key=self.usage_id, months=self.kept_months,
            ends=[period.end for period in frame.periods], known=known,
        )  # fmt: skip
        for card in cards:
            card.erased_on = keeping.erased_on(card.entry.date) if keeping.is_near_for(card.entry.date) else None
        return keeping

    def _card(self: Any, actor: Actor, entry: EntryView, mode: str = "") -> Card:
        """One card with the form of `mode`, as far as this person may use it."""
        place = placements.get(actor, placement_id=entry.placement_id)
        frame = plans.frame(actor, placement=place)
        card = self._cards(actor, place, [entry], frame)[0]
        if self.rules.retention_months:
            self._keeping(actor, place, frame, [card])
        if mode == "edit" and entry.is_mine:
            card.mode, card.form = mode, self._form(frame, entry.draft, entry)
        else:
            self._open_form(actor, card, mode)
        card.tells_supervisor = place.kind == placements.PLACEMENT and any(p.role == "supervisor" for p in place.parties)
        return card

    def _open_form(self: Any, actor: Actor, card: Card, mode: str) -> None:
        entry, auto_id = card.entry, f"{self.html_id}-%s"
        if mode == "share" and entry.is_mine:
            self._open_share_form(actor, card)
        elif mode == "answer" and entry.may_comment:
            card.form = (ReplyForm if entry.is_mine else AnswerForm)(auto_id=auto_id, prefix=f"a{entry.id}")
            card.mode = mode
        elif mode == "withhold" and entry.may_ask:
            card.form, card.mode = RequestForm(auto_id=auto_id, prefix=f"w{entry.id}"), mode

    def _open_share_form(self: Any, actor: Actor, card: Card) -> None:
        entry = card.entry
        levels = _levels_left(entry, logs.share_levels(actor, placement_id=entry.placement_id, rules=self.rules))
        card.form = ShareForm(
            levels=[(row.value, _level_words(row)) for row in levels],
            initial={"level": _proposed_level(entry, levels), "is_sensitive": entry.is_sensitive},
            auto_id=f"{self.html_id}-%s", prefix=f"s{entry.id}",
        )  # fmt: skip
        card.mode, card.is_primary, card.is_unheard = "share", True, not any(row.has_readers for row in levels)
        card.telltales = logs.may_tell(actor, usage_key=self.usage_id, entry_id=entry.id)

    def _open_first_waiting(self: Any, cards: Sequence[Card]) -> None:
        first = next((card for card in cards if card.is_to_answer), None)
        if first is not None:
            self._open_form(self.actor, first, "answer")
            first.is_primary = True

    def _beside(
        self: Any, actor: Actor, place: PlacementView, frame: Frame, cards: Iterable[Card], waits: WaitingPage
    ) -> dict[str, Any]:
        """What next, and the hours."""
        summary = logs.summary(actor, placement=place, usage_key=self.usage_id, spans=spans_of(frame))
        may_write = permissions.is_allowed("log.write", place.roles) and is_own_first(place, actor, summary)
        steps = log_next.steps(actor, place, summary, may_write=may_write, cards=list(cards), waits=waits)
        rows = [(row, formats.number(row.written), formats.number(row.planned)) for row in summary.hours]
        return {
            "summary": summary, "steps": steps, "rows": rows, "total": formats.number(summary.hours_total),
            "elsewhere": formats.number(summary.hours_elsewhere),
        }  # fmt: skip


def prefix_of(draft: int) -> str:
    """Begins the names of an entry's fields: the same before and after the entry exists, so that kept text finds back."""
    return f"d{draft}"


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


def _levels_left(entry: EntryView, levels: Sequence[LevelView]) -> Sequence[LevelView]:
    """Return the levels to choose from: what somebody has read cannot be narrowed."""
    if not entry.first_read_at:
        return levels
    return [row for row in levels if row.value == entry.sharing or is_wider(row.value, entry.sharing)] or levels


def _proposed_level(entry: EntryView, levels: Sequence[LevelView]) -> str:
    """Return the level that is chosen already: as it is shared, else the first with somebody who reads, or who will."""
    if entry.is_shared:
        return entry.sharing
    named = [row for row in levels if row.has_readers] or [row for row in levels if row.names]
    return next((row.value for row in named), "")


def _level_words(level: LevelView) -> str:
    told = {"level": level.label, "names": words.listed(level.names)}
    if not level.names:
        return _("%(level)s: nobody has this role here yet") % told
    if not level.has_readers:
        return _("%(level)s: %(names)s. None of them can read it now.") % told
    return _("%(level)s: %(names)s") % told
