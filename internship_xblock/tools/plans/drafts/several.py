"""All plans of several placements at once, for somebody who may open them. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, TextField, When

from ....core.actor import Actor
from ....records import comments as records
from ....records.comments import Comment
from ....records.signatures import Marks
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import PlanComment, PlanSignature, PlanVersion
from ..schema.layout import Layout
from ..versions import ledger, signatures
from ..versions.signatures import Agreement
from ..versions.values import VersionLine, VersionView
from . import storage
from .values import PlanView

_LINES = storage.LINES.values_list("placement_id", "usage_key", *storage.COLUMNS)
_LATER = PlanVersion.objects.filter(plan_id=OuterRef("plan_id"), number__gt=OuterRef("number"))
_TEXT = Case(When(~Exists(_LATER), then="canonical"), default=None, output_field=TextField())
_VERSIONS = ledger.VERSIONS.order_by("plan_id", "number").values(
    "pk", "plan_id", "number", "frozen_at", "sha256", "previous_sha256", "is_recorded", "last_recorded", "people",
    frozen_by=F("author_name"), text=_TEXT,
)  # fmt: skip
_SIGNED = PlanSignature.objects.select_related("version").defer("version__canonical")
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
    """Return the plans of these placements that somebody has begun, of those that the actor may open. Four queries at most.

    Staff who look at a course as somebody else are told of none: a draft is between the parties.
    """
    places = {view.id: view for view in placements.usable(actor, "plan.open", views)}
    found: dict[int, list[tuple[Any, ...]]] = {}
    if places:
        for line in _LINES.filter(placement_id__in=list(places)).order_by("-pk"):
            found.setdefault(line[2], []).append(line)
    versions = _versions(list(found))
    marks = _marks([rows[-1]["pk"] for rows in versions.values()])
    comments = _comments(actor, [pk for pk, lines in found.items() if lines[0][2 + storage.HAS_COMMENTS]])
    begun = []
    for pk, lines in found.items():
        rows = versions.get(pk, [])
        begun.append(
            BegunPlan(
                places[lines[0][0]], lines[0][1], [line[2:] for line in lines],
                tuple(_line(row, row is rows[-1]) for row in rows),
                _view(rows[-1]) if rows else None, marks.get(rows[-1]["pk"], {}) if rows else {}, comments.get(pk, []),
            )
        )  # fmt: skip
    return begun


def _versions(plan_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _VERSIONS.filter(plan_id__in=plan_ids) if plan_ids else ():
        found.setdefault(row["plan_id"], []).append(dict(row))
    return found


def _line(row: Mapping[str, Any], is_last: bool) -> VersionLine:
    kept = {name: row[name] for name in ("number", "frozen_at", "frozen_by", "sha256", "previous_sha256")}
    return VersionLine(
        **kept, is_recorded=row["is_recorded"], last_recorded=row["last_recorded"], people=row["people"] if is_last else None
    )


def _view(row: Mapping[str, Any]) -> VersionView:
    return VersionView(
        number=row["number"], frozen_at=row["frozen_at"], frozen_by=row["frozen_by"], sha256=row["sha256"],
        previous_sha256=row["previous_sha256"], plan_id=row["plan_id"], canonical=row["text"], people=row["people"],
        is_recorded=row["is_recorded"],
    )  # fmt: skip


def _marks(version_ids: Sequence[int]) -> dict[int, dict[str, PlanSignature]]:
    found: dict[int, dict[str, PlanSignature]] = {}
    for mark in _SIGNED.filter(version_id__in=version_ids) if version_ids else ():
        found.setdefault(mark.version_id, {})[mark.party_uid] = mark
    return found


def _comments(actor: Actor, plan_ids: Sequence[int]) -> dict[int, list[Comment]]:
    """What is open, without its words; where it is very much, the newest of it."""
    found: dict[int, list[Comment]] = {}
    rows = PlanComment.objects.filter(plan_id__in=plan_ids, settled_at=None).order_by("-pk")
    for plan_id, one in records.read_lines(actor, rows, COMMENTS_READ) if plan_ids else ():
        found.setdefault(plan_id, []).insert(0, one)
    return found
