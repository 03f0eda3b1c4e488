"""Whether every frozen version and certificate still says what it said: for the operator, not an api verb.

Each version's hash covers its text and the hash before it, so a text that was changed, or a version that was taken out of
the middle, shows. The last versions of a plan cut off without a trace do not: nothing after them remembers them. A
certificate has a hash of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import documents
from .models import PlanCertificate, PlanVersion


@dataclass(frozen=True)
class Break:
    """The first version of a plan that does not fit its chain, or the first certificate that does not fit its hash."""

    plan_id: int
    number: int
    reason: str
    what: str = "version"


@dataclass(frozen=True)
class Verdict:
    plans: int
    versions: int
    certificates: int
    first_break: Break | None


def verify() -> Verdict:
    """Walk all chains in the order of plans and numbers, then all certificates, in constant memory, up to the first break."""
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
            return Verdict(plans, versions, 0, Break(row.plan_id, row.number, reason))
        number, previous = row.number, row.sha256
    certificates = 0
    for one in PlanCertificate.objects.order_by("plan_id", "number").iterator(chunk_size=500):
        certificates += 1
        if documents.digest("", one.canonical) != one.sha256:
            broken = Break(one.plan_id, one.number, "its text is not the one that was issued", "certificate")
            return Verdict(plans, versions, certificates, broken)
    return Verdict(plans, versions, certificates, None)
