"""Ticking the lines of a checklist, and reading them. Verbs of this tool's api; `lines` are those of the author's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import BadRequest, Invalid, NotAllowed, NotFound
from ..entering import require, require_locked, usable
from ..values import PartyRow, PlacementView
from .lines import Line
from .models import ChecklistTick
from .standing import DONE, OPEN, SEEN, LineStanding, Tick, Ticked, standings

TICKS_LIMIT = 1_000  # of one placement
FAR = timedelta(days=20 * 366)


def checklist(actor: Actor, *, placement: int | PlacementView, lines: Sequence[Line]) -> list[LineStanding]:
    """Return how each line stands in a placement. No query but the placement's, for its number."""
    return _standings(require(actor, "placement.checklist", placement), lines)


def checklists(
    actor: Actor, *, views: Sequence[PlacementView], lines: Mapping[int, Sequence[Line]]
) -> dict[int, list[LineStanding]]:
    """Return the same of several placements at once, of those that have lines. No query."""
    here = [view for view in usable(actor, "placement.checklist", views) if lines.get(view.id)]
    return {view.id: _standings(view, lines[view.id]) for view in here}


def _standings(view: PlacementView, lines: Sequence[Line]) -> list[LineStanding]:
    return standings(lines, Ticked.read(view.ticked), {party.uid: party.name for party in view.parties})


def tick(
    actor: Actor,
    *,
    placement_id: int,
    lines: Sequence[Line],
    line_id: str,
    kind: str,
    until: date | None = None,
    wording: str = "",
) -> list[LineStanding]:
    """Say that a line is done, that one has seen what it names, or that it is open again. Never what it is about itself.

    `until`: the last day on which it is valid, where the line asks for that. `wording`: that of the line as it was read
    (`Line.wording`), "" for that of now. Ticking what is ticked already changes nothing.

    Raises NotAllowed where that is not this person's to say, Invalid where the day is missing or has passed, or where the line
    says something else by now. Three queries.
    """
    with transaction.atomic():
        view = require_locked(actor, "placement.tick", placement_id)
        line = next((one for one in lines if one.id == line_id), None)
        if line is None:
            raise NotFound(_("This line is no longer in the checklist. Reload the page to see it as it is now."))
        seat = _check_role(actor, view, line, kind)
        if kind != OPEN and wording not in ("", line.wording):
            raise Invalid(_("This line was changed while you looked at it. Reload the page and read it before you tick it."))
        rows = ChecklistTick.objects.select_for_update().filter(placement_id=placement_id).order_by("-number")
        newest = rows.first()
        ticked = Ticked.read(newest.standing if newest is not None else "")
        if ticked.number >= TICKS_LIMIT:
            raise Invalid(_("This checklist was ticked too often. Tell your course team."))
        valid, now = _valid(line, kind, until), timezone.now()
        (before,) = standings([line], ticked, {})
        if not _is_said(before, kind, valid):
            ticked = ticked.after(line.id, kind, Tick(seat.uid, now, valid, wording=line.wording))
            ChecklistTick.objects.create(
                placement_id=placement_id, line=line.id, kind=kind, until=valid, at=now, number=ticked.number,
                standing=ticked.text, **signed(actor),
            )  # fmt: skip
            events.happened(actor, "placement.tick", "", placement_id=placement_id)
    return _standings(replace(view, ticked=ticked.text), lines)


def may_tick(view: PlacementView, line: Line, kind: str) -> bool:
    """Return whether somebody with these roles may say this of a line: whose it is, or who looks at it."""
    here = {line.whose} if kind == DONE else {line.seen_by} if kind == SEEN else {line.whose, line.seen_by}
    return not here.isdisjoint({str(role) for role in view.roles})


def _check_role(actor: Actor, view: PlacementView, line: Line, kind: str) -> PartyRow:
    """Return the seat from which the actor says it."""
    if kind not in (DONE, SEEN, OPEN):
        raise BadRequest()
    if not may_tick(view, line, kind):
        raise NotAllowed(_("This line is for somebody else to tick. Nothing was changed."))
    return next(party for party in view.parties if party.is_of(actor))


def _valid(line: Line, kind: str, until: date | None) -> date | None:
    """Return the day to keep: of a line that asks for one, by whoever settles it."""
    if not line.has_until or kind != (SEEN if line.seen_by else DONE):
        return None
    today = timezone.localdate()
    if until is None:
        raise Invalid(fields={"until": [_("Enter the last day on which it is valid.")]})
    if until < today:
        raise Invalid(fields={"until": [_("This day has passed, so it is not valid any more.")]})
    if until > today + FAR:
        raise Invalid(fields={"until": [_("Check the year: this day is too far away.")]})
    return until


def _is_said(before: LineStanding, kind: str, until: date | None) -> bool:
    """Whether a line says just that already: the button was pressed in two windows."""
    if kind == OPEN:
        return not before.is_ticked
    if before.has_run_out(timezone.localdate()):
        return False
    found = before.done if kind == DONE else before.seen
    return found is not None and found.until == until
