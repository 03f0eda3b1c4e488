"""What placements say on Today: who has not joined, who asks for a change, and when one pauses and goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from ....core import permissions
from ....core.actor import Actor
from ....core.language import formats
from ....core.permissions import Role
from ....core.today import MIND, QUIET, NextDate, Part, State, Todo, day_as_moment
from .. import api as placements
from ..api import PartyRow, PlacementView
from ..changes import words
from ..changes.timing import DAY
from .where import THREAD, page_of_placement


def part(actor: Actor, views: Sequence[PlacementView]) -> Part:
    """Return what is said of these placements as a whole. No query."""
    seen = placements.usable(actor, "placement.open", views)
    readable = placements.usable(actor, "placement.thread", views)
    asked = [todo for view in seen if not actor.masquerading for todo in _asked(view)]
    return Part(
        todos=[*asked, *(todo for view in readable for todo in _unread(view))],
        counted={
            "placement.message": ngettext_lazy("New messages in %(n)d placement", "New messages in %(n)d placements", "n")
        },
        dates=[day for view in seen for day in _dates(view)],
        states=[state for view in seen for state in _states(view)],
    )


def _states(view: PlacementView) -> Iterator[State]:
    changed = words.state(view.timing, timezone.localdate())
    if changed:
        yield State(placement_id=view.id, words=changed, tone=QUIET)
    if view.missing:
        said = ngettext("%(n)d person has not joined", "%(n)d people have not joined", view.missing) % {"n": view.missing}
        yield State(placement_id=view.id, words=said, tone=MIND)


def _asked(view: PlacementView) -> Iterator[Todo]:
    """A request for a change: to those who decide, and to the student who waits for them."""
    asked_on = view.timing.asked_on
    if asked_on is None:
        return
    student = _student(view)
    since, address = day_as_moment(asked_on), page_of_placement(view, "change")
    if permissions.is_allowed("placement.keep_as_it_is", view.roles):
        said = _("%(name)s asks for a change of the placement.") % {"name": student.name if student else _("The student")}
        yield Todo(
            kind="placement.asked", sentence=said, action=_("Read and decide"), address=address, since=since,
            who=student.name if student else "", role=student.role if student else "",
        )  # fmt: skip
    elif permissions.is_allowed("placement.ask_for_change", view.roles):
        said = _("Your request for a change of the placement is waiting for an answer.")
        yield Todo(kind="placement.asked", sentence=said, since=since, is_mine=False)


def _unread(view: PlacementView) -> Iterator[Todo]:
    """The last word in the thread, by whoever wrote it; gone once the reader was shown it, or has written there."""
    newest, student = view.unread, _student(view)
    if newest is None:
        return
    known = {"name": newest.by or _("Somebody who has left"), "day": formats.day(newest.at)}
    if student is not None and student.is_of(view.seen_by):
        said = _("%(name)s wrote in your placement on %(day)s.") % known
    elif student is not None and student.name != newest.by:
        said = _("%(name)s wrote in the placement of %(student)s on %(day)s.") % {**known, "student": student.name}
    else:
        said = _("%(name)s wrote in the placement on %(day)s.") % known
    since = max(newest.at, view.since) if view.since is not None else newest.at
    role = next((party.role for party in view.parties if newest.by and party.name == newest.by), "")
    yield Todo(
        kind="placement.message", sentence=said, action=_("Read and answer"), address=page_of_placement(view, THREAD),
        since=since, who=newest.by, role=role,
    )  # fmt: skip


def _dates(view: PlacementView) -> Iterator[NextDate]:
    """The first day of a pause that is to come, and the day on which a placement goes on."""
    today, timing = timezone.localdate(), view.timing
    pause = timing.next_pause(today)
    if pause is None:
        return
    if pause.first > today:
        yield _date(view, pause.first, _("The placement is paused from this day"))
    if pause.last is not None and not timing.has_ended(pause.last + DAY):
        yield _date(view, pause.last + DAY, _("The placement resumes"))


def _date(view: PlacementView, day: date, said: str) -> NextDate:
    student = _student(view)
    if student is not None and Role.STUDENT not in view.roles:
        said = _("%(name)s: %(what)s") % {"name": formats.quoted(student.name), "what": formats.in_sentence(said)}
    return NextDate(day=day, sentence=said, address=page_of_placement(view))


def _student(view: PlacementView) -> PartyRow | None:
    return next((party for party in view.parties if party.role == Role.STUDENT and party.name), None)
