"""Where a statement stands, what closes it, and its draft's sections. For this tool's verbs."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid, NotFound
from ....records.drafts import SectionView
from ...placements.api import PLACEMENT, PlacementView
from ...plans import api as plans
from ...plans.api import ToClose
from ..models import Statement, StatementSection
from ..schema.kinds import Kind


def refuse_onboarding(placement: PlacementView) -> None:
    """Raise NotFound where there is no student."""
    if placement.kind != PLACEMENT:
        raise NotFound()


def closed(actor: Actor, placement: PlacementView) -> ToClose:
    """The stay that a statement closes, with the version that it goes by. NotFound in an onboarding."""
    refuse_onboarding(placement)
    return plans.to_close(actor, placement=placement)


def refuse_broken(plan: ToClose) -> None:
    """Raise Invalid where there is a version that is not what was submitted."""
    if plan.version is not None and not plan.version.is_intact:
        raise Invalid(_("The last version is no longer what was submitted. Nothing was issued. Please tell your course team."))


def find(placement_id: int, kind: Kind) -> Statement | None:
    return Statement.objects.filter(placement_id=placement_id, kind=kind.name).first()


def begun(placement: PlacementView, kind: Kind) -> Statement:
    """The placement's statement of a kind, made where there is none yet."""
    found = find(placement.id, kind)
    if found is not None:
        return found
    which = {"placement_id": placement.id, "kind": kind.name}
    try:
        with transaction.atomic():
            return Statement.objects.create(**which, course_key=placement.course_key)
    except IntegrityError:  # somebody else's, a moment ago
        return Statement.objects.select_for_update().get(**which)


def sections_of(statement_id: int | None, kind: Kind, lock: bool = False) -> Mapping[str, SectionView]:
    """The sections of a draft by their names. One query, none where nobody has begun it."""
    found = {section.name: SectionView(section, {}) for section in kind.sections}
    if statement_id is None:
        return found
    rows = StatementSection.objects.select_for_update() if lock else StatementSection.objects.all()
    for row in rows.filter(statement_id=statement_id):
        if row.name in found:
            data = row.data if isinstance(row.data, dict) else {}
            found[row.name] = SectionView(
                kind.by_name[row.name], data, row.revision, row.author_name, row.changed_at, is_stored=True
            )
    return found
