"""The cards of a log: each entry with what stands around it, and the form that is open in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .....core.actor import Actor
from ....placements import api as placements
from ....placements.api import PlacementView
from ....plans import api as plans
from ....plans.api import Frame
from ....reviews import api as reviews
from ....reviews.api import Standing
from ... import api as logs
from ...api import EntryView, LevelView, Retention
from ...entries.days import spans_of
from ...rules import is_outside, is_wider
from ...validation import AnswerForm, ReplyForm, RequestForm, ShareForm
from ..base import LogBase
from . import words
from .card import Card

KIND = "entry"  # how reviews call us


class CardsActivity(LogBase):
    """Entries as cards."""

    def _cards(self, actor: Actor, place: PlacementView, entries: Iterable[EntryView], frame: Frame) -> list[Card]:
        """The entries with the state of their review (their author's alone to see) and their outcomes in words."""
        entries = list(entries)
        submitted = [entry.id for entry in entries if entry.is_mine and entry.is_submitted]
        standings: dict[int, Standing] = {}
        if submitted:
            standings = reviews.standing(actor, placement=place, usage_key=self.usage_id, kind=KIND, subject_ids=submitted)
        texts, spans = {outcome.uid: outcome.text for outcome in frame.outcomes}, spans_of(frame)
        return [
            Card(
                entry, standings.get(entry.id), [texts[uid] for uid in entry.outcomes if uid in texts],
                is_outside(entry.date, spans),
            )
            for entry in entries
        ]  # fmt: skip

    def _keeping(
        self, actor: Actor, place: PlacementView, frame: Frame, cards: Iterable[Card], known: int | None = None
    ) -> Retention:
        """For how long the log is kept; and on each card whose time ends soon, the day."""
        keeping = logs.retention(
            actor, placement=place, usage_key=self.usage_id, months=self.rules.retention_months,
            ends=[period.end for period in frame.periods], known=known,
        )  # fmt: skip
        for card in cards:
            card.erased_on = keeping.erased_on(card.entry.date) if keeping.is_near_for(card.entry.date) else None
        return keeping

    def _card(self, actor: Actor, entry: EntryView, mode: str = "") -> Card:
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

    def _open_form(self, actor: Actor, card: Card, mode: str) -> None:
        entry, auto_id = card.entry, f"{self.html_id}-%s"
        if mode == "share" and entry.is_mine:
            self._open_share_form(actor, card)
        elif mode == "answer" and entry.may_comment:
            card.form = (ReplyForm if entry.is_mine else AnswerForm)(auto_id=auto_id, prefix=f"a{entry.id}")
            card.mode = mode
        elif mode == "withhold" and entry.may_ask:
            card.form, card.mode = RequestForm(auto_id=auto_id, prefix=f"w{entry.id}"), mode

    def _open_share_form(self, actor: Actor, card: Card) -> None:
        entry = card.entry
        levels = _levels_left(entry, logs.share_levels(actor, placement_id=entry.placement_id, rules=self.rules))
        card.form = ShareForm(
            levels=[(row.value, _level_words(row, before)) for before, row in zip((None, *levels), levels, strict=False)],
            initial={"level": _proposed_level(entry, levels), "is_sensitive": entry.is_sensitive},
            auto_id=f"{self.html_id}-%s", prefix=f"s{entry.id}",
        )  # fmt: skip
        card.mode, card.is_primary, card.is_unheard = "share", True, not any(row.has_readers for row in levels)
        card.telltales = logs.may_tell(actor, usage_key=self.usage_id, entry_id=entry.id)


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


def _level_words(level: LevelView, narrower: LevelView | None) -> str:
    """Say who reads at a level. Where they are those of the level before it, say what is the difference."""
    told = {"level": level.label, "names": words.listed(level.names)}
    if not level.names:
        return _("%(level)s: nobody has this role here yet") % told
    if not level.has_readers:
        return _("%(level)s: %(names)s. They cannot read it now.") % told
    if narrower is not None and narrower.names == level.names:
        return _("%(level)s: the same people for now, and whoever joins later") % told
    return _("%(level)s: %(names)s") % told
