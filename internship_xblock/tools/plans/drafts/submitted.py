"""A draft beside what was submitted of it. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....core.actor import Actor
from ....core.errors import NotFound
from ....records.frozen import digest_of
from ...placements import api as placements
from ..models import PlanVersion
from ..schema import frozen_text
from ..schema.headings import Heading
from ..schema.layout import Layout
from ..versions.comparison import Changed, between
from ..versions.reading import agreement_of, version_view
from ..versions.signatures import Agreement
from ..versions.values import VersionView
from .values import PlanView


def agreement_under(actor: Actor, *, plan: PlanView, version: VersionView) -> Agreement:
    """Return the signatures under a version of a plan that this person has opened, and the line to sign. One query."""
    entered = placements.require(actor, "plan.versions", plan.placement)
    if version.plan_id != plan.plan_id:
        raise NotFound()
    return agreement_of(actor, entered, version)


@dataclass(frozen=True)
class NextVersion:
    """What a draft becomes when it is submitted as it stands: its number, what it says, and what differs from the last one."""

    number: int
    document: Mapping[str, Any]
    changed: Sequence[Changed]

    @property
    def shown(self) -> str:
        """The digest of what it says: with it `submit` freezes this text and no other."""
        return digest_of(self.document)


def next_version(actor: Actor, *, plan: PlanView, headings: Sequence[Heading], last: VersionView | None) -> NextVersion:
    """Return what would be frozen, for somebody who may submit it. `last` is the last version, None for none. No query."""
    placements.require(actor, "plan.submit", plan.placement)
    document = plan.document(headings)
    return NextVersion(plan.last_number + 1, document, between(last.document, document) if last is not None else ())


def as_submitted(
    actor: Actor, *, plan: PlanView, headings: Sequence[Heading], version: VersionView | None = None
) -> Mapping[str, Any] | None:
    """Return what the last version says where the draft says the same, None where it says something else by now.

    What counts are the questions that the course asked then: an author who asks more, or less, today changes no agreement. No
    query where the course asks what it asked, or where `version`, the last one, was read before; else one.
    """
    placements.require(actor, "plan.open", plan.placement)
    document = plan.document(headings)
    if plan.plan_id is None or not plan.versions:
        return None
    if plan.is_in_last_version(document):
        return document
    last = version if version is not None and version.plan_id == plan.plan_id else _read(plan.plan_id, plan.versions[-1].number)
    return last.document if last is not None and _says_the_same(plan, last) else None


def _read(plan_id: int, number: int) -> VersionView | None:
    row = PlanVersion.objects.filter(plan_id=plan_id, number=number).first()
    return version_view(row) if row is not None else None


def _says_the_same(plan: PlanView, last: VersionView) -> bool:
    """Whether the draft, asked what the course asked then, still says what this version says."""
    then = last.document
    layout = Layout.of(then)
    asked = layout.by_name
    if layout.kind != plan.layout.kind:
        return False
    if any(section.is_begun for name, section in plan.sections.items() if name not in asked):
        return False
    data = {name: section.data for name, section in plan.sections.items()}
    again = frozen_text.build(plan.sections["parties"].rows, data, (), layout, plan.separately)
    again["headings"] = then.get("headings", [])
    again |= {name: then[name] for name in asked if name not in plan.sections and name in then}
    return frozen_text.freeze(again, last.people or {})[0] == last.canonical
