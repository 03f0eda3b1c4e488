"""What conversations say on Today: which are not written down, whose next steps are due, and who waits in confidence.

It comes after what the others say: the days on which people meet are the plan's, and it says what became of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ....core.actor import Actor
from ....core.language import formats
from ....core.language.text import shortened
from ....core.permissions import Role
from ....core.today import Meeting, NextDate, Part, Todo, Way, day_as_moment, joined
from ....ui.surface import html_id_of
from ...placements.api import PartyRow, PlacementView
from .. import api as conversations
from ..api import ConversationView, OpenConcern, PlacedConversations, Step
from . import words
from .activity import PAGES
from .concerns import PAGES as CONCERNS
from .times import today as times_today

LATELY = timedelta(days=28)  # what was not written down, or not done, until then is no news
WORDS = 140  # characters of a step
COUNTED: Mapping[str, Any] = {
    **times_today.COUNTED,
    "conversation.write": ngettext_lazy(
        "%(n)d conversation is not written down yet", "%(n)d conversations are not written down yet", "n"
    ),
    "conversation.await": ngettext_lazy(
        "Others have not written down %(n)d conversation yet", "Others have not written down %(n)d conversations yet", "n"
    ),
    "conversation.step": ngettext_lazy("%(n)d next step is yours", "%(n)d next steps are yours", "n"),
    "conversation.await_step": ngettext_lazy(
        "%(n)d next step of somebody else is due", "%(n)d next steps of others are due", "n"
    ),
    "concern.read": ngettext_lazy("%(n)d concern waits for you", "%(n)d concerns wait for you", "n"),
}  # fmt: skip


def completed(actor: Actor, views: Sequence[PlacementView], said: Part) -> Part:
    """Return what all say with what conversations add to it. One query, and one more where there is a concern to know of."""
    found = conversations.several_conversations(actor, views=views)
    if not found:
        return said
    today, meetings = timezone.localdate(), _by_placement(said.meetings)
    placed = [Placed(one, meetings.pop(one.placement.id, [])) for one in found]
    left = [meeting for others in meetings.values() for meeting in others]
    concerned = [one.placement for one in found if one.has_concern]
    own = [Part(todos=list(one.todos(today)), meetings=list(one.meetings(today)), ways=[_way(one.view)]) for one in placed]
    said = replace(said, meetings=left, dates=_dates(said.dates, placed))
    return joined([said, *own, Part(todos=_of_concerns(actor, concerned), counted=COUNTED)])


def _dates(said: Sequence[NextDate], placed: Sequence[Placed]) -> list[NextDate]:
    """The days that come next, those for which people chose a time at that time."""
    known: dict[int, list[NextDate]] = {}
    for one in said:
        known.setdefault(one.placement_id if one.key else 0, []).append(one)
    found = [day for one in placed for day in one.dates(known.pop(one.view.id, []))]
    return sorted([*found, *(day for days in known.values() for day in days)], key=lambda day: day.day)


def _by_placement(meetings: Sequence[Meeting]) -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        found.setdefault(meeting.placement_id, []).append(meeting)
    return found


def _way(view: PlacementView) -> Way:
    address = CONCERNS.address(view.course_key, "", view.id)
    return Way(placement_id=view.id, words=_("Something is not right"), address=address)


@dataclass(frozen=True)
class Placed:
    """The conversations of one placement, with the days that its plan names."""

    found: PlacedConversations
    planned: Sequence[Meeting]

    @property
    def view(self) -> PlacementView:
        return self.found.placement

    def _address(self, view: ConversationView, place: str = "") -> str:
        page = PAGES.address(self.view.course_key, "", self.view.id)
        return f"{page}#{html_id_of(PAGES.name)}-{words.place_of(view)}{place}"

    # -- days ------------------------------------------------------------------------------------------

    def _all(self) -> Iterator[tuple[ConversationView, Meeting]]:
        """Every conversation: those that the plan names, and those that somebody has written down besides."""
        written = {(one.checkpoint, one.day): one for one in self.found.written}
        for meeting in self.planned:
            known = written.pop((meeting.key, meeting.day), None)
            yield known or ConversationView(meeting.key, meeting.day), meeting
        for one in written.values():
            if (one.is_extra and not one.is_dropped) or one.is_begun or one.proposal is not None or one.slot is not None:
                yield one, Meeting(day=one.held, words=words.title_of(one), placement_id=self.view.id, key=one.checkpoint)

    def meetings(self, today: date) -> Iterator[Meeting]:
        for view, meeting in self._all():
            is_of_people = view.is_extra or view.is_told or view.slot is not None or view.proposal is not None
            if meeting.day > today and not is_of_people and meeting not in self.planned:
                continue  # begun for a day on which nobody meets any more
            if view.slot is not None and view.meets_on > today and not self.view.timing.takes_place(view.slot.day_there):
                continue  # in a pause, or after the end
            meeting = times_today.meeting_of(meeting, view)
            yield replace(meeting, address=self._address(view), state=words.state_of(view, today))

    # -- what is to be done ----------------------------------------------------------------------------

    def dates(self, said: Sequence[NextDate]) -> Iterator[NextDate]:
        return times_today.dates(self.view, said, self.found.written, self._address)

    def todos(self, today: date) -> Iterator[Todo]:
        yield from self._to_write(today)
        yield from times_today.todos(self.view, self.found.written, self._address)
        for view in self.found.written:
            for step in view.steps if view.is_told else ():
                yield from self._of_step(view, step, today)

    def _to_write(self, today: date) -> Iterator[Todo]:
        """The last day that has come, as long as nobody has written down that one or a later one."""
        come = [view for view, _meeting in self._all() if view.has_come(today)]
        last = max(come, key=lambda one: one.meets_on, default=None)
        if last is None or last.is_told or last.meets_on <= today - LATELY:
            return
        mentors = [party for party in self.view.parties if party.role == Role.MENTOR and party.has_joined]
        is_begun = last.is_written and last.writer.is_same(self.view.seen_by.identity)
        is_mine = is_begun or Role.MENTOR in self.view.roles or not mentors
        student = self._student
        known = {"day": formats.day(last.held), "name": student.name if student is not None else ""}
        sentence, action = _to_write_words(is_begun=is_begun, is_named=bool(known["name"]))
        yield Todo(
            kind="conversation.write" if is_mine else "conversation.await", sentence=sentence % known, action=action,
            address=self._address(last), since=day_as_moment(last.meets_on), is_mine=is_mine, who=known["name"],
            role=Role.STUDENT if known["name"] else "",
        )  # fmt: skip

    @property
    def _student(self) -> PartyRow | None:
        """Whose placement it is; None to the student, who knows."""
        if Role.STUDENT in self.view.roles:
            return None
        return next((party for party in self.view.parties if party.role == Role.STUDENT and party.name), None)

    def _of_step(self, view: ConversationView, step: Step, today: date) -> Iterator[Todo]:
        """A next step that is the reader's and due soon, or somebody else's whose day has come."""
        party = next((one for one in self.view.parties if step.who and one.uid == step.who), None)
        if party is None or party.has_left or not step.is_due(today) or not self.view.timing.takes_place(today):
            return
        if (step.by or view.held) <= today - LATELY:
            return
        known = {"what": formats.quoted(shortened(step.what, WORDS)), "day": formats.day(step.by), "name": party.name}
        address = self._address(view, f"-step-{step.uid}")
        since = day_as_moment(step.by) if step.by is not None else None
        if party.is_of(self.view.seen_by):
            said = _("Your next step, by %(day)s: %(what)s") if step.by is not None else _("Your next step: %(what)s")
            yield Todo(
                kind="conversation.step", sentence=said % known, action=_("Mark it as done"), address=address, since=since,
                who=party.name, role=party.role,
            )  # fmt: skip
        elif step.by is not None and step.by <= today:
            said = _("%(name)s said they would do this by %(day)s: %(what)s")
            yield Todo(
                kind="conversation.await_step", sentence=said % known, action=_("Ask about it"), address=address, since=since,
                is_mine=False, who=party.name, role=party.role,
            )  # fmt: skip


def _to_write_words(*, is_begun: bool, is_named: bool) -> tuple[str, str]:
    if is_begun:
        said = (
            _("The others do not know yet what you wrote down about the conversation with %(name)s on %(day)s.")
            if is_named
            else _("The others do not know yet what you wrote down about the conversation on %(day)s.")
        )
        return said, _("Read it and tell them")
    said = (
        _("The conversation with %(name)s on %(day)s is not written down yet.")
        if is_named
        else _("The conversation on %(day)s is not written down yet.")
    )
    return said, _("Write down what you agreed")


def _of_concerns(actor: Actor, views: Sequence[PlacementView]) -> list[Todo]:
    """What those are told whose word is next about a concern. No query where there is none."""
    concerns = conversations.open_concerns(actor, views=views) if views else []
    return [_of_concern(one) for one in concerns if one.waits_for_me]


def _of_concern(concern: OpenConcern) -> Todo:
    """Who waits, and nothing of what for."""
    place = concern.placement
    page = CONCERNS.address(place.course_key, "", place.id)
    address = f"{page}#{html_id_of(CONCERNS.name)}-k{concern.id}"
    if concern.is_mine:
        name = concern.name or _("Somebody")
        said = _("%(name)s has answered your concern.") % {"name": name}
        return Todo(kind="concern.answered", sentence=said, action=_("Read it"), address=address, since=concern.since, who=name)
    name = concern.author_name or _("Somebody who has left")
    said = _("%(name)s has raised a concern.") % {"name": name}
    return Todo(
        kind="concern.read", sentence=said, action=_("Read it"), address=address, since=concern.since, who=name,
        role=place.role_of(concern.author, name),
    )  # fmt: skip
