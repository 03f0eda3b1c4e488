"""The periods that the university planned, put into a plan before anybody opens it. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ....records import authorship as written
from ....records import drafts, provenance
from ....records.models import KEY_LIMIT
from ...placements import api as placements
from ..drafts import storage
from ..rules import PlanRules
from ..schema.layout import Layout
from . import filling, starting

SECTION = "periods"


def set_days(actor: Actor, *, placement_id: int, usage_key: str, periods: Sequence[tuple[date, date]], layout: Layout) -> bool:
    """Fill the periods of a plan in which nobody has written any. False where somebody has, or the plan asks for none.

    They are marked as any answer that was filled in, until somebody has made them theirs (records/provenance.py).
    """
    if not 0 < len(usage_key) <= KEY_LIMIT or SECTION not in layout.by_name:
        return False
    permissions.require(actor, "plan.set_days", permissions.course_roles(actor, actor.course_key))
    view = storage.load(placements.require_locked(actor, "plan.set_days", placement_id), usage_key, layout, lock=True)
    before = view.sections[SECTION]
    if not starting.is_untouched(before):
        return False
    answers = {SECTION: [{"start": first.isoformat(), "end": last.isoformat()} for first, last in periods]}
    found = filling.fill(
        filling.Source(answers), PlanRules(layout=layout), first_day=min(first for first, _last in periods),
        only={SECTION},
    )  # fmt: skip
    rows = found.rows.get(SECTION, [])
    if not rows:
        return False
    now = timezone.now()
    data = drafts.data(before.spec, rows, before, {}, written.mark(actor.account, actor.name, now))
    data["origins"] = provenance.filled(before.spec, rows, provenance.FILE)
    saved = replace(before, data=data, revision=before.revision + 1, changed_by=actor.name, changed_at=now)
    return storage.write(actor, view, saved) is not None
