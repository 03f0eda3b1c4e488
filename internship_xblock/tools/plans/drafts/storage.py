"""How a draft is read and kept: few queries, and a claim of the next revision. For this tool's api only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor, Identity
from ....core.authorship import signed
from ....core.errors import BadRequest, NotFound, Stale
from ....core.revisions import claim
from ....records import authorship
from ....records import storage as records
from ....records.drafts import SectionView
from ....records.models import KEY_LIMIT
from ....records.schema import Row, filled, whole
from ...placements.api import PlacementView
from ..models import Plan, PlanComment, PlanSection, PlanVersion
from ..schema.layout import Layout
from ..schema.sections import BY_NAME
from ..versions import ledger
from ..versions.values import VersionLine
from . import rights
from .values import PlanView

# What the queries of every page ask for, put together once. In each line a plan, and one of its sections.
COLUMNS = (
    "pk", "rights", "rights_revision", "separately", "has_comments",
    "sections__name", "sections__data", "sections__revision", "sections__author_name", "sections__changed_at",
)  # fmt: skip
HAS_COMMENTS = COLUMNS.index("has_comments")
LINES = Plan.objects.annotate(has_comments=Exists(PlanComment.objects.filter(plan_id=OuterRef("pk"))))
_LINES = LINES.values_list(*COLUMNS)
_NEWEST = PlanSection.objects.order_by("-plan_id").values_list("name", "data")
VERSION_COLUMNS = (
    "number", "frozen_at", "sha256", "previous_sha256", "is_recorded", "last_recorded", "author_id", "author_seat_id",
)  # fmt: skip
_VERSIONS = ledger.VERSIONS.values(*VERSION_COLUMNS, frozen_by=F("author_name"), people_of_last=ledger.PEOPLE_OF_LAST)
_LAST = PlanVersion.objects.filter(ledger.IS_LAST).order_by("-plan_id").values_list("canonical", flat=True)
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
    return view_of(placement, usage_key, layout, lines)


def view_of(placement: PlacementView, usage_key: str, layout: Layout, lines: Sequence[tuple[Any, ...]]) -> PlanView:
    """Return a draft from its lines, as COLUMNS has them; none where nobody has begun."""
    plan_id, decided, decided_revision, separately, has_comments = lines[0][:5] if lines else (None, {}, 0, {}, False)
    views = {section.name: SectionView(section, {}) for section in layout.sections}
    for name, data, revision, changed_by, changed_at in (line[5:] for line in lines):
        if name in views:
            known = data if isinstance(data, dict) else {}
            views[name] = SectionView(layout.by_name[name], known, revision, changed_by, changed_at, is_stored=True)
    views["parties"] = people(placement, views["parties"])
    return PlanView(
        plan_id=plan_id, placement=placement, usage_key=usage_key, layout=layout, sections=views,
        rights=rights.read(decided, decided_revision), has_comments=bool(has_comments), separately=separately,
    )  # fmt: skip


def with_versions(view: PlanView) -> PlanView:
    """The same with the list of its versions, without their texts: one query."""
    if view.plan_id is None:
        return view
    return replace(view, versions=tuple(version_line(line) for line in _VERSIONS.filter(plan_id=view.plan_id)))


def version_line(row: Mapping[str, Any]) -> VersionLine:
    """Return a version in a list, from VERSION_COLUMNS, who submitted it and the people of the last one."""
    kept = {name: row[name] for name in VERSION_COLUMNS if not name.startswith("author")}
    author = Identity(row["author_id"], row["author_seat_id"])
    return VersionLine(**kept, frozen_by=row["frozen_by"], written_by=author, people=row["people_of_last"])


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


def write(actor: Actor, view: PlanView, saved: SectionView) -> int | None:
    """Store a section as its next revision; None where somebody else was quicker."""
    if view.plan_id is None:
        return int(create(view, {saved.name: saved}, actor).pk)
    if saved.name == "periods":
        events.changed(view.placement.course_key, view.placement.id)
    return write_section(actor, view.plan_id, saved)


def write_section(actor: Actor, plan_id: int, saved: SectionView) -> int | None:
    """The same in a plan that somebody has begun."""
    return plan_id if records.write(actor, PlanSection, {"plan_id": plan_id, "name": saved.name}, saved) else None


def write_rights(view: PlanView, decided: Mapping[str, Mapping[str, bool]]) -> bool:
    """Store who may write where as the next revision; False where another tab was quicker."""
    plan_id = view.plan_id or create(view, {}).pk
    return claim(Plan.objects.filter(pk=plan_id), view.rights.revision, column="rights_revision", rights=decided)


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
        words = _("Somebody else started this plan at the same moment. Nothing of yours is lost: reload the page to see both.")
        raise Stale(revision=0, message=words) from None
    events.changed(view.placement.course_key, view.placement.id)
    return plan


def newest(placement_id: int, sections: Sequence[str]) -> dict[str, list[Row]]:
    """For each of these sections its filled rows in the newest plan of the placement that has any."""
    stored = _NEWEST.filter(plan__placement_id=placement_id, name__in=sections)
    found: dict[str, list[Row]] = {name: [] for name in sections}
    for name, data in stored[: _LATEST * len(found)]:
        found[name] = found[name] or filled(BY_NAME[name], data)
    return found


def newest_frozen(placement_id: int, sections: Sequence[str]) -> dict[str, list[Row]]:
    """Return the same as `newest` from what was submitted: of each plan its last version. One query."""
    found: dict[str, list[Row]] = {name: [] for name in sections}
    for text in _LAST.filter(plan__placement_id=placement_id)[:_LATEST]:
        document = json.loads(text)
        for name in found:
            found[name] = found[name] or whole(BY_NAME[name], document.get(name, []))
    return found
