"""What plans say on Today: for each placement its plan's sentences (next/words.py), with its days and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ....core import permissions
from ....core.actor import Actor
from ....core.closing import Closing, closings_of
from ....core.today import Part, Todo, joined
from ....ui.pages.blocks import Blocks
from ....ui.surface import html_id_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ...reviews import api as reviews
from ...reviews.api import Standing
from .. import api as plans
from ..api import Agreement, BegunPlan, Comment, PlanView, VersionView
from ..rules import PlanRules
from .block import PlanBlock
from .next.counted import COUNTED
from .next.facts import About
from .next.placed import meetings, papers, periods
from .next.progress import Progress
from .next.stay import days_of
from .next.words import to_begin


@dataclass
class Closings:
    """How far the ends of an actor's placements are: asked once for all, when the first of them is due."""

    actor: Actor
    placements: Sequence[PlacementView]

    @cached_property
    def found(self) -> Mapping[int, Closing]:
        return closings_of(self.actor, self.placements)


@dataclass
class BegunProgress(Progress):
    """How far a plan is that was read with many others."""

    actor: Actor
    plan: PlanView
    rules: PlanRules
    begun_plan: BegunPlan
    reviewed: Standing | None
    page: str
    closings: Closings

    @property
    def address(self) -> str:
        return self.page

    @property
    def html_id(self) -> str:
        return html_id_of(self.plan.usage_key)

    @property
    def version(self) -> VersionView | None:
        return self.begun_plan.version

    @property
    def standing(self) -> Standing | None:
        return self.reviewed

    @property
    def agreement(self) -> Agreement | None:
        return self.begun_plan.agreement(self.actor)

    @property
    def said(self) -> Sequence[Comment]:
        return self.begun_plan.comments

    @property
    def closing(self) -> Closing | None:
        return self.closings.found.get(self.plan.placement.id)


def part(actor: Actor, views: Sequence[PlacementView]) -> Part:
    """Return what is said of the plans of these placements. Six queries at most, and the platform's for each block."""
    blocks = Blocks("plan", "internship_plan", PlanBlock)
    begun = plans.several_plans(actor, views=views)
    submitted = [one.plan_id for one in begun if one.version is not None]
    standings = reviews.standings(actor, views=views, kind=plans.KIND, subject_ids=submitted)
    closings = Closings(actor, [one.placement for one in begun if one.version is not None])
    parts = [_said(actor, one, standings.get(one.plan_id), closings, blocks) for one in begun]
    known = {one.placement.id for one in begun}
    todos = [_to_begin(view, blocks) for view in placements.usable(actor, "plan.open", views) if view.id not in known]
    return joined([*parts, Part(todos=[todo for todo in todos if todo is not None], counted=COUNTED)])


def _said(actor: Actor, one: BegunPlan, standing: Standing | None, closings: Closings, blocks: Blocks) -> Part:
    place = one.placement
    settings = blocks.settings(place.course_key, one.usage_key)
    if settings is None:  # the author took the block out of the course
        return Part()
    there = replace(actor, course_key=place.course_key)  # as everything about a placement is asked: from its own course
    begun = replace(one, placement=replace(place, seen_by=there))
    view = begun.view(settings.layout)
    if view is None:
        return Part()
    page = blocks.address(place.course_key, one.usage_key, place.id)
    said = BegunProgress(there, view, settings.rules, begun, standing, page, closings).part
    return replace(
        said, periods=list(periods(view)), meetings=list(meetings(view, page)),
        papers=list(papers(view, one.plan_id, one.version, page)), stays=_stay(view),
    )  # fmt: skip


def _stay(view: PlanView) -> dict[int, tuple[date, date]]:
    """The first day and the last, where both are known."""
    first, last = days_of(view)
    return {view.placement.id: (first, last)} if first is not None and last is not None else {}


def _to_begin(place: PlacementView, blocks: Blocks) -> Todo | None:
    usage_key = blocks.first(place.course_key, place.kind)
    if not usage_key:
        return None
    about = About(place=place, address=blocks.address(place.course_key, usage_key, place.id), html_id=html_id_of(usage_key))
    return to_begin(about, is_mine=permissions.is_allowed("plan.fill", place.roles))
