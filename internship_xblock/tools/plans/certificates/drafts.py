"""The draft of a certificate, which the host writes. Verbs of the plans api (api.py names them)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid, Stale, raise_for_refused
from ....records import storage, validation
from ....records.comparison import differences
from ....records.drafts import SectionView
from ....records.schema import NOTHING, Row, values_of, whole
from ...placements import api as placements
from ..models import Plan, PlanCertificateDraft, PlanVersion
from ..schema import frozen_text
from ..versions import ledger
from ..versions.signatures import is_intact
from .sections import CERTIFICATE, suggested


def save_certificate(
    actor: Actor, *, placement_id: int, usage_key: str, revision: int, typed: Mapping[str, Any]
) -> SectionView:
    """Keep the draft. Raises PartlySaved at the fields, Stale with both texts, as a section of a plan does."""
    placement = placements.require(actor, "plan.write_certificate", placement_id)
    return _save(actor, opened(placement.id, usage_key), revision, typed)


def copy_into_certificate(actor: Actor, *, placement_id: int, usage_key: str) -> SectionView:
    """Title, days, tasks and outcomes of the last version as a start. What somebody wrote already stays as it is."""
    placement = placements.require(actor, "plan.write_certificate", placement_id)
    plan_id = opened(placement.id, usage_key)
    draft = draft_of(plan_id)
    version = last_version_of(plan_id)
    refuse_broken(version)
    offered = suggested(frozen_text.thaw(version.canonical, version.people))
    answers = draft.answers[0]
    merged = {name: answers[name] or offered.get(name, "") for name in answers}
    for first, last in (("start", "end"), ("virtual_start", "virtual_end")):
        if answers[first] or answers[last]:  # half of a span that somebody wrote is not completed with half of another
            merged |= {first: answers[first], last: answers[last]}
    return _save(actor, plan_id, draft.revision, merged)


def refuse_broken(version: PlanVersion) -> None:
    if not is_intact(version):
        raise Invalid(_("The last version is no longer what was submitted. Nothing was issued. Please tell your course team."))


def plan_of(placement_id: int, usage_key: str) -> tuple[int | None, int | None]:
    """The plan, and the number of its last version. One query."""
    found = Plan.objects.filter(placement_id=placement_id, usage_key=usage_key).order_by("-versions__number")
    return found.values_list("pk", "versions__number").first() or (None, None)


def opened(placement_id: int, usage_key: str) -> int:
    """The plan, if a version of it was submitted."""
    plan_id, version = plan_of(placement_id, usage_key)
    if plan_id is None or version is None:
        raise Invalid(_("A certificate can be issued once the plan has been submitted."))
    return plan_id


def last_version_of(plan_id: int) -> PlanVersion:
    return ledger.VERSIONS.filter(plan_id=plan_id).order_by("-number")[0]  # `opened` found one, none is ever deleted


def draft_of(plan_id: int | None, lock: bool = False) -> SectionView:
    rows = PlanCertificateDraft.objects.select_for_update() if lock else PlanCertificateDraft.objects.all()
    row = None if plan_id is None else rows.filter(plan_id=plan_id).first()
    if row is None:
        return SectionView(CERTIFICATE, {})
    known = row.data if isinstance(row.data, dict) else {}
    return SectionView(CERTIFICATE, {"values": values_of(known)}, row.revision, row.author_name, row.changed_at, is_stored=True)


def _save(actor: Actor, plan_id: int, revision: int, typed: Mapping[str, Any]) -> SectionView:
    before = draft_of(plan_id)
    rows, wrong = validation.sift(CERTIFICATE, [typed], NOTHING, before.answers)
    saved = _write(actor, plan_id, before, revision, rows)
    raise_for_refused(wrong, revision=min(revision, saved.revision) if saved is before else saved.revision, saved=saved)
    return saved


def _write(actor: Actor, plan_id: int, before: SectionView, revision: int, rows: Sequence[Row]) -> SectionView:
    """Store the draft, where it is another than `before`; Stale with both texts where somebody saved since `revision`."""
    if rows == whole(CERTIFICATE, before.answers):
        return before
    if revision == before.revision:
        saved = replace(
            before, data={"values": rows[0]}, revision=revision + 1, changed_by=actor.name, changed_at=timezone.now()
        )
        if storage.write(actor, PlanCertificateDraft, {"plan_id": plan_id}, saved):
            return replace(saved, is_stored=True)
        before = draft_of(plan_id, lock=True)  # somebody saved between our reading and our writing
    raise Stale(
        revision=before.revision, differences=differences(CERTIFICATE, rows, before.answers, NOTHING),
        changed_by=before.changed_by, changed_at=before.changed_at,
    )  # fmt: skip
