"""What the log shows: the screen as a whole, a card with the form that is open in it, what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..tools import permissions, wording
from ..tools.actor import Actor
from ..tools.logs import api as logs
from ..tools.logs import words
from ..tools.logs.api import ANSWER_DAYS, SUPERVISOR_DAYS, EntryView, Retention, WaitingPage
from ..tools.logs.days import spans_of
from ..tools.logs.forms import AnswerForm, ReplyForm, RequestForm, ShareForm
from ..tools.logs.quotes import passages
from ..tools.logs.rules import is_outside, is_wider
from ..tools.logs.samples import sample_entry
from ..tools.logs.workdays import working_days
from ..tools.placements import api as placements
from ..tools.placements.api import PlacementView
from ..tools.plans import api as plans
from ..tools.plans.api import Frame
from ..tools.reviews import api as reviews
from ..tools.reviews.api import Standing
from . import log_next
from .log_next import has_other_student

KIND = "entry"  # how reviews call us
LABEL = 80  # characters of a sentence in the list of those one may quote
IN_FULL = 3  # entries of a page shown whole; the others open in place


@dataclass
class Card:
    """An entry on the screen: what stands around it. `mode`: the open form ("", edit, share, answer, withhold)."""

    entry: EntryView
    standing: Standing | None = None
    outcomes: Sequence[str] = ()
    is_outside: bool = False
    mode: str = ""
    form: Any = None
    is_primary: bool = False
    erased_on: date | None = None  # said on the card when it is near
    has_focus: bool = False
    is_unheard: bool = False  # whatever level is chosen, nobody could read it now
    telltales: Sequence[str] = ()  # words that may tell who somebody is: for the author alone, before sharing
    tells_supervisor: bool = False  # somebody at the university is told where nobody answers
    supervisor_days = SUPERVISOR_DAYS

    @property
    def is_over(self) -> bool:
        """Its time for keeping has passed: it is read until it is erased, and nothing else can be done with it."""
        return self.erased_on is not None and self.erased_on <= timezone.localdate()

    @property
    def passages(self) -> list[tuple[str, str]]:
        """The sentences one may choose to quote, each with what a list shows of it."""
        found = passages([*self.entry.texts.values(), self.entry.next_step])
        return [(text, text if len(text) <= LABEL else text[: LABEL - 1] + "…") for text in found]

    @property
    def changed(self) -> str:
        return words.changed(self.entry)

    @property
    def turns(self) -> str:
        """How much was said, and by whom last; "" where nothing was."""
        entry = self.entry
        if not entry.turns:
            return ""
        found = ngettext("%(count)d comment", "%(count)d comments", entry.turns) % {"count": entry.turns}
        if not entry.last_turn_name:
            return found
        told = {"count": found, "name": entry.last_turn_name, "day": wording.day(entry.last_turn_at)}
        if entry.spoke_last:
            return _("%(count)s, the last by you on %(day)s") % told
        return _("%(count)s, the last by %(name)s on %(day)s") % told

    @property
    def id(self) -> SafeString:
        """For ids and hidden fields: never with a thousands separator."""
        return SafeString(self.entry.id)

    @property
    def revision(self) -> SafeString:
        return SafeString(self.entry.revision)

    @property
    def draft(self) -> SafeString:
        return SafeString(self.entry.draft)

    @property
    def place(self) -> dict[str, int]:
        return {"id": self.entry.placement_id}

    @property
    def day(self) -> str:
        return wording.day(self.entry.date)

    @property
    def hours(self) -> str:
        return "" if self.entry.hours is None else wording.hours(self.entry.hours)

    @property
    def readers(self) -> str:
        return words.listed(self.entry.readers) or _("nobody")

    @property
    def state(self) -> str:
        return words.state(self.entry)

    @property
    def reading_state(self) -> str:
        return words.reading_state(self.entry)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What is new about it and how it stands: a look and a word each."""
        entry = self.entry
        found = []
        if entry.is_new:
            found.append(("ix-tag--new", _("New")))
        if entry.is_changed:
            found.append(("ix-tag--new", _("Changed since you read it")))
        if entry.has_news:
            found.append(("ix-tag--new", _("New answer") if entry.is_mine else _("New reply")))
        found.append(self._stand())
        if entry.is_sensitive:
            found.append(("ix-tag--wrong", _("Company-sensitive")))
        if entry.is_withheld:
            found.append(("ix-tag--mind", _("Held back for now")))
        return found

    def _stand(self) -> tuple[str, str]:
        if self.is_returned:
            return "ix-tag--mind", _("Returned")
        if self.standing is not None and self.standing.status == "approved" and self.entry.is_shared:
            return "ix-tag--good", _("Approved")
        if not self.entry.is_shared:
            return "ix-draft", _("Draft")
        return ("ix-tag--mind", _("Waits")) if self.entry.waits else ("ix-tag--good", _("Answered"))

    @property
    def is_pressing(self) -> bool:
        """Whether it asks for something, also where it is shown in short."""
        return self.is_returned or self.entry.request is not None

    @property
    def tells_more(self) -> bool:
        """Whether more than a line says how it stands: a request, a review, the company's secret in another's entry."""
        entry = self.entry
        return bool(entry.request or (self.standing and entry.is_handed_in) or (entry.is_sensitive and not entry.is_mine))

    @property
    def is_my_turn(self) -> bool:
        """A reader spoke last, not long ago or not seen before, and the author is looking."""
        entry = self.entry
        if not (entry.is_mine and entry.is_shared and entry.last_turn_at) or entry.spoke_last:
            return False
        return entry.has_news or working_days(timezone.localtime(entry.last_turn_at).date(), timezone.localdate()) < ANSWER_DAYS

    @property
    def is_returned(self) -> bool:
        return self.standing is not None and self.standing.status == "returned" and self.entry.is_handed_in


