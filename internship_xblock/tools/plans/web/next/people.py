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


def missing(plan: PlanView, may_invite: bool) -> dict[str, list[str]]:
    """Among those who sign a plan: the roles that nobody is named for, and who is named and has not joined.

    Only somebody who may invite them is told of the latter: the others can do nothing about it. Who was here and has left has
    joined once.
    """
    roles = plans.MUST_SIGN[plan.layout.kind]
    seats = signers(plan)
    named = {seat.role for seat in seats}
    return {
        "unnamed": [plan.layout.role_label(role) for role in roles if role not in named],
        "unjoined": [seat.name for seat in seats if may_invite and not seat.has_joined and seat.joined_at is None],
    }
