"""How a draft is read and kept: few queries, and a conditional update as the lock. For this tool's api only."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import BadRequest, NotFound, Stale
from ...placements.api import PlacementView
from ..models import KEY_LIMIT, Plan, PlanComment, PlanSection, PlanVersion
from ..schema.layout import Layout
from ..schema.sections import BY_NAME, REMOVED_LIMIT, Row, Section, rows_of
from ..values import PlanView, SectionView, VersionLine
from ..versions import ledger
from . import authorship, provenance, rights

# What the queries of every page ask for, put together once. In each line a plan, and one of its sections.
_LINES = Plan.objects.values_list(
    "pk", "rights", "rights_revision", Exists(PlanComment.objects.filter(plan_id=OuterRef("pk"))),
    "sections__name", "sections__data", "sections__revision", "sections__author_name", "sections__changed_at",
)  # fmt: skip
_VERSIONS = ledger.VERSIONS.values(
    "number", "frozen_at", "sha256", "previous_sha256", "is_recorded", "last_recorded", frozen_by=F("author_name")
)
_NEWEST = PlanSection.objects.order_by("-plan_id").values_list("name", "data")
_LATER = PlanVersion.objects.filter(plan_id=OuterRef("plan_id"), number__gt=OuterRef("number"))
_LAST = PlanVersion.objects.filter(~Exists(_LATER)).order_by("-plan_id").values_list("canonical", flat=True)
_LATEST = 5  # plans looked through for the periods and outcomes of a placement


def load(placement: PlacementView, usage_key: str, layout: Layout, lock: bool = False) -> PlanView:
    """The draft without its versions, with who may write where: one query, whatever it holds.

    A plan of another kind of placement is not found. `lock`: as it stands this moment, and so until the transaction ends.
    """
    if not 0 < len(usage_key) <= KEY_LIMIT:
        raise BadRequest()
    if placement.kind != layout.kind:
        raise NotFound()
    lines = list((_LINES.select_for_update() if lock else _LINES).filter(placement_id=placement.id, usage_key=usage_key))
    plan_id, decided, decided_revision, has_comments = lines[0][:4] if lines else (None, {}, 0, False)
    views = {section.name: SectionView(section, {}) for section in layout.sections}
    for name, data, revision, changed_by, changed_at in (line[4:] for line in lines):
        if name in views:
            known = data if isinstance(data, dict) else {}
            views[name] = SectionView(layout.by_name[name], known, revision, changed_by, changed_at, is_stored=True)
    views["parties"] = people(placement, views["parties"])
    return PlanView(
        plan_id=plan_id, placement=placement, usage_key=usage_key, layout=layout, sections=views,
        rights=rights.read(decided, decided_revision), has_comments=bool(has_comments),
    )  # fmt: skip


def with_versions(view: PlanView) -> PlanView:
    """The same with the list of its versions, without their texts: one query."""
    if view.plan_id is None:
        return view
    return replace(view, versions=tuple(VersionLine(**line) for line in _VERSIONS.filter(plan_id=view.plan_id)))


def people(placement: PlacementView, stored: SectionView) -> SectionView:
    """The placement's people as a section; what the plan itself keeps of them are the rows set aside."""
    rows = [
        {
            "uid": party.uid, "role": party.role, "name": party.name, "organisation": party.organisation,
            "email": party.email, "is_substitute": party.is_substitute, "stand_in": party.stand_in,
        }
        for party in placement.parties
    ]  # fmt: skip
    marks = {
        party.uid: authorship.of_row(stored.spec, row, authorship.mark(party.author_id, party.author_name, party.changed_at))
        for party, row in zip(placement.parties, rows, strict=True)
        if party.changed_at is not None
    }
    return replace(
        stored, data={"rows": rows, "removed": stored.removed, "written": marks}, revision=placement.revision,
        changed_by=placement.changed_by, changed_at=placement.changed_at if placement.revision else None,
    )  # fmt: skip


def comparable(spec: Section, rows: Sequence[Row]) -> list[Row]:
    return [{**spec.blank(row.get("uid", "")), **row} for row in rows]


def data(
    spec: Section,
    rows: list[Row],
    before: SectionView,
    gone: Mapping[str, Row],
    now: authorship.Mark,
    ours: Collection[str] = (),
) -> dict[str, Any]:
    """The section's data with `rows` as its rows: what is left out goes aside, what is named again comes back.

    `gone` holds, by uid, what was just typed in rows that are leaving, so that not even their last words are lost. `now` marks
    what this save changed. `ours` are the rows (or single answers) that somebody made theirs as they stand.
    """
    if not spec.has_rows:
        values = rows[0] if rows else {}
        marks = authorship.after(spec, {"": before.values}, {"": values}, before.marks, now)
        return _with_origins({"values": values, "written": marks}, spec, [values], before, ours)
    named = {row["uid"] for row in rows}
    leaving = [{**gone.get(row["uid"], row), "at": place} for place, row in enumerate(before.rows) if row["uid"] not in named]
    aside = [row for row in before.removed if row["uid"] not in named] + [row for row in leaving if not spec.is_empty(row)]
    aside = aside[-REMOVED_LIMIT:]
    old, new = ({row["uid"]: row for row in (*there, *here)} for there, here in ((before.removed, before.rows), (aside, rows)))
    marks = authorship.after(spec, old, new, before.marks, now)
    return _with_origins({"rows": rows, "removed": aside, "written": marks}, spec, [*aside, *rows], before, ours)


