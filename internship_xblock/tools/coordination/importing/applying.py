"""Keep a sheet, show what it will do, and do it, some placements at a time. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ....core.authorship import by, signed
from ....core.errors import Invalid, NotFound, ToolError
from ....core.language.text import NAME_LIMIT, clean_line
from ...placements import api as placements
from ...placements.api import LetterLine, PartyRow, PlacementView
from ...plans import api as plans
from . import planning, sheets, tables
from .models import KEPT, KnownPlacement, PlacementSheet
from .planning import CHANGED, MADE, REFUSED, SAME, Step
from .sheets import Intended, Problem

TOGETHER = 25  # placements that one press, or one step of it, makes


@dataclass(frozen=True)
class Outcome:
    """What came of one placement of a sheet. `invited` are the names of those to whom an invitation is on its way.

    `unsent` are those who were to be invited, and nobody could send it: they have no link either.
    """

    external_id: str
    line: int
    kind: str
    placement_id: int = 0
    invited: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    unsent: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetView:
    """A sheet as who sent it sees it: what is done of it (`outcomes`), what would be done with the rest (`steps`).

    `letters` are the invitations in its placements since it was begun, and how far each has come.
    """

    id: int
    name: str
    made_at: datetime
    count: int
    outcomes: Sequence[Outcome]
    steps: Sequence[Step]
    is_started: bool
    is_done: bool
    letters: Sequence[LetterLine] = ()


@dataclass(frozen=True)
class PlanPlace:
    """The plan of a course that its placements begin with: in which block it stands, and what it asks for."""

    usage_key: str
    layout: plans.Layout


# Makes a link for somebody in a placement, in a language ("" for the site's), and has it mailed. Whether it is on its way;
# where the site sends no mail nothing is made.
Invite = Callable[[PlacementView, PartyRow, str], bool]


def keep_sheet(actor: Actor, *, course_key: str, name: str, content: bytes) -> int:
    """Read a file and keep its rows for a day; its number. Invalid, at `file`, where it cannot be read."""
    permissions.require(actor, "coordination.keep_sheet", permissions.course_roles(actor, course_key))
    rows = sheets.intended(tables.read(content))
    now = timezone.now()
    PlacementSheet.objects.filter(made_at__lt=now - KEPT).delete()
    row = PlacementSheet.objects.create(
        course_key=course_key, name=clean_line(name)[:NAME_LIMIT], rows=[one.kept() for one in rows], made_at=now,
        **signed(actor),
    )  # fmt: skip
    return int(row.pk)


def see_sheet(actor: Actor, *, course_key: str, sheet_id: int, has_plan: bool) -> SheetView:
    """A sheet of one's own: what came of it, and what is still to be done, as it would be now. Six queries."""
    permissions.require(actor, "coordination.see_sheet", permissions.course_roles(actor, course_key))
    row = _own(actor, course_key, sheet_id, lock=False)
    rest = [Intended.of(one) for one in row.rows[len(row.outcomes) :]]
    outcomes = [_outcome(one) for one in row.outcomes]
    places = {one.placement_id for one in outcomes if one.invited}
    letters = placements.letters_since(places, row.started_at) if places and row.started_at is not None else ()
    return SheetView(
        row.pk, row.name, row.made_at, len(row.rows), outcomes, planning.steps(course_key, rest, has_plan=has_plan),
        row.started_at is not None, row.done_at is not None, letters,
    )  # fmt: skip


def apply_sheet(
    actor: Actor, *, course_key: str, sheet_id: int, place: PlanPlace | None, invite: Invite, limit: int = TOGETHER
) -> bool:
    """Do the next placements of a sheet; whether it is done. Of two who do at once one waits, and the next press goes on.

    One that fails undoes nothing of the others, and says why among the outcomes. What is done is not done again: an id that the
    course knows by then is compared anew.
    """
    permissions.require(actor, "coordination.apply_sheet", permissions.course_roles(actor, course_key))
    with transaction.atomic():
        before = _own(actor, course_key, sheet_id, lock=False)
        places = _known(course_key, _batch(before, limit))
        for placement_id in sorted(places):  # everybody locks the placements first, in the order of their numbers
            placements.require_locked(actor, "placement.set_up", placement_id)
        here = PlacementSheet.objects.select_for_update().filter(course_key=course_key).order_by("pk")
        list(here.values_list("pk"))  # one sheet of a course at a time: two may be the same register
        row = _own(actor, course_key, sheet_id, lock=True)
        batch = _batch(row, limit)
        if len(row.outcomes) != len(before.outcomes) or not places.issuperset(_known(course_key, batch, lock=True)):
            return _is_done(row)  # somebody went on meanwhile: other placements are to be locked, by the next press
        row.started_at = row.started_at or timezone.now()  # before the first letter of it
        outcomes = [_done(actor, course_key, one, place, invite) for one in batch]
        row.outcomes = [*row.outcomes, *(_kept(one) for one in outcomes)]
        row.done_at = timezone.now() if _is_done(row) else None
        row.save(update_fields=["outcomes", "started_at", "done_at"])
    return _is_done(row)


