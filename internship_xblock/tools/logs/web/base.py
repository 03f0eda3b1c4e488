"""What the parts of a log's activity share: its settings, an entry's card and form as pieces of a page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ....core.actor import Actor
from ....core.errors import NotFound, Words
from ....ui.action import Reply
from ...placements.web.links.inviting import InvitingActivity
from ...plans.api import Frame
from .. import api as logs
from ..api import EntryView, LogRules
from ..entries.prompts import PromptSet
from ..entries.validation import EntryForm
from .entries.card import Card
from .settings import LogSettings


class LogBase(InvitingActivity):
    """An activity about one log."""

    settings: LogSettings

    @property
    def rules(self) -> LogRules:
        return self.settings.rules

    def enter(self, actor: Actor) -> None:
        """NotFound for a teaching copy as well: it stands in no placement, so it has no page."""
        if self.settings.teaching:
            raise NotFound()
        super().enter(actor)

    def show(self, actor: Actor, fresh: bool = False, opened: Card | None = None) -> str:
        """Return the whole screen.

        `fresh` begins a new entry though a draft lies here; `opened` is a card with an open form, which comes first.
        """
        raise NotImplementedError

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

    def _form(self, frame: Frame, draft: int, entry: EntryView | None) -> EntryForm:
        """The form of an entry, empty with today's date where there is none yet."""
        outcomes = [(outcome.uid, outcome.text) for outcome in frame.outcomes]
        initial: dict[str, Any] = {"date": timezone.localdate()}
        if entry is not None:
            initial = {
                name: getattr(entry, name) for name in ("date", "hours", "next_step", "outcomes", "level", "date_reason")
            }
            initial |= {EntryForm.name_of(name): text for name, text in entry.texts.items()}
        rules = self.rules
        form = EntryForm(
            prompts=set_of(rules, entry), ask_hours=rules.ask_hours, outcomes=outcomes, initial=initial,
            links=entry.link_rows if entry else (), auto_id=f"{self.html_id}-%s", prefix=prefix_of(draft),
        )  # fmt: skip
        form.offered = rules.offered
        if entry is None:
            form.fields["date"].widget.attrs["data-today"] = True  # moments.js: today by the reader's clock
        form.fields["date"].widget.attrs |= {
            "hx-get": self.urls["check_date"], "hx-trigger": "change", "hx-target": f"#{self.html_id}-{prefix_of(draft)}-note",
            "hx-swap": "innerHTML",
            "hx-include": f"#{self.html_id}-{prefix_of(draft)}-placement",
        }  # fmt: skip
        return form


def prefix_of(draft: int) -> str:
    """Begins the names of an entry's fields: the same before and after the entry exists, so that kept text finds back."""
    return f"d{draft}"


def set_of(rules: LogRules, entry: EntryView | None) -> PromptSet:
    return rules.set_for(entry.model, entry.questions) if entry else rules.suggested
