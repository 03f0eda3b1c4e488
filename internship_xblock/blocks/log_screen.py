"""What the log shows: the screen as a whole, a card with the form that is open in it, what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..tools import permissions
from ..tools.actor import Actor
from ..tools.logs import api as logs
from ..tools.logs import words
from ..tools.logs.api import EntryView, Span
from ..tools.logs.forms import AnswerForm, EntryForm, ReplyForm, ShareForm
from ..tools.logs.prompts import prompt_set
from ..tools.logs.rules import is_outside, is_wider
from ..tools.logs.samples import sample_entry
from ..tools.placements import api as placements
from ..tools.placements.api import PlacementView
from ..tools.plans import api as plans
from ..tools.plans.api import Frame
from ..tools.reviews import api as reviews
from ..tools.reviews.api import Standing

KIND = "entry"  # how reviews call us


@dataclass
class Card:
    """An entry on the screen: what stands around it. `mode` says which form is open: "", "edit", "share" or "answer"."""

    entry: EntryView
    standing: Standing | None = None
    outcomes: Sequence[str] = ()
    is_outside: bool = False
    mode: str = ""
    form: Any = None
    is_primary: bool = False

    @property
    def id(self) -> str:
        """For ids and hidden fields: never with a thousands separator."""
        return str(self.entry.id)

    @property
    def revision(self) -> str:
        return str(self.entry.revision)

    @property
    def draft(self) -> str:
        return str(self.entry.draft)

    @property
    def place(self) -> dict[str, int]:
        return {"id": self.entry.placement_id}

    @property
    def hours(self) -> str:
        return words.number(self.entry.hours)

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
    def is_my_turn(self) -> bool:
        """A reader spoke last, and the author is looking."""
        last = self.entry.last_comment
        return self.entry.is_mine and self.entry.is_shared and last is not None and not last.is_mine

    @property
    def is_returned(self) -> bool:
        return self.standing is not None and self.standing.status == "returned" and self.entry.is_handed_in


class LogScreen:
    """Mixed into LogBlock: from the tools' answers to templates."""

    def show(self: Any, actor: Actor, fresh: bool = False, opened: Card | None = None) -> str:
        """The whole screen. `fresh` begins a new entry though a draft lies here; `opened` is a card with an open form."""
        mine = self.placements_of(actor)
        place = self.chosen(mine)
        if place is None:
            return self._start(actor)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_key)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        may_write = permissions.is_allowed("log.write", place.roles) and not actor.masquerading
        draft = None
        if may_write and not fresh and opened is None:
            draft = next((card.entry for card in cards if card.entry.is_mine and not card.entry.was_ever_shared), None)
        cards = [card for card in cards if draft is None or card.entry.id != draft.id]
        beside = self._beside(actor, place, frame, cards)
        own = beside["summary"].own
        writes_here = may_write and (own > 0 or fresh or not _has_other_student(place, actor))
        if opened is not None:
            cards = [opened, *(card for card in cards if card.entry.id != opened.entry.id)]
        elif not writes_here:
            self._open_first_waiting(cards)
        # Somebody answered: that comes before a new page. One main button: to mend what was returned, else to write.
        asked = [card for card in cards if card.is_returned or card.is_my_turn] if not (fresh or draft or opened) else []
        returned = next((card for card in asked if card.is_returned), None)
        if returned is not None:
            returned.is_primary = True
        writing: dict[str, Any] = {"place": place, "may_write": may_write, "again": writes_here and asked and not returned}
        writing["is_open"] = writes_here and opened is None and not asked
        writing["is_second"] = not writes_here
        if writing["is_open"]:
            next_draft = draft.draft if draft else beside["summary"].next_draft
            writing["card"] = Card(draft) if draft else None
            writing |= {"form": self._form(frame, next_draft, draft), "draft": str(next_draft)}
        sample = sample_entry(self.rules.model) if writes_here and not own else None
        return self.html(
            "logs/log.html", places=mine, place=place, cards=cards, next_before=page.next_before, writing=writing,
            sample=sample and Card(sample), beside=beside, may_write=may_write,
        )  # fmt: skip

    def _start(self: Any, actor: Actor) -> str:
        return self.html(
            "logs/start.html",
            purpose=_("Write what happened, what it means and what you will try next, and get an answer from your mentor."),
            roles=placements.roles_of(self.placement_kind), suggested_role=self.owner_role, start_label=_("Begin your log"),
        )  # fmt: skip

    def _cards(self: Any, actor: Actor, place: PlacementView, entries: Iterable[EntryView], frame: Frame) -> list[Card]:
        """The entries with the state of their review (their author's alone to see) and their outcomes in words."""
        entries = list(entries)
        handed_in = [entry.id for entry in entries if entry.is_mine and entry.is_handed_in]
        standings: dict[int, Standing] = {}
        if handed_in:
            standings = reviews.standing(actor, placement=place, usage_key=self.usage_key, kind=KIND, subject_ids=handed_in)
        texts, spans = {outcome.uid: outcome.text for outcome in frame.outcomes}, spans_of(frame)
        return [
            Card(
                entry, standings.get(entry.id), [texts[uid] for uid in entry.outcomes if uid in texts],
                is_outside(entry.date, spans),
            )
            for entry in entries
        ]  # fmt: skip

    def _card(self: Any, actor: Actor, entry: EntryView, mode: str = "") -> Card:
        """One card with the form of `mode`, as far as this person may use it."""
        place = placements.get(actor, placement_id=entry.placement_id)
        frame = plans.frame(actor, placement=place)
        card = self._cards(actor, place, [entry], frame)[0]
        if mode == "edit" and entry.is_mine:
            card.mode, card.form = mode, self._form(frame, entry.draft, entry)
        else:
            self._open_form(actor, card, mode)
        return card

    def _open_form(self: Any, actor: Actor, card: Card, mode: str) -> None:
        entry, auto_id = card.entry, f"{self.html_id}-%s"
        if mode == "share" and entry.is_mine:
            levels = logs.share_levels(actor, placement_id=entry.placement_id, rules=self.rules)
            if entry.first_read_at:  # what somebody has read cannot be narrowed
                levels = [row for row in levels if row[0] == entry.sharing or is_wider(row[0], entry.sharing)] or levels
            chosen = entry.sharing if entry.is_shared else next((row[0] for row in levels if row[2]), "")
            choices = [(value, _level_words(label, names)) for value, label, names in levels]
            initial = {"level": chosen, "is_sensitive": entry.is_sensitive}
            card.form = ShareForm(levels=choices, initial=initial, auto_id=auto_id, prefix=f"s{entry.id}")
            card.mode, card.is_primary = mode, True
        elif mode == "answer" and entry.may_comment:
            card.form = (ReplyForm if entry.is_mine else AnswerForm)(auto_id=auto_id, prefix=f"a{entry.id}")
            card.mode = mode

    def _open_first_waiting(self: Any, cards: Sequence[Card]) -> None:
        for card in cards:
            if card.entry.waits and card.entry.may_comment and not card.entry.is_mine:
                self._open_form(self.actor, card, "answer")
                card.is_primary = True
                return

    def _form(self: Any, frame: Frame, draft: int, entry: EntryView | None) -> EntryForm:
        """The form of an entry, empty with today's date where there is none yet."""
        outcomes = [(outcome.uid, outcome.text) for outcome in frame.outcomes]
        initial: dict[str, Any] = {"date": timezone.localdate()}
        if entry is not None:
            initial = {"date": entry.date, "next_step": entry.next_step, "outcomes": entry.outcomes, "level": entry.level}
            initial |= {"hours": f"{entry.hours.normalize():f}" if entry.hours is not None else ""}
            initial |= {EntryForm.name_of(name): text for name, text in entry.texts.items()}
        form = EntryForm(
            prompts=prompt_set(entry.model if entry else self.rules.model), ask_hours=self.ask_hours, outcomes=outcomes,
            initial=initial, auto_id=f"{self.html_id}-%s", prefix=prefix_of(draft),
        )  # fmt: skip
        form.fields["date"].widget.attrs |= {
            "hx-get": self.urls["check_date"], "hx-trigger": "change", "hx-target": f"#{self.html_id}-{prefix_of(draft)}-note",
            "hx-swap": "innerHTML",
            "hx-include": f"#{self.html_id}-{prefix_of(draft)}-placement",
        }  # fmt: skip
        return form

    def _beside(self: Any, actor: Actor, place: PlacementView, frame: Frame, cards: Iterable[Card] = ()) -> dict[str, Any]:
        """What next, and the hours."""
        summary = logs.summary(actor, placement=place, usage_key=self.usage_key, spans=spans_of(frame))
        mentors = [p.name for p in place.parties if p.role == "mentor" and p.name and p.user_id != actor.user_id]
        may_write = permissions.is_allowed("log.write", place.roles) and (
            summary.own > 0 or not _has_other_student(place, actor)
        )
        steps = words.next_steps(
            summary, mentors=mentors, may_write=may_write and (summary.own > 0 or not _has_other_student(place, actor)),
            may_answer=bool(place.roles & {"mentor", "supervisor"}),
            returned=[card.entry for card in cards if card.is_returned],
            answered=[card.entry for card in cards if card.is_my_turn],
        )  # fmt: skip
        rows = [(row, words.number(row.written), words.number(row.planned)) for row in summary.hours]
        return {
            "summary": summary, "steps": steps, "rows": rows, "total": words.number(summary.hours_total),
            "elsewhere": words.number(summary.hours_elsewhere),
        }  # fmt: skip


def _has_other_student(place: PlacementView, actor: Actor) -> bool:
    """Whether the log is somebody else's first of all: then answering comes before writing."""
    return "student" not in place.roles and any(party.role == "student" and party.has_joined for party in place.parties)


def spans_of(frame: Frame) -> list[Span]:
    """The periods of the plan that have both their days."""
    return [Span(p.label, p.start, p.end, p.hours) for p in frame.periods if p.start and p.end]


def prefix_of(draft: int) -> str:
    """Begins the names of an entry's fields: the same before and after the entry exists, so that kept text finds back."""
    return f"d{draft}"


def _level_words(label: str, names: Sequence[str]) -> str:
    if not names:
        return _("%(level)s: nobody has this role here yet") % {"level": label}
    return _("%(level)s: %(names)s") % {"level": label, "names": words.listed(names)}