def _batch(row: PlacementSheet, limit: int) -> list[Intended]:
    """The next placements of a sheet."""
    start = len(row.outcomes)
    return [Intended.of(one) for one in row.rows[start : start + limit]]


def _known(course_key: str, batch: Sequence[Intended], lock: bool = False) -> set[int]:
    """Those of them that are there already."""
    return set(planning.known_places(course_key, [one.external_id for one in batch], lock=lock).values())


def _is_done(row: PlacementSheet) -> bool:
    return len(row.outcomes) >= len(row.rows)


def _own(actor: Actor, course_key: str, sheet_id: int, lock: bool) -> PlacementSheet:
    rows = PlacementSheet.objects.select_for_update() if lock else PlacementSheet.objects
    alive = rows.filter(by(actor), pk=sheet_id, course_key=course_key, made_at__gte=timezone.now() - KEPT)
    found = alive.first()
    if found is None:
        raise NotFound()
    return found


def _done(actor: Actor, course_key: str, one: Intended, place: PlanPlace | None, invite: Invite) -> Outcome:
    """Do what one placement of a sheet asks for; all of it, or nothing and why."""
    try:
        with transaction.atomic():
            return _do(actor, course_key, one, place, invite)
    except IntegrityError:  # somebody made the same one this moment: what is to be done with it is another question now
        try:
            with transaction.atomic():
                return _do(actor, course_key, one, place, invite)
        except (IntegrityError, ToolError) as error:
            return _refused(one, error)
    except ToolError as error:
        return _refused(one, error)


def _refused(one: Intended, error: Exception) -> Outcome:
    words = str(error.message) if isinstance(error, ToolError) else ""
    if isinstance(error, Invalid) and error.fields:
        words = " ".join(str(said) for messages in error.fields.values() for said in messages)
    return Outcome(one.external_id, one.lines[0], REFUSED, problems=(Problem(one.lines[0], "", words),))


def _do(actor: Actor, course_key: str, one: Intended, place: PlanPlace | None, invite: Invite) -> Outcome:
    known = planning.known_places(course_key, [one.external_id], lock=True)
    views = {pk: placements.require_locked(actor, "placement.set_up", pk) for pk in known.values()}  # as they are this moment
    (step,) = planning.steps_of([one], known, views, has_plan=place is not None)
    at = (one.external_id, one.lines[0])
    if step.kind == REFUSED:
        return Outcome(*at, REFUSED, problems=step.problems)
    view = _placed(actor, course_key, one, step)
    is_filled = place is not None and bool(step.days) and plans.set_days(
        actor, placement_id=view.id, usage_key=place.usage_key, periods=step.days, layout=place.layout
    )  # fmt: skip
    kind = SAME if step.kind == CHANGED and not (step.changes or is_filled) else step.kind
    invited, unsent = _invited(view, step, invite)
    return Outcome(*at, kind, view.id, invited, unsent=unsent)


def _placed(actor: Actor, course_key: str, one: Intended, step: Step) -> PlacementView:
    """The placement of a step, made or changed where that is asked for."""
    if step.view is None:
        view = placements.set_up(actor, course_key=course_key, rows=step.rows)
        KnownPlacement.objects.create(placement_id=view.id, course_key=course_key, external_id=one.external_id)
        return view
    if not step.changes:
        return step.view
    return placements.set_up(
        actor, course_key=course_key, rows=step.rows, placement_id=step.view.id, revision=step.view.revision
    )  # fmt: skip


def _invited(view: PlacementView, step: Step, invite: Invite) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Invite those of a step; the names of those to whom a letter is on its way, and of those to whom none can be."""
    uids = {row.uid for row in step.letters}
    seats = [row for row in view.parties if row.uid in uids and not row.has_joined]
    went = {row.uid: invite(view, row, step.intended.language) for row in seats}
    return tuple(row.name for row in seats if went[row.uid]), tuple(row.name for row in seats if not went[row.uid])


def _kept(one: Outcome) -> dict[str, Any]:
    problems = [[problem.line, problem.column, problem.words] for problem in one.problems]
    return {**vars(one), "invited": list(one.invited), "unsent": list(one.unsent), "problems": problems}


def _outcome(kept: dict[str, Any]) -> Outcome:
    problems = tuple(Problem(*one) for one in kept["problems"])
    return Outcome(**{**kept, "invited": tuple(kept["invited"]), "unsent": tuple(kept["unsent"]), "problems": problems})


__all__ = [
    "CHANGED", "MADE", "REFUSED", "SAME", "TOGETHER", "Invite", "Outcome", "PlanPlace", "SheetView", "apply_sheet",
    "keep_sheet", "see_sheet",
]  # fmt: skip
