"""Whether every frozen version still says what was handed in: for the operator, not an api verb.

Each version's hash covers its text and the hash before it, so a text that was changed, or a version that was taken out of
the middle, shows. The last versions of a plan cut off without a trace do not: nothing after them remembers them.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import documents
from .models import PlanVersion


@dataclass(frozen=True)
class Break:
    """The first version of a plan that does not fit its chain."""

    plan_id: int
    number: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    plans: int
    versions: int
    first_break: Break | None


def verify() -> Verdict:
    """Walk all chains in the order of plans and numbers, in constant memory, up to the first that is broken."""
    plans = versions = 0
    plan_id, number, previous = None, 0, ""
    for row in PlanVersion.objects.order_by("plan_id", "number").iterator(chunk_size=500):
        if row.plan_id != plan_id:
            plan_id, number, previous = row.plan_id, 0, ""
            plans += 1
        versions += 1
        reason = ""
        if row.number != number + 1:
            reason = f"version {number + 1} is missing before it"
        elif row.previous_sha256 != previous:
            reason = "it does not follow the version before it"
        elif documents.digest(row.previous_sha256, row.canonical) != row.sha256:
            reason = "its text is not the one that was handed in"
        if reason:
            return Verdict(plans, versions, Break(row.plan_id, row.number, reason))
        number, previous = row.number, row.sha256
    return Verdict(plans, versions, None)
