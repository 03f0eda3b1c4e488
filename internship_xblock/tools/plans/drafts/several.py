"""All plans of several placements at once, for somebody who may open them. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, F, TextField, When

from ....core.actor import Actor
from ....records import comments as records
from ....records.comments import Comment
from ....records.signatures import Marks
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import PlanComment
from ..schema.layout import Layout
from ..versions import ledger, signatures
from ..versions.signatures import Agreement
from ..versions.values import VersionLine, VersionView
from . import storage
from .values import PlanView

_LINES = storage.LINES.values_list("placement_id", "usage_key", *storage.COLUMNS)
_TEXT = Case(When(ledger.IS_LAST, then="canonical"), default=None, output_field=TextField())
# In each line a version, and one of the signatures under it.
_VERSIONS = ledger.VERSIONS.order_by("plan_id", "number", "signatures__pk").values(
    "pk", "plan_id", *storage.VERSION_COLUMNS, *signatures.COLUMNS, frozen_by=F("author_name"),
    people_of_last=ledger.PEOPLE_OF_LAST, text=_TEXT,
)  # fmt: skip
COMMENTS_READ = 500  # open comments, of all these plans


@dataclass(frozen=True)
class BegunPlan:
    """A plan that somebody has begun, without what its course asks: `view` says it under the layout of its block."""

    placement: PlacementView
    usage_key: str
    lines: Sequence[tuple[Any, ...]]
    versions: tuple[VersionLine, ...]
    version: VersionView | None  # the last one, with its text
    marks: Marks  # what was signed under it
    comments: Sequence[Comment]  # the open ones, the oldest first

    @property
    def plan_id(self) -> int:
        return int(self.lines[0][0])

    def view(self, layout: Layout) -> PlanView | None:
        """Return the draft as its course asks for it; None where that asks for another kind of placement."""
        if layout.kind != self.placement.kind:
            return None
        return replace(storage.view_of(self.placement, self.usage_key, layout, self.lines), versions=self.versions)

    def agreement(self, actor: Actor) -> Agreement | None:
        """Return the signatures under the last version, and the line that is the actor's to sign."""
        last = self.version
        if last is None:
            return None
        return signatures.under(actor, self.placement, last.number, last.document, self.marks, last.is_intact)


def several_plans(actor: Actor, *, views: Sequence[PlacementView]) -> list[BegunPlan]:
    """Return the plans of these placements that somebody has begun, of those that the actor may open. Three queries at most.

    Staff who look at a course as somebody else are told of none: a draft is between the parties.
    """
    places = {view.id: view for view in placements.usable(actor, "plan.open", views)}
    found: dict[int, list[tuple[Any, ...]]] = {}
    if places:
        for line in _LINES.filter(placement_id__in=list(places)).order_by("-pk"):
            found.setdefault(line[2], []).append(line)
    versions = _versions(list(found))
    comments = _comments(actor, [pk for pk, lines in found.items() if lines[0][2 + storage.HAS_COMMENTS]])
    begun = []
    for pk, lines in found.items():
        signed = versions.get(pk, [])
        rows = [lines[0] for lines in signed]
        begun.append(
            BegunPlan(
                places[lines[0][0]], lines[0][1], [line[2:] for line in lines],
                tuple(storage.version_line(row) for row in rows),
                _view(rows[-1]) if rows else None, signatures.marks_in(signed[-1]) if signed else {}, comments.get(pk, []),
            )
        )  # fmt: skip
    return begun


def _versions(plan_ids: Sequence[int]) -> dict[int, list[list[dict[str, Any]]]]:
    """The versions of each plan, the last one last; of each a line for every signature under it, one where there is none."""
    found: dict[int, list[list[dict[str, Any]]]] = {}
    for row in _VERSIONS.filter(plan_id__in=plan_ids) if plan_ids else ():
        known = found.setdefault(row["plan_id"], [])
        if not known or known[-1][0]["pk"] != row["pk"]:
            known.append([])
        known[-1].append(dict(row))
    return found


def _view(row: Mapping[str, Any]) -> VersionView:
    """The last version with its text."""
    line = storage.version_line(row)
    return VersionView(**vars(line), plan_id=row["plan_id"], canonical=row["text"])


def _comments(actor: Actor, plan_ids: Sequence[int]) -> dict[int, list[Comment]]:
    """What is open, without its words; where it is very much, the newest of it."""
    found: dict[int, list[Comment]] = {}
    rows = PlanComment.objects.filter(plan_id__in=plan_ids, settled_at=None).order_by("-pk")
    for plan_id, one in records.read_lines(actor, rows, COMMENTS_READ) if plan_ids else ():
        found.setdefault(plan_id, []).insert(0, one)
    return found
