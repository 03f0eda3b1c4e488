"""Whom and what a plan waits for, beside what its rules find: people who are missing, the certificate at the end."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from ..tools.actor import Actor
from ..tools.plans import api as plans
from ..tools.plans import documents
from ..tools.plans.api import PlanView


def missing(plan: PlanView, may_invite: bool) -> dict[str, list[str]]:
    """Among those who sign a plan: the roles that nobody is named for, and who is named and has not joined.

    Only somebody who may invite them is told of the latter: the others can do nothing about it.
    """
    roles = plans.MUST_SIGN[plan.layout.kind]
    substitutes = documents.substitutes(plan.sections["parties"].rows)
    seats = [seat for seat in plan.placement.parties if seat.role in roles and seat.name and seat.uid not in substitutes]
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