def _with_origins(
    found: dict[str, Any], spec: Section, rows: Sequence[Row], before: SectionView, ours: Collection[str]
) -> dict[str, Any]:
    """The data with what is still kept of where its answers come from; most sections have nothing of it."""
    known = {row["uid"] for row in (*before.rows, *before.removed)}
    kept = provenance.kept(spec, rows, before.origins, known, ours) if before.origins else {}
    return {**found, "origins": kept} if kept else found


def without_removed(section: SectionView) -> dict[str, Any]:
    """The section's data when what was set aside is gone for good. The parties' rows are the placement's."""
    if section.name == "parties":
        return {}
    named = {row["uid"] for row in section.rows}
    marks = {uid: row for uid, row in section.marks.items() if uid in named}
    kept = {key: value for key, value in section.data.items() if key not in ("removed", "origins")}
    left = {uid: list(one) for uid, one in section.origins.items() if uid in named}
    return {**kept, "written": marks, **({"origins": left} if left else {})}


def write(actor: Actor, view: PlanView, saved: SectionView) -> int | None:
    """Store a section as its next revision; None where somebody else was quicker. The update is the lock."""
    if view.plan_id is None:
        return int(create(view, {saved.name: saved}, actor).pk)
    return write_section(actor, view.plan_id, saved)


def write_section(actor: Actor, plan_id: int, saved: SectionView) -> int | None:
    """The same in a plan that somebody has begun."""
    if not saved.is_stored:  # the author switched this section on after the plan was begun
        return _add(actor, plan_id, saved)
    changed = PlanSection.objects.filter(plan_id=plan_id, name=saved.name, revision=saved.revision - 1).update(
        data=saved.data, revision=F("revision") + 1, changed_at=saved.changed_at,
        **signed(actor),
    )  # fmt: skip
    return plan_id if changed else None


def _add(actor: Actor, plan_id: int, saved: SectionView) -> int | None:
    try:
        with transaction.atomic():
            PlanSection.objects.create(
                plan_id=plan_id, name=saved.name, data=saved.data, revision=saved.revision, changed_at=saved.changed_at,
                **signed(actor),
            )  # fmt: skip
    except IntegrityError:
        return None
    return plan_id


def write_rights(view: PlanView, decided: Mapping[str, Mapping[str, bool]]) -> bool:
    """Store who may write where as the next revision; False where another tab was quicker. The update is the lock."""
    plan_id = view.plan_id or create(view, {}).pk
    found = Plan.objects.filter(pk=plan_id, rights_revision=view.rights.revision)
    return bool(found.update(rights=decided, rights_revision=F("rights_revision") + 1))


def create(view: PlanView, saved: Mapping[str, SectionView], actor: Actor | None = None) -> Plan:
    """The first edit: the plan with all its sections. Two people's first edits at once: the second is told so."""
    try:
        with transaction.atomic(savepoint=False):
            plan = Plan(placement_id=view.placement.id, course_key=view.placement.course_key, usage_key=view.usage_key)
            plan.save(force_insert=True)
            PlanSection.objects.bulk_create(
                PlanSection(
                    plan=plan, name=section.name, data=at.data, revision=at.revision, changed_at=at.changed_at,
                    **(signed(actor) if actor else {}),
                )
                if (at := saved.get(section.name)) is not None
                else PlanSection(plan=plan, name=section.name)
                for section in view.layout.sections
            )  # fmt: skip
    except IntegrityError:
        words = _("Somebody else began this plan at the same moment. Nothing of yours is lost: reload the page to see both.")
        raise Stale(revision=0, message=words) from None
    return plan


def newest(placement_id: int, sections: Sequence[str]) -> dict[str, list[Row]]:
    """For each of these sections its filled rows in the newest plan of the placement that has any."""
    stored = _NEWEST.filter(plan__placement_id=placement_id, name__in=sections)
    found: dict[str, list[Row]] = {name: [] for name in sections}
    for name, data in stored[: _LATEST * len(found)]:
        spec = BY_NAME[name]
        found[name] = found[name] or [{**spec.blank(), **row} for row in rows_of(data) if not spec.is_empty(row)]
    return found


def newest_frozen(placement_id: int, sections: Sequence[str]) -> dict[str, list[Row]]:
    """Return the same as `newest` from what was handed in: of each plan its last version. One query."""
    found: dict[str, list[Row]] = {name: [] for name in sections}
    for text in _LAST.filter(plan__placement_id=placement_id)[:_LATEST]:
        document = json.loads(text)
        for name in found:
            found[name] = found[name] or [{**BY_NAME[name].blank(), **row} for row in document.get(name, [])]
    return found
