"""Starting a plan from something: which plans of one's own there are, what would be filled in, and filling it in.

Verbs of this tool's api (api.py names them). What fills is a `Source` (filling.py), whoever made it; only sections that nobody
has begun are ever written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Q, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import keyset, permissions
from ....core.actor import Actor
from ....core.errors import BadRequest, NotFound
from ....core.permissions import Role
from ....records import authorship as written
from ....records import drafts, provenance
from ....records.drafts import SectionView
from ....records.schema import Row, Section
from ...placements import api as placements
from ...placements.api import PlacementView
from ..drafts import rights, storage
from ..drafts.values import PlanView
from ..models import Plan
from ..rules import PlanRules
from ..schema import frozen_text
from ..schema.layout import Layout
from . import copying, filling
from .filling import Filling, Source
from .remarks import Remark

EARLIER_LIMIT = 25  # plans of one's own on a page of those to choose from


@dataclass(frozen=True)
class Filled:
    """What a source gives a plan, or gave it: sections filled, sections left as they stood, what there is to say.

    `answers` are the rows by section (single answers as the only row).
    """

    answers: Mapping[str, list[Row]]
    left: tuple[Section, ...]
    remarks: tuple[Remark, ...]
    layout: Layout
    headings: tuple[Mapping[str, str], ...] = ()

    @property
    def filled(self) -> tuple[Section, ...]:
        return tuple(self.layout.by_name[name] for name in self.answers)

    @property
    def parts(self) -> list[frozen_text.Part]:
        """How it reads, section by section, without those that stay empty."""
        rows = {name: rows if self.layout.by_name[name].has_rows else rows[0] for name, rows in self.answers.items()}
        return [part for part in frozen_text.outline({**rows, **self.layout.kept, "headings": self.headings}) if part.items]


@dataclass(frozen=True)
class EarlierPlan:
    """A plan of one's own in a list. `is_elsewhere`: it belongs to another course."""

    plan_id: int
    title: str
    changed_at: datetime
    is_elsewhere: bool


@dataclass(frozen=True)
class EarlierPage:
    """Some of a person's earlier plans. `more` is how many come after them, `after` the way there."""

    rows: tuple[EarlierPlan, ...]
    more: int = 0
    after: str = ""

    @property
    def next(self) -> int:
        """How many stand on the next page."""
        return min(self.more, EARLIER_LIMIT)


def earlier(actor: Actor, *, placement: int | PlacementView, usage_key: str, search: str = "", after: str = "") -> EarlierPage:
    """A page of the actor's other plans that somebody wrote in, the newest first, to fill this one from; in other courses too.

    A plan for a new employee is not offered for an internship, nor the other way round. `search` finds in the names and
    organisations of the people in them; `after` is that of the page above.

    Three queries and the placement's.
    """
    entered = placements.require(actor, "plan.open", placement)
    written = Max("sections__changed_at", filter=~Q(sections__name="parties"))
    rows: list[tuple[datetime, int, int, int]] = []
    count = 0
    for which in (placements.seated, placements.owned):
        some = which(actor, course_key=None, kind=entered.kind, search=search)
        found = (
            Plan.objects.filter(placement_id__in=some)
            .exclude(placement_id=entered.id, usage_key=usage_key)
            .annotate(written=written)
            .filter(written__isnull=False)
        )
        if after:
            found = found.filter(keyset.beyond(*keyset.parse(after), older=True, field="written"))
        found = found.annotate(in_all=Window(Count("pk"))).order_by("-written", "-pk")
        lines = list(found.values_list("written", "pk", "placement_id", "in_all")[: EARLIER_LIMIT + 1])
        rows, count = [*rows, *lines], count + (lines[0][3] if lines else 0)
    rows.sort(reverse=True)
    shown = rows[:EARLIER_LIMIT]
    own = placements.several(actor, placement_ids={row[2] for row in shown})
    return EarlierPage(
        rows=tuple(
            EarlierPlan(plan_id, own[place].title, changed_at, own[place].course_key != actor.course_key)
            for changed_at, plan_id, place, _in_all in shown
            if place in own
        ),
        more=count - len(shown),
        after=keyset.cursor(shown[-1][0], shown[-1][1]) if len(rows) > EARLIER_LIMIT else "",
    )


