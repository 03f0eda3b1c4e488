"""Moving the days of a plan's draft. Verbs of this tool's api.

Versions stay as they were signed: what moves is the draft, as a change of whoever moves it, and the next version is agreed as
ever. What was filled in and confirmed by nobody stays marked: another day makes it nobody's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import Invalid, NotAllowed
from ....core.moving import Wanted
from ....records import authorship, drafts, provenance
from ....records.drafts import SectionView
from ....records.frozen import digest_of
from ....records.schema import Row
from ...placements import api as placements
from ...placements.api import PlacementView
from ..rules import PlanRules
from ..rules.moving import DAYS, RowMove, Shift, moved_rows
from ..schema import frozen_text
from . import rights, storage
from .values import PlanView

WEEKS_LIMIT = 104


@dataclass(frozen=True)
class Moving:
    """What moving a draft would do: by section its rows that have days. `shown` is the digest of it."""

    plan: PlanView
    days: int
    rows: Mapping[str, list[RowMove]]
    shown: str


def would_move(actor: Actor, *, placement: int | PlacementView, usage_key: str, wanted: Wanted, settings: PlanRules) -> Moving:
    """Return what `move_dates` would do now. Nothing is stored. Two queries, and the placement's.

    Raises Invalid at `weeks`, `first` or `last` where that is no way to move these days.
    """
    entered = placements.require(actor, "plan.move_dates", placement)
    return _moving(storage.with_versions(storage.load(entered, usage_key, settings.layout)), wanted)


def move_dates(actor: Actor, *, placement_id: int, usage_key: str, wanted: Wanted, settings: PlanRules, shown: str) -> Moving:
    """Move what is to come in a draft. All or nothing; `shown` is of what this person has read. A query for each section.

    Raises Invalid as `would_move` does, and where something else would follow by now; NotAllowed where this person may not
    write in one of the sections that move.
    """
    with transaction.atomic():
        entered = placements.require_locked(actor, "plan.move_dates", placement_id)
        view = storage.with_versions(storage.load(entered, usage_key, settings.layout, lock=True))
        found = _moving(view, wanted)
        if found.shown != shown:
            raise Invalid(_("The plan has changed since you read what would move. Nothing was moved: look again."))
        for name, rows in found.rows.items():
            if any(one.moves for one in rows):
                _store(actor, view, name, rows)
        events.happened(
            actor, "plan.move_dates", usage_key, placement_id=placement_id, plan_id=view.plan_id or 0, days=found.days
        )
    return found


def _moving(view: PlanView, wanted: Wanted) -> Moving:
    sections = {name: view.sections[name] for name in DAYS if name in view.sections}
    periods = sections["periods"].rows if "periods" in sections else []
    shift = Shift(_days(wanted, *frozen_text.first_and_last(periods)), timezone.localdate())
    try:
        rows = {name: list(moved_rows(name, section.answers, shift)) for name, section in sections.items()}
    except OverflowError:
        raise Invalid(_("One of the days would be further away than a calendar goes.")) from None
    if not any(one.moves for some in rows.values() for one in some):
        raise Invalid(_("Nothing would move: all days that the plan names have passed, or it names none."))
    revisions = {name: section.revision for name, section in sections.items()}
    known = {"days": shift.days, "today": shift.today.isoformat(), "plan": view.plan_id or 0, "revisions": revisions}
    return Moving(view, shift.days, {name: some for name, some in rows.items() if some}, digest_of(known))


def _days(wanted: Wanted, first: date | None, last: date | None) -> int:
    """Return by how many days all moves."""
    given = [name for name in ("weeks", "first", "last") if getattr(wanted, name) is not None]
    if len(given) != 1:
        words = _("Say one of the three: a number of weeks, the new first day or the new last day.")
        raise Invalid(fields={name: [words] for name in (given or ["weeks"])[:1]})
    if wanted.weeks is None:
        return _to_a_day(given[0], wanted.first or wanted.last, first if wanted.first is not None else last)
    if not 0 < abs(wanted.weeks) <= WEEKS_LIMIT:
        words = _("Enter a whole number of weeks from 1 to %(count)d; with a minus sign for earlier.")
        raise Invalid(fields={"weeks": [words % {"count": WEEKS_LIMIT}]})
    return wanted.weeks * 7


def _to_a_day(name: str, wanted: date | None, planned: date | None) -> int:
    """Return by how many days all moves where the first or the last day is to be another."""
    if planned is None or wanted is None:
        raise Invalid(fields={name: [_("The plan has no period with this day yet. Move it by a number of weeks.")]})
    if name == "first" and planned < timezone.localdate():
        raise Invalid(fields={name: [_("The first day has passed. Enter a number of weeks or a new last day.")]})
    days = (wanted - planned).days
    if days == 0:
        raise Invalid(fields={name: [_("The plan already has this day.")]})
    if abs(days) > WEEKS_LIMIT * 7:
        raise Invalid(fields={name: [_("Check the year: this day is too far away.")]})
    return days


def _store(actor: Actor, view: PlanView, name: str, rows: list[RowMove]) -> None:
    """Keep a section with its moved rows, as the next revision, where this person may write in it."""
    before, now = view.sections[name], timezone.now()
    if not permissions.is_allowed("plan.edit", rights.roles_in(view.placement, view.rights, name)):
        words = _("“%(part)s” would move too, and there you cannot write: %(who)s decides who can. Nothing was moved.")
        raise NotAllowed(words % {"part": before.spec.title, "who": rights.owner_name(view.placement)})
    later = {one.number: one.after for one in rows}
    kept: list[Row] = [later.get(number, row) for number, row in enumerate(before.answers, start=1)]
    data = drafts.data(before.spec, kept, before, {}, authorship.mark(actor.account, actor.name, now))
    marked = _marks(before, kept)
    saved = replace(
        before, data={**data, **({"origins": {**data.get("origins", {}), **marked}} if marked else {})},
        revision=before.revision + 1, changed_by=actor.name, changed_at=now,
    )  # fmt: skip
    if storage.write(actor, view, saved) is None:
        raise Invalid(_("Somebody wrote in the plan at this moment. Nothing was moved: look again."))


def _marks(before: SectionView, rows: list[Row]) -> dict[str, Any]:
    """The marks of what still says what was filled in, for the same with other days."""
    found: dict[str, Any] = {}
    for origin in set(before.standing.values()):
        digests = provenance.filled(before.spec, rows, origin)
        found |= {key: one for key, one in digests.items() if before.standing.get(key) == origin}
    return found
