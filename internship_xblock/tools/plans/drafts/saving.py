"""Saving one section of a plan's draft: by whom, from which revision, and what is said where it cannot be kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import BadRequest, Invalid, NotAllowed, Stale, Words, raise_for_refused
from ....records import authorship, drafts, validation
from ....records.comparison import differences
from ....records.drafts import SectionView
from ....records.schema import Row
from ....records.schema import whole as whole_rows
from ...placements import api as placements
from ...placements.api import PartyRow, PlacementView
from ..models import PlanSection
from ..rules import PlanRules
from ..schema.layout import Layout
from . import rights, storage
from .values import PlanView


def save_section(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    section: str,
    revision: int,
    typed: Sequence[Mapping[str, Any]],
    settings: PlanRules,
    ours: Collection[str] = (),
    whole: bool = False,
) -> PlanView:
    """Keep one section: `typed` are all its rows in order (each with its `uid`), or its single answers as one row.

    `ours` are the rows (or single answers) that the actor makes theirs as they stand, see records/provenance.py.

    A row that is left out or marked `removed` is set aside; it comes back when it is named again. Raises PartlySaved with
    messages at the fields that cannot be kept, when all others are saved; with `whole` Invalid, and nothing is. Raises Stale
    with both texts where somebody saved in between. Saving what is stored already changes nothing, so that a save whose answer
    was lost can be sent again.
    """
    spec = settings.layout.by_name.get(section)
    if spec is None:
        raise BadRequest()
    view = _to_edit(actor, placement_id, usage_key, section, settings.layout)
    around = view.around(settings.headings)
    before = view.sections[section]
    rows, wrong = validation.sift(spec, [row for row in typed if not row.get("removed")], around, before.answers)
    if section == "parties":
        wrong |= _wrong_roles(view.placement, rows)
    if wrong and whole:
        raise Invalid(fields=wrong)
    gone = validation.leaving(spec, [row for row in typed if row.get("removed")], around)
    if rows == whole_rows(spec, before.answers) and before.standing.keys().isdisjoint(ours):
        saved = view
    elif section == "parties":
        saved = _save_parties(actor, view, before, revision, rows, gone, settings)
    else:
        saved = _save_answers(actor, view, before, revision, rows, gone, settings, ours)
    stored = saved.sections[section].revision
    raise_for_refused(wrong, revision=min(revision, stored) if saved is view else stored)
    return storage.with_versions(saved)


def _save_answers(
    actor: Actor,
    view: PlanView,
    before: SectionView,
    revision: int,
    rows: list[Row],
    gone: Mapping[str, Row],
    settings: PlanRules,
    ours: Collection[str],
) -> PlanView:
    """Store a section that is the plan's own; Stale with both texts where somebody saved since `revision`."""
    spec, now = before.spec, timezone.now()
    data = drafts.data(spec, rows, before, gone, authorship.mark(actor.account, actor.name, now), ours)
    if revision != before.revision:
        _stale(view, before, rows, settings)
    saved = replace(before, data=data, revision=revision + 1, changed_by=actor.name, changed_at=now)
    plan_id = storage.write(actor, view, saved)
    if plan_id is None:  # somebody saved between our reading and our writing
        current = storage.load(view.placement, view.usage_key, settings.layout, lock=True)
        _stale(current, current.sections[spec.name], rows, settings)
    return replace(view, plan_id=plan_id, sections={**view.sections, spec.name: saved})


def _wrong_roles(placement: PlacementView, rows: Sequence[Row]) -> dict[str, list[Words]]:
    """Put back the roles that cannot be what was chosen, and say so at each."""
    seats = {seat.uid: seat for seat in placement.parties}
    found: dict[str, list[Words]] = {}
    for row in rows:
        seat = seats.get(row["uid"])
        if seat is None or row["role"] == seat.role or (row["role"] and not seat.has_joined):
            continue
        name = {"name": seat.name or seat.role_label}
        joined = _("%(name)s has joined, so the role stays as it is.") % name
        found[f"parties-{row['uid']}-role"] = [joined if row["role"] else _("Choose a role for this participant.")]
        row["role"] = seat.role
    return found


def _to_edit(actor: Actor, placement_id: int, usage_key: str, section: str, layout: Layout, lock: bool = False) -> PlanView:
    """The draft as it stands, for somebody who may write in this section of it now. Two queries.

    `lock`: as it stands this moment, and so until the transaction ends.
    """
    enter = placements.require_locked if lock else placements.require
    view = storage.load(enter(actor, "plan.open", placement_id), usage_key, layout, lock=lock)
    roles = rights.roles_in(view.placement, view.rights, section)
    if not permissions.is_allowed("plan.edit", roles):
        raise NotAllowed(
            _(
                "Here you can read and comment, but not write: %(who)s decides who can. This was not saved. What you typed "
                "is still on this page, so you can copy it into a comment."
            )
            % {"who": rights.owner_name(view.placement)}
        )
    permissions.require(actor, "plan.edit", roles)
    return view


def _save_parties(
    actor: Actor,
    view: PlanView,
    before: SectionView,
    revision: int,
    rows: list[Row],
    gone: Mapping[str, Row],
    settings: PlanRules,
) -> PlanView:
    spec = before.spec
    missing: dict[str, list[Words]] = {
        f"parties-{row['uid']}-role": [_("Choose a role for this participant.")] for row in rows if not row["role"]
    }
    if missing:
        raise Invalid(fields=missing)
    people = [PartyRow(**row) for row in rows]
    try:
        placement = placements.save_parties(actor, placement_id=view.placement.id, revision=revision, rows=people)
    except Stale:
        current = _to_edit(actor, view.placement.id, view.usage_key, "parties", view.layout, lock=True)
        _stale(current, current.sections["parties"], rows, settings)
    aside = drafts.data(spec, rows, before, gone, authorship.mark(actor.account, actor.name, timezone.now()))["removed"]
    plan_id = view.plan_id
    if aside != before.removed:
        kept = SectionView(spec, {"removed": aside})
        if plan_id is None:
            plan_id = storage.create(view, {"parties": kept}).pk
        else:
            PlanSection.objects.filter(plan_id=plan_id, name="parties").update(data=kept.data)
    people_now = storage.people(placement, replace(before, data={"removed": aside}))
    return replace(view, plan_id=plan_id, placement=placement, sections={**view.sections, "parties": people_now})


def _stale(view: PlanView, stored: SectionView, mine: Sequence[Row], settings: PlanRules) -> NoReturn:
    raise Stale(
        revision=stored.revision,
        differences=differences(stored.spec, mine, stored.answers, view.around(settings.headings)),
        changed_by=stored.changed_by,
        changed_at=stored.changed_at,
    )
