"""The draft of a statement, which the host writes. Verbs of the statements api (api.py names them)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid, NotFound, Stale, raise_for_refused
from ....records import storage, validation
from ....records.comparison import differences
from ....records.drafts import SectionView
from ....records.schema import NOTHING, Row, values_of, whole
from ...placements import api as placements
from ...placements.api import PLACEMENT, PlacementView
from ...plans import api as plans
from ...plans.api import ToClose
from ..models import Statement, StatementDraft
from ..schema.sections import STATEMENT, suggested


def save(actor: Actor, *, placement_id: int, revision: int, typed: Mapping[str, Any]) -> SectionView:
    """Keep the draft. Raises PartlySaved at the fields, Stale with both texts, as a section of a plan does."""
    placement = placements.require(actor, "statement.write", placement_id)
    closed(actor, placement)
    return _save(actor, _statement_of(placement), revision, typed)


def copy_from_plan(actor: Actor, *, placement_id: int) -> SectionView:
    """Title, days, tasks and outcomes of the last version as a start. What somebody wrote already stays as it is."""
    placement = placements.require(actor, "statement.write", placement_id)
    plan = closed(actor, placement)
    refuse_broken(plan)
    statement_id = _statement_of(placement)
    draft = draft_of(statement_id)
    offered = suggested(plan.stay)
    answers = draft.answers[0]
    merged = {name: answers[name] or offered.get(name, "") for name in answers}
    for first, last in (("start", "end"), ("virtual_start", "virtual_end")):
        if answers[first] or answers[last]:  # half of a span that somebody wrote is not completed with half of another
            merged |= {first: answers[first], last: answers[last]}
    return _save(actor, statement_id, draft.revision, merged)


def closed(actor: Actor, placement: PlacementView) -> ToClose:
    """The version that a statement closes. NotFound in an onboarding; Invalid where none was submitted."""
    refuse_onboarding(placement)
    plan = plans.to_close(actor, placement=placement)
    if plan is None:
        raise Invalid(_("A certificate can be issued once the plan has been submitted."))
    return plan


def refuse_onboarding(placement: PlacementView) -> None:
    """Raise NotFound where there is no student."""
    if placement.kind != PLACEMENT:
        raise NotFound()


def refuse_broken(plan: ToClose) -> None:
    if not plan.version.is_intact:
        raise Invalid(_("The last version is no longer what was submitted. Nothing was issued. Please tell your course team."))


def statement_id_of(placement_id: int) -> int | None:
    return Statement.objects.filter(placement_id=placement_id).values_list("pk", flat=True).first()


def draft_of(statement_id: int | None, lock: bool = False) -> SectionView:
    rows = StatementDraft.objects.select_for_update() if lock else StatementDraft.objects.all()
    row = None if statement_id is None else rows.filter(statement_id=statement_id).first()
    if row is None:
        return SectionView(STATEMENT, {})
    known = row.data if isinstance(row.data, dict) else {}
    return SectionView(STATEMENT, {"values": values_of(known)}, row.revision, row.author_name, row.changed_at, is_stored=True)


def _statement_of(placement: PlacementView) -> int:
    """The placement's statement, made where there is none yet."""
    made, _is_new = Statement.objects.get_or_create(placement_id=placement.id, defaults={"course_key": placement.course_key})
    return int(made.pk)


def _save(actor: Actor, statement_id: int, revision: int, typed: Mapping[str, Any]) -> SectionView:
    before = draft_of(statement_id)
    rows, wrong = validation.sift(STATEMENT, [typed], NOTHING, before.answers)
    saved = _write(actor, statement_id, before, revision, rows)
    raise_for_refused(wrong, revision=min(revision, saved.revision) if saved is before else saved.revision, saved=saved)
    return saved


def _write(actor: Actor, statement_id: int, before: SectionView, revision: int, rows: Sequence[Row]) -> SectionView:
    """Store the draft, where it is another than `before`; Stale with both texts where somebody saved since `revision`."""
    if rows == whole(STATEMENT, before.answers):
        return before
    if revision == before.revision:
        saved = replace(
            before, data={"values": rows[0]}, revision=revision + 1, changed_by=actor.name, changed_at=timezone.now()
        )
        if storage.write(actor, StatementDraft, {"statement_id": statement_id}, saved):
            return replace(saved, is_stored=True)
        before = draft_of(statement_id, lock=True)  # somebody saved between our reading and our writing
    raise Stale(
        revision=before.revision, differences=differences(STATEMENT, rows, before.answers, NOTHING),
        changed_by=before.changed_by, changed_at=before.changed_at,
    )  # fmt: skip
