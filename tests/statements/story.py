"""A statement written and issued, as those who write it do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from internship_xblock.core.actor import Actor
from internship_xblock.tools.statements import api as statements


def write_outcomes(actor: Actor, placement_id: int, level: str = "achieved") -> None:
    """Say the same of every outcome of the plan, where that is not what stands there."""
    view = statements.open_statement(actor, placement=placement_id)
    assert view.closes is not None
    assert view.draft is not None
    draft = view.draft["outcomes"]
    rows = [{"uid": one.uid, "level": level, "evidence": "A note", "words": "Well"} for one in view.closes.stay.outcomes]
    statements.save(actor, placement_id=placement_id, section="outcomes", revision=draft.revision, typed=rows)


def issue_statement(actor: Actor, placement_id: int, answers: Mapping[str, Any]) -> statements.Issued:
    """Write the draft whole and issue it."""
    view = statements.open_statement(actor, placement=placement_id)
    assert view.draft is not None
    assert view.closes is not None
    revision, name = view.draft["statement"].revision, view.closes.stay.student.split()[-1]
    typed = [{**answers, "family_name": name}]
    statements.save(actor, placement_id=placement_id, section="statement", revision=revision, typed=typed)
    write_outcomes(actor, placement_id)
    proof = statements.to_issue(actor, placement_id=placement_id)
    return statements.issue(actor, placement_id=placement_id, shown=proof.shown)


def statement_revision(actor: Actor, placement_id: int) -> int:
    view = statements.open_statement(actor, placement=placement_id)
    assert view.draft is not None
    return view.draft["statement"].revision
