"""What is worth talking about, beside a conversation that is not written down yet: from the plan, the log and the one before.

Counts and names, and what the plan says; never a word of an entry or a comment. Each reader is told what they may read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.language import formats
from ....core.language.text import shortened
from ....core.permissions import Role
from ....ui.pages.addresses import page_of
from ....ui.surface import html_id_of
from ...logs import api as logs
from ...placements.api import PlacementView
from ...plans.api import Preparation
from ..api import ConversationView
from . import words

SHOWN = 8  # of a kind
NAMES = 4
AROUND = timedelta(days=14)  # a task that begins so soon is one to talk about
TITLE = 100  # characters of a task or an outcome


@dataclass(frozen=True)
class Point:
    """Something to talk about. `address` is where it stands, `place` where on this very page."""

    words: str
    address: str = ""
    place: str = ""


@dataclass(frozen=True)
class Points:
    title: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Agenda:
    """What is worth talking about on a day, for one reader. Two queries."""

    actor: Actor
    placement: PlacementView
    planned: Preparation
    others: Sequence[ConversationView]
    view: ConversationView

    @property
    def groups(self) -> list[Points]:
        found = [
            Points(_("Still open from before"), list(self._steps())),
            Points(_("Planned for this conversation"), list(self._aim())),
            Points(_("In the log and in comments"), [*self._comments(), *self._entries()]),
            Points(_("In the plan"), [*self._tasks(), *self._outcomes()]),
        ]
        return [one for one in found if one.points]

    @property
    def before(self) -> list[ConversationView]:
        """The conversations before this one that are written down, the last one first."""
        return [
            one for one in reversed(self.others) if one.is_told and one.held < self.view.meets_on and one.id != self.view.id
        ]

    def _plan(self, section: str) -> str:
        page = page_of("plan", self.placement.course_key, self.planned.usage_key, self.placement.id)
        return f"{page}#{html_id_of(self.planned.usage_key)}-{section}"

    def _steps(self) -> Iterator[Point]:
        open_steps = ((one, step) for one in self.before for step in one.steps if not step.is_done)
        for one, step in list(open_steps)[:SHOWN]:
            whose = words.whose(self.placement, step)
            said = formats.quoted(step.what)
            yield Point(f"{said} ({whose})" if whose else said, place=f"{words.place_of(one)}-step-{step.uid}")

    def _aim(self) -> Iterator[Point]:
        if self.view.aim:
            yield Point(formats.quoted(self.view.aim), self._plan("checkpoints"))

    def _comments(self) -> Iterator[Point]:
        last = {one.place: one for one in self.planned.open_comments}
        if last:
            said = ngettext(
                "%(n)d comment on the plan is not resolved: %(names)s",
                "%(n)d comments on the plan are not resolved: %(names)s", len(last),
            )  # fmt: skip
            yield Point(
                said % {"n": len(last), "names": _names(one.author_name for one in last.values())}, self._plan("conversations")
            )

    def _entries(self) -> Iterator[Point]:
        held = self.before[0].held if self.before else None
        since = timezone.make_aware(datetime.combine(held, time.min)) if held is not None else None
        found = logs.shared_lately(self.actor, placement=self.placement, since=since)
        waiting = [one for one in found if not one.is_answered]
        new = [one for one in found if since is None or (one.shared_at is not None and one.shared_at >= since)]
        if waiting:
            said = ngettext(
                "%(n)d entry in the log has no answer: %(names)s", "%(n)d entries in the log have no answer: %(names)s",
                len(waiting),
            )  # fmt: skip
            yield self._in_log(said, waiting)
        if new:
            said = ngettext(
                "%(n)d entry was shared since the last conversation: %(names)s",
                "%(n)d entries were shared since the last conversation: %(names)s", len(new),
            ) if since is not None else ngettext(
                "%(n)d entry has been shared: %(names)s", "%(n)d entries have been shared: %(names)s", len(new)
            )  # fmt: skip
            yield self._in_log(said, new)

    def _in_log(self, said: str, entries: Sequence[logs.SharedEntry]) -> Point:
        """A line about entries, with the way to the first of them."""
        first = entries[0]
        page = page_of("log", self.placement.course_key, first.usage_key, self.placement.id)
        known = {"n": len(entries), "names": _names(one.author_name for one in entries)}
        return Point(said % known, f"{page}#{html_id_of(first.usage_key)}-e{first.id}-title")

    def _tasks(self) -> Iterator[Point]:
        first = self.before[0].held if self.before else self.view.meets_on - AROUND
        now = [one for one in self.planned.tasks if one.start is not None and first < one.start <= self.view.meets_on + AROUND]
        for task in now[:SHOWN]:
            known = {"day": formats.day(task.start), "task": formats.quoted(shortened(task.text, TITLE))}
            yield Point(_("A task that begins on %(day)s: %(task)s") % known, self._plan("tasks"))

    def _outcomes(self) -> Iterator[Point]:
        """Outcomes that no entry names. Only to those who read a student's entries: to others it would be no news."""
        if self.placement.roles.isdisjoint({Role.STUDENT, Role.MENTOR, Role.SUPERVISOR}):
            return
        touched = logs.counted(self.actor, placement=self.placement).touched
        left = [one for one in self.planned.outcomes if not touched.get(one.uid)]
        if not touched or not left:
            return
        said = ngettext(
            "%(n)d outcome is not named in any entry that you can read",
            "%(n)d outcomes are not named in any entry that you can read", len(left),
        )  # fmt: skip
        yield Point(said % {"n": len(left)}, self._plan("outcomes"))


def _names(names: Iterator[str]) -> str:
    """A few names, each once."""
    known = [name or _("somebody who has left") for name in dict.fromkeys(names)]
    more = len(known) - NAMES
    if more > 0:
        known = [*known[:NAMES], ngettext("%(n)d more person", "%(n)d more people", more) % {"n": more}]
    return get_text_list(known, _("and"))
