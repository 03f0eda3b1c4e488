"""Who signs a plan, and who of them is not there yet."""

from __future__ import annotations

from ....placements.api import PartyRow
from ... import api as plans
from ...api import PlanView
from ...schema.substitutes import substitutes


def signers(plan: PlanView) -> list[PartyRow]:
    """Return those who are named in a role that must sign, without whoever steps in for another."""
    second = substitutes(plan.sections["parties"].rows)
    roles = plans.MUST_SIGN[plan.layout.kind]
    return [seat for seat in plan.placement.parties if seat.role in roles and seat.name and seat.uid not in second]


def unnamed(plan: PlanView) -> list[str]:
    """Return the roles that must sign and that nobody is named for, in words."""
    named = {seat.role for seat in signers(plan)}
    return [plan.layout.role_label(role) for role in plans.MUST_SIGN[plan.layout.kind] if role not in named]


def unjoined(plan: PlanView) -> list[PartyRow]:
    """Return those who sign and have not joined. Who was here and has left has joined once."""
    return [seat for seat in signers(plan) if not seat.has_joined and seat.joined_at is None]
