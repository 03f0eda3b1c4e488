"""What the checklists of placements say on Today: what is open before the first day, and what runs out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.language import formats
from .....core.permissions import Role
from .....core.today import Part, Todo, day_as_moment
from ... import api as placements
from ...api import Line, LineStanding, PartyRow, PlacementView
from ...checklist.standing import NEAR
from ..where import page_of_placement
from .fields import lines_in

PLACE = "checks-title"


def completed(actor: Actor, views: Sequence[PlacementView], said: Part) -> Part:
    """Return what all have `said`, their days among it, with what is to be ticked by somebody in these placements. No query."""
    if actor.masquerading:
        return said
    known: dict[tuple[str, str], Sequence[Line]] = {}
    for view in views:
        if (view.course_key, view.kind) not in known:
            known[view.course_key, view.kind] = lines_in(view.course_key, view.kind)
    lines = {view.id: known[view.course_key, view.kind] for view in views}
    today = timezone.localdate()
    found = placements.checklists(actor, views=views, lines=lines)
    waiting = {pk: [one for one in some if _matters(one, today)] for pk, some in found.items()}
    here = [view for view in views if waiting.get(view.id)]
    return replace(
        said, todos=[*said.todos, *(todo for view in here for todo in _todos(view, waiting[view.id], said.stays, today))]
    )


def _matters(one: LineStanding, today: date) -> bool:
    return not one.is_settled(today) or one.runs_out_soon(today)


def _todos(
    view: PlacementView, lines: Sequence[LineStanding], days: Mapping[int, tuple[date, date]], today: date
) -> Iterator[Todo]:
    first, last = days.get(view.id, (None, None))
    end = view.timing.last_day(last)
    if end is not None and end < today:
        return
    mine = [one for one in lines if one.waits_for(today) in view.roles]
    if mine:
        yield _open(view, mine, first, today)
    for one in lines:
        if one.runs_out_soon(today) and {one.line.whose, one.line.seen_by} & {str(role) for role in view.roles}:
            words = _("%(what)s: valid until %(day)s.") % {"what": formats.quoted(one.line.text), "day": formats.day(one.until)}
            yield _todo(view, "placement.runs_out", words, _("See to it"))


def _open(view: PlacementView, mine: Sequence[LineStanding], first: date | None, today: date) -> Todo:
    """What is open for the reader: one by its name, more by their number; first of all what nobody starts without."""
    must = [one for one in mine if one.line.is_must] if first is not None and today >= first - NEAR else []
    said, student = must or mine, _student(view)
    is_own = Role.STUDENT in view.roles or student is None
    sentence = _SENTENCES[bool(must), len(said) == 1, is_own]()
    known = {"what": formats.quoted(said[0].line.text), "n": len(said), "name": student.name if student else ""}
    return _todo(view, "placement.checklist", sentence % known, _("Open the checklist"), _since(view, first) if must else None)


def _since(view: PlacementView, first: date | None) -> datetime | None:
    """From when on it matters: the first day is near, and the reader is there."""
    if first is None:
        return None
    return day_as_moment(max(first - NEAR, view.since.date()) if view.since else first - NEAR)


# By whether nobody starts without it, whether it is one, whether the reader is the student.
_SENTENCES: Mapping[tuple[bool, bool, bool], Callable[[], str]] = {
    (True, True, True): lambda: _("You may not start before this is in place: %(what)s."),
    (True, True, False): lambda: _("%(name)s may not start before this is in place: %(what)s."),
    (True, False, True): lambda: _("You may not start before %(n)d things are in place."),
    (True, False, False): lambda: _("%(name)s may not start before %(n)d things are in place."),
    (False, True, True): lambda: _("Before the first day: %(what)s."),
    (False, True, False): lambda: _("Before the first day of %(name)s: %(what)s."),
    (False, False, True): lambda: _("Before the first day: %(n)d things to see to."),
    (False, False, False): lambda: _("Before the first day of %(name)s: %(n)d things to see to."),
}


def _student(view: PlacementView) -> PartyRow | None:
    return next((one for one in view.parties if one.role == Role.STUDENT and one.name), None)


def _todo(view: PlacementView, kind: str, words: str, label: str, since: datetime | None = None) -> Todo:
    student = _student(view)
    return Todo(
        kind=kind, sentence=words, action=label, address=page_of_placement(view, PLACE), since=since,
        who=student.name if student else "", role=Role.STUDENT.value if student else "",
    )  # fmt: skip
