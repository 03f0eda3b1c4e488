"""The page of one placement, as values for its template: what it is, who is in it, how it stands, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.closing import Closing
from .....core.language import formats
from .....core.today import GOOD, MIND, QUIET, WRONG, Agenda, State
from .....records.document import Head
from ...api import LineStanding, PlacementView
from ...changes import words as changed
from ...checklist.standing import NEAR
from .seats import Seat
from .stay import Stay

PATIENCE = timedelta(days=7)  # for what somebody waits longer, that is a reason to look


@dataclass(frozen=True)
class Sign:
    """Something that is not as it should be, in words."""

    words: str
    tone: str


@dataclass
class Screen(Agenda):
    """A placement as somebody sees it."""

    view: PlacementView
    seats: Sequence[Seat]
    closing: Closing | None = None
    checks: Sequence[LineStanding] = ()

    @cached_property
    def stay(self) -> Stay:
        return Stay(self.part, timezone.localdate(), self.view.timing)

    @cached_property
    def timing_words(self) -> str:
        """That it is paused or ended, or soon will be; "" where it goes on as planned."""
        return changed.state(self.view.timing, timezone.localdate())

    @cached_property
    def timing_sentences(self) -> list[str]:
        return list(changed.sentences(self.view.timing, timezone.localdate()))

    @property
    def head(self) -> Head:
        """What stands on top: what the reader calls the placement, between whom it is, and when. No name stands there twice."""
        title, hosts = self.view.title_for_reader, (one.organisation for one in self.view.parties if one.organisation)
        return Head(title, organisations=tuple(host for host in dict.fromkeys(hosts) if host != title), days=self.stay.days)

    @property
    def order(self) -> Sign:
        """Whether all is in good order, in one look; first of all, whether it takes place."""
        if self.timing_words:
            today = timezone.localdate()
            return Sign(self.timing_words, QUIET if self.view.timing.takes_place(today) else MIND)
        if self.missing_to_start:
            return Sign(_("May not start yet"), WRONG)
        if not (self.states or self.part.periods):
            return Sign(_("Not begun"), QUIET)
        if not self.signs:
            return Sign(_("In good order"), GOOD)
        tone = WRONG if any(one.tone == WRONG for one in self.signs) else MIND
        count = len(self.signs)
        return Sign(ngettext("%(n)d thing to look at", "%(n)d things to look at", count) % {"n": count}, tone)

    @cached_property
    def missing_to_start(self) -> list[LineStanding]:
        """The lines without which the student may not start, once the first day is near or has passed."""
        today, first = timezone.localdate(), self.stay.first
        if first is None or today < first - NEAR or self.view.timing.has_ended(today):
            return []
        return [one for one in self.checks if one.line.is_must and not one.is_settled(today)]

    @cached_property
    def signs(self) -> list[Sign]:
        """What is not as it should be: why all is not in good order."""
        missing = [Sign(_("Not in place: %(what)s") % {"what": one.line.text}, WRONG) for one in self.missing_to_start]
        found = [*missing, *(Sign(one.words, one.tone) for one in self.part.states if one.tone in (MIND, WRONG))]
        if self.stay.silent:
            words = ngettext("%(n)d week without an entry", "%(n)d weeks without an entry", self.stay.silent)
            found.append(Sign(words % {"n": self.stay.silent}, MIND))
        since = [todo.since for todo in self.part.todos if todo.since is not None]
        if since and min(since) < timezone.now() - PATIENCE:
            found.append(Sign(_("Something has waited since %(day)s") % {"day": formats.day(min(since))}, MIND))
        return found

    @property
    def states(self) -> list[State]:
        """How the plan, the log stand: each with its way in, for whom there is one."""
        return [state for state in self.part.states if state.title]