def copy_of(actor: Actor, *, plan_id: int, settings: PlanRules) -> Source:
    """A plan of one's own as it stands now, without its people and with their roles for their names. Three queries.

    Also one of another course: it is read as what the actor wrote, and nothing about it can be done from here.
    """
    plan = Plan.objects.filter(pk=plan_id).first()
    view = placements.several(actor, placement_ids=[plan.placement_id]).get(plan.placement_id) if plan is not None else None
    if plan is None or view is None:
        raise NotFound()
    permissions.require(actor, "plan.open", view.roles)
    stored = storage.load(view, plan.usage_key, settings.layout)
    source = copying.for_oneself(stored.without_example().document(settings.headings))
    return replace(source, has_example=stored.has_example)


def would_fill(
    actor: Actor, *, placement_id: int, usage_key: str, source: Source, first_day: date | None, settings: PlanRules
) -> Filled:
    """What `fill` would do now. Nothing is stored. Two queries."""
    view = _to_fill(actor, placement_id, usage_key, settings)
    return _filled(view, _filling(view, source, first_day, settings), settings)


def fill(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    source: Source,
    first_day: date | None,
    settings: PlanRules,
    only: Collection[str] | None = None,
) -> Filled:
    """Write what a source gives into the sections that nobody has begun and in which the actor may write.

    The others stay as they are, to the letter. `only` names the sections that are wanted, None for all; BadRequest where one of
    them is never filled, or not from this source.

    All or nothing, save that a section in which somebody else was quicker stays theirs. One query a section.
    """
    view = _to_fill(actor, placement_id, usage_key, settings, lock=True)
    given = {section.name for section in filling.sections_of(view.layout) if section.name in source.answers}
    if not given.issuperset(only or ()):
        raise BadRequest()
    found = _filling(view, source, first_day, settings, only)
    now = timezone.now()
    saved = {}
    for name, rows in found.rows.items():
        before = view.sections[name]
        data = drafts.data(before.spec, rows, before, {}, written.mark(actor.account, actor.name, now))
        data["origins"] = provenance.filled(before.spec, rows, source.origin)
        saved[name] = replace(before, data=data, revision=before.revision + 1, changed_by=actor.name, changed_at=now)
    with transaction.atomic():
        if view.plan_id is None and saved:
            storage.create(view, saved, actor)
            return _filled(view, found, settings)
        theirs = [name for name, section in saved.items() if storage.write(actor, view, section) is None]
    taken = _("Somebody started “%(part)s” a moment ago, so it stays as they wrote it.")
    words = [Remark(name, taken % {"part": view.layout.by_name[name].title}) for name in theirs]
    mine = {name: rows for name, rows in found.rows.items() if name not in theirs}
    return _filled(view, Filling(mine, (*words, *found.remarks)), settings)


def is_untouched(section: SectionView) -> bool:
    """Whether nothing at all was answered there, not even a choice: only that may be filled."""
    return not any(value for row in section.answers for name, value in row.items() if name != "uid")


def _to_fill(actor: Actor, placement_id: int, usage_key: str, settings: PlanRules, lock: bool = False) -> PlanView:
    """The draft as it stands, for somebody who may write somewhere in it. Two queries."""
    enter = placements.require_locked if lock else placements.require
    view = storage.load(enter(actor, "plan.open", placement_id), usage_key, settings.layout)
    roles = frozenset[Role]().union(*(rights.roles_in(view.placement, view.rights, name) for name in view.sections))
    permissions.require(actor, "plan.fill", roles)
    return view


def _filling(
    view: PlanView, source: Source, first_day: date | None, settings: PlanRules, only: Collection[str] | None = None
) -> Filling:
    empty = {name for name, section in view.sections.items() if name in view.writable and is_untouched(section)}
    if only is not None:
        empty &= set(only)
    standing = view.around(settings.headings).linked
    return filling.fill(source, settings, first_day=first_day, only=empty, standing=standing)


def _filled(view: PlanView, found: Filling, settings: PlanRules) -> Filled:
    sections = filling.sections_of(view.layout)
    left = [one for one in sections if one.name not in found.rows and not is_untouched(view.sections[one.name])]
    headings = tuple({"id": heading.id, "text": heading.kept} for heading in settings.headings)
    return Filled(found.rows, tuple(left), found.remarks, view.layout, headings)
