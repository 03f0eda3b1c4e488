"""What a plan's "What next" stands on: how far the plan is, whom and what it waits for beside what its rules find.

`stage` alone decides which sentence is said and whether the plan can be handed in: nothing else on the screen asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ..tools.actor import Actor
from ..tools.plans import api as plans
from ..tools.plans import documents
from ..tools.plans.api import PlanView
from ..tools.plans.substitutes import substitutes

UNWRITTEN, UNSETTLED, COMPLETE, HANDED_IN, RETURNED, APPROVED = (
    "unwritten", "unsettled", "complete", "handed_in", "returned", "approved",
)  # fmt: skip


def stage(*, is_current: bool, status: str, has_errors: bool, is_unwritten: bool) -> str:
    """Return how far a plan is. `status` is the review's of what was handed in, if the draft still says that (`is_current`)."""
    if is_current:
        return {"approved": APPROVED, "returned": RETURNED}.get(status, HANDED_IN)
    if is_unwritten:
        return UNWRITTEN
    return UNSETTLED if has_errors else COMPLETE


def can_be_handed_in(stage: str, has_errors: bool) -> bool:
    """Return whether a plan waits for nothing but being handed in: also one that came back and that nobody changed."""
    return stage in (COMPLETE, RETURNED) and not has_errors


def asks_more(plan: PlanView, document: Mapping[str, Any]) -> bool:
    """Return whether the course has questions by now that a version was not asked, and that nobody has answered."""
    return bool(set(plan.layout.by_name) - set(plans.Layout.of(document).by_name))


def missing(plan: PlanView, may_invite: bool) -> dict[str, list[str]]:
    """Among those who sign a plan: the roles that nobody is named for, and who is named and has not joined.

    Only somebody who may invite them is told of the latter: the others can do nothing about it.
    """
    roles = plans.MUST_SIGN[plan.layout.kind]
    second = substitutes(plan.sections["parties"].rows)
    seats = [seat for seat in plan.placement.parties if seat.role in roles and seat.name and seat.uid not in second]
    named = {seat.role for seat in seats}
    return {
        "unnamed": [plan.layout.role_label(role) for role in roles if role not in named],
        "unjoined": [seat.name for seat in seats if may_invite and not seat.has_joined],
    }


def certificate_due(actor: Actor, plan: PlanView) -> date | None:
    """The day by which a plan's certificate is due: None before the last day is over, and once one was issued.

    Three queries after the last day, none before it.
    """
    ends = [documents.as_date(row["end"]) for row in plan.sections["periods"].rows] if "periods" in plan.sections else []
    last = max((day for day in ends if day is not None), default=None)
    if not plan.versions or last is None or last >= timezone.localdate():
        return None
    if plans.certificate(actor, placement=plan.placement, usage_key=plan.usage_key).issued:
        return None
    return last + timedelta(weeks=plans.CERTIFICATE_WEEKS)