class LogScreen:
    """Mixed into LogBlock: from the tools' answers to templates."""

    def show(self: Any, actor: Actor, fresh: bool = False, opened: Card | None = None) -> str:
        """The whole screen. `fresh` begins a new entry though a draft lies here; `opened` is a card with an open form."""
        if self.teaching:
            return self.show_samples(actor)  # type: ignore[no-any-return]
        place = self.open_placement(actor)
        if place is None:
            return self._start(actor)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_id, in_full=IN_FULL)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        waits = self._who_waits(actor, cards, place)
        may_write = permissions.is_allowed("log.write", place.roles) and not actor.masquerading
        draft = None
        if may_write and not fresh and opened is None:
            draft = next((card.entry for card in cards if card.entry.is_mine and not card.entry.was_ever_shared), None)
        cards = [card for card in cards if draft is None or card.entry.id != draft.id]
        keeping = self._keeping(actor, place, frame, cards, page.kept_months)
        if opened is not None:  # it was read just now: only this card knows what was new about it
            opened.has_focus = True
            cards = [opened, *(card for card in cards if card.entry.id != opened.entry.id)]
        beside = self._beside(actor, place, frame, cards, waits)
        own = beside["summary"].own
        writes_here = may_write and (own > 0 or fresh or not has_other_student(place, actor))
        if opened is None and not writes_here:
            self._open_first_waiting(cards)
        # Somebody answered: that comes before a new page. One main button: to mend what was returned, to reply, else to write.
        asked = [card for card in cards if card.is_returned or card.is_my_turn] if not (fresh or draft or opened) else []
        first = next((card for card in asked if card.is_returned), None)
        first = first or next((card for card in asked if not card.entry.is_short), None)
        if first is not None:
            first.is_primary = True
        writing: dict[str, Any] = {"place": place, "may_write": may_write, "again": writes_here and asked and not first}
        writing["is_open"] = writes_here and opened is None and not asked
        writing["is_second"] = not writes_here
        if writing["is_open"]:
            next_draft = draft.draft if draft else beside["summary"].next_draft
            outside = is_outside(draft.date if draft else timezone.localdate(), spans_of(frame))
            writing["card"], writing["is_outside"] = Card(draft, is_outside=outside) if draft else None, outside
            writing |= {"form": self._form(frame, next_draft, draft), "draft": str(next_draft)}
        whole = {card.entry.id for card in cards if not card.entry.is_short}
        is_empty = not own if writes_here else not cards
        sample = sample_entry(self.rules.suggested) if is_empty else None
        return self.html(
            "logs/log.html", purpose=self._purpose() if is_empty and writes_here else "",
            place=place, cards=cards, next_before=page.next_before, writing=writing,
            sample=sample and Card(sample), beside=beside, may_write=may_write, keeping=keeping,
            **self._waiting(waits, whole),
        )  # fmt: skip

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
            self._open_form(actor, card, mode, place)
        card.tells_supervisor = place.kind == placements.PLACEMENT and any(p.role == "supervisor" for p in place.parties)
        return card

    def _open_form(self: Any, actor: Actor, card: Card, mode: str, place: PlacementView | None = None) -> None:
        entry, auto_id = card.entry, f"{self.html_id}-%s"
        if mode == "share" and entry.is_mine:
            levels = logs.share_levels(actor, placement_id=entry.placement_id, rules=self.rules)
            if entry.first_read_at:  # what somebody has read cannot be narrowed
                levels = [row for row in levels if row.value == entry.sharing or is_wider(row.value, entry.sharing)] or levels
            named = [row for row in levels if row.has_readers] or [row for row in levels if row.names]
            chosen = entry.sharing if entry.is_shared else next((row.value for row in named), "")
            choices = [(row.value, _level_words(row)) for row in levels]
            initial = {"level": chosen, "is_sensitive": entry.is_sensitive}
            card.form = ShareForm(levels=choices, initial=initial, auto_id=auto_id, prefix=f"s{entry.id}")
            card.mode, card.is_primary, card.is_unheard = mode, True, not any(row.has_readers for row in levels)
            card.telltales = logs.may_tell(actor, entry_id=entry.id)
        elif mode == "answer" and entry.may_comment:
            card.form = (ReplyForm if entry.is_mine else AnswerForm)(auto_id=auto_id, prefix=f"a{entry.id}")
            card.mode = mode
        elif mode == "withhold" and entry.may_ask:
            card.form, card.mode = RequestForm(auto_id=auto_id, prefix=f"w{entry.id}"), mode

    def _open_first_waiting(self: Any, cards: Sequence[Card]) -> None:
        for card in cards:
            if card.entry.waits and card.entry.may_comment and not (card.entry.is_mine or card.entry.is_short or card.is_over):
                self._open_form(self.actor, card, "answer")
                card.is_primary = True
                return

    def _beside(
        self: Any, actor: Actor, place: PlacementView, frame: Frame, cards: Iterable[Card], waits: WaitingPage
    ) -> dict[str, Any]:
        """What next, and the hours."""
        summary = logs.summary(actor, placement=place, usage_key=self.usage_id, spans=spans_of(frame))
        may_write = permissions.is_allowed("log.write", place.roles) and (
            summary.own > 0 or not has_other_student(place, actor)
        )
        steps = log_next.steps(actor, place, summary, may_write=may_write, cards=list(cards), waits=waits)
        rows = [(row, wording.number(row.written), wording.number(row.planned)) for row in summary.hours]
        return {
            "summary": summary, "steps": steps, "rows": rows, "total": wording.number(summary.hours_total),
            "elsewhere": wording.number(summary.hours_elsewhere),
        }  # fmt: skip


def prefix_of(draft: int) -> str:
    """Begins the names of an entry's fields: the same before and after the entry exists, so that kept text finds back."""
    return f"d{draft}"


def _level_words(level: logs.LevelView) -> str:
    told = {"level": level.label, "names": words.listed(level.names)}
    if not level.names:
        return _("%(level)s: nobody has this role here yet") % told
    if not level.has_readers:
        return _("%(level)s: %(names)s. None of them can read it now.") % told
    return _("%(level)s: %(names)s") % told
