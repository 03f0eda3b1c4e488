"""An entry on the screen: what stands around its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....core.language.text import shortened
from ....reviews.api import APPROVED, Standing
from ...api import ANSWER_DAYS, SUPERVISOR_DAYS, EntryView
from ...comments.quotes import passages
from ...comments.workdays import days_since
from . import words

LABEL = 80  # characters of a sentence in the list of those one may quote


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
        return [(text, shortened(text, LABEL)) for text in found]

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
        told = {"count": found, "name": entry.last_turn_name, "day": formats.day(entry.last_turn_at)}
        if entry.spoke_last:
            return _("%(count)s, the last by you on %(day)s") % told
        return _("%(count)s, the last by %(name)s on %(day)s") % told

    @property
    def id(self) -> int:
        return self.entry.id

    @property
    def revision(self) -> int:
        return self.entry.revision

    @property
    def draft(self) -> int:
        return self.entry.draft

    @property
    def place(self) -> dict[str, int]:
        return {"id": self.entry.placement_id}

    @property
    def day(self) -> str:
        return formats.day(self.entry.date)

    @property
    def hours(self) -> str:
        return "" if self.entry.hours is None else formats.hours(self.entry.hours)

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
            return "ix-tag--mind", _("Changes requested")
        if self.is_reset and self.entry.is_shared:
            return "ix-tag--mind", _("To be submitted again")
        if self.standing is not None and self.standing.status == APPROVED and self.entry.is_shared:
            return "ix-tag--good", _("Approved")
        if not self.entry.is_shared:
            return "ix-draft", _("Draft")
        return ("ix-tag--mind", _("Waiting")) if self.entry.waits else ("ix-tag--good", _("Answered"))

    @property
    def is_pressing(self) -> bool:
        """Whether it asks for something, also where it is shown in short."""
        return self.is_returned or self.entry.request is not None

    @property
    def tells_more(self) -> bool:
        """Whether more than a line says how it stands: a request, a review, the company's secret in another's entry."""
        entry = self.entry
        return bool(entry.request or (self.standing and entry.is_submitted) or (entry.is_sensitive and not entry.is_mine))

    @property
    def is_my_turn(self) -> bool:
        """A reader spoke last, not long ago or not seen before, and the author is looking."""
        entry = self.entry
        if not (entry.is_mine and entry.is_shared and entry.last_turn_at) or entry.spoke_last:
            return False
        return entry.has_news or days_since(entry.last_turn_at) < ANSWER_DAYS

    @property
    def is_returned(self) -> bool:
        return self.standing is not None and self.standing.returned is not None and self.entry.is_submitted

    @property
    def is_reset(self) -> bool:
        """The course team deleted its learner's state: it can be submitted again, and nobody asks for changes."""
        return self.standing is not None and self.standing.is_reset and self.entry.is_submitted

    @property
    def can_be_submitted_again(self) -> bool:
        return self.is_returned or self.is_reset

    @property
    def asks_its_author(self) -> bool:
        """Somebody answered, a reviewer or a reader: that comes before a new page."""
        return self.is_returned or self.is_my_turn

    @property
    def is_own_draft(self) -> bool:
        """Nobody but its author, who is looking, has ever been able to read it."""
        return self.entry.is_mine and not self.entry.was_ever_shared

    @property
    def is_to_decide(self) -> bool:
        """A mentor asked to keep it from the whole placement, and its author is looking."""
        return self.entry.is_mine and self.entry.is_withheld

    @property
    def is_heard_of(self) -> bool:
        """Something new is said about another's entry, to somebody who may answer it."""
        return self.entry.has_news and self.entry.may_comment and not self.entry.is_mine

    @property
    def is_to_answer(self) -> bool:
        """Another's entry, shown whole, waits for this person's answer."""
        entry = self.entry
        return entry.waits and entry.may_comment and not (entry.is_mine or entry.is_short or self.is_over)
