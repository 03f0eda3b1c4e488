"""The draft of a statement: saving it, filling it from what is confirmed. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.errors import BadRequest, Stale, raise_for_refused
from ....core.language.text import LINE_LIMIT
from ....records import authorship, drafts, storage, validation
from ....records.comparison import differences
from ....records.drafts import SectionView
from ....records.schema import NOTHING, Row, Section, whole
from ...logs import api as logs
from ...placements import api as placements
from ...plans import api as plans
from ...plans.api import Stay
from ..models import StatementSection
from ..schema import kinds, sections
from ..schema.kinds import STUDENT, Kind
from .storage import begun, closed, refuse_broken, refuse_onboarding, sections_of


def save(actor: Actor, *, placement_id: int, section: str, revision: int, typed: Sequence[Mapping[str, Any]]) -> SectionView:
    """Keep a section of a draft. Raises PartlySaved at the fields, Stale with both texts, as a section of a plan does."""
    kind = kinds.kind_with(section)
    placement = placements.require(actor, kind.write, placement_id)
    refuse_onboarding(placement)
    spec = kind.by_name[section]
    if spec.has_rows:
        texts = {one.uid: one.text for one in plans.stay_to_close(actor, placement=placement).outcomes}
        if not {str(row.get("uid")) for row in typed} <= set(texts):
            raise BadRequest()
        typed = [{**row, "text": texts[str(row["uid"])]} for row in typed]
    return _save(actor, begun(placement, kind).pk, kind, spec, revision, typed)


def copy_from_plan(actor: Actor, *, placement_id: int, kind: str = STUDENT) -> None:
    """Fill what nobody has written yet from the last version, and the hours from the log as far as it is shared."""
    chosen = kinds.kind_of(kind)
    placement = placements.require(actor, chosen.write, placement_id)
    plan = closed(actor, placement)
    refuse_broken(plan)
    statement_id = begun(placement, chosen).pk
    views = sections_of(statement_id, chosen)
    if kind == STUDENT:
        counted = logs.counted(actor, placement=placement)
        _fill(actor, statement_id, chosen, views[sections.STATEMENT.name], sections.suggested(plan.stay, counted.hours))
        _fill_outcomes(actor, statement_id, chosen, views[sections.OUTCOMES.name], plan.stay, counted.touched)
    else:
        _fill(actor, statement_id, chosen, views[sections.HOSTING.name], sections.suggested_hosting(plan.stay))


def _fill(actor: Actor, statement_id: int, kind: Kind, draft: SectionView, offered: Row) -> None:
    """Fill empty answers. Half of a span that somebody wrote is not completed with half of another."""
    (answers,) = draft.answers
    merged = {name: answers[name] or offered.get(name, "") for name in answers}
    for first, last in draft.spec.spans:
        if answers[first] or answers[last]:
            merged |= {first: answers[first], last: answers[last]}
    _save(actor, statement_id, kind, draft.spec, draft.revision, [validation.as_typed(draft.spec, merged)])


def _fill_outcomes(
    actor: Actor, statement_id: int, kind: Kind, draft: SectionView, stay: Stay, touched: Mapping[str, int]
) -> None:
    """The evidence that the plan asked for and how often the log names the outcome; never how far the student came."""
    rows = sections.outcome_rows(stay, draft.rows)
    for row, one in zip(rows, stay.outcomes, strict=True):
        said = [*one.evidence]
        if count := touched.get(one.uid, 0):
            said.append(ngettext("%(count)d entry in the log", "%(count)d entries in the log", count) % {"count": count})
        row["evidence"] = row["evidence"] or "\n".join(said)[:LINE_LIMIT]
    if rows:
        typed = [validation.as_typed(draft.spec, row) for row in rows]
        _save(actor, statement_id, kind, draft.spec, draft.revision, typed)


def _save(
    actor: Actor, statement_id: int, kind: Kind, spec: Section, revision: int, typed: Sequence[Mapping[str, Any]]
) -> SectionView:
    before = sections_of(statement_id, kind)[spec.name]
    rows, wrong = validation.sift(spec, typed, NOTHING, before.answers)
    if spec.has_rows:
        named = {row["uid"] for row in rows}
        rows = [*rows, *(row for row in before.rows if row["uid"] not in named)]
    saved = _write(actor, statement_id, kind, before, revision, rows)
    raise_for_refused(wrong, revision=min(revision, saved.revision) if saved is before else saved.revision, saved=saved)
    return saved


def _write(actor: Actor, statement_id: int, kind: Kind, before: SectionView, revision: int, rows: list[Row]) -> SectionView:
    """Store a section, where it is another than `before`; Stale with both texts where somebody saved since `revision`."""
    spec = before.spec
    if rows == whole(spec, before.answers):
        return before
    if revision == before.revision:
        now = timezone.now()
        data = drafts.data(spec, rows, before, {}, authorship.mark(actor.user_id, actor.name, now))
        saved = replace(before, data=data, revision=revision + 1, changed_by=actor.name, changed_at=now)
        if storage.write(actor, StatementSection, {"statement_id": statement_id, "name": spec.name}, saved):
            return replace(saved, is_stored=True)
        before = sections_of(statement_id, kind, lock=True)[spec.name]  # somebody saved between our reading and our writing
    raise Stale(
        revision=before.revision, differences=differences(spec, rows, before.answers, NOTHING),
        changed_by=before.changed_by, changed_at=before.changed_at,
    )  # fmt: skip
