"""Whether all that was submitted and signed is still there and says what it said: for the operator, not an api verb.

What is compared with what: records/verification.py. A plan's ledger has versions and the signatures under them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...records.ledger import VERSION
from ...records.verification import Break, Kept, Kind, breaks_of
from .models import Plan, PlanRecord, PlanSignature, PlanVersion
from .schema.layout import EVERY

BATCH = 50  # plans looked at together
KINDS = (Kind(VERSION, "submitted", tuple(EVERY.values())),)


@dataclass
class Verdict:
    """What was looked at, and all that is broken."""

    plans: int = 0
    versions: int = 0
    signatures: int = 0
    breaks: list[Break] = field(default_factory=list)


def verify_hash_chains() -> Verdict:
    """Compare all plans with the record, BATCH of them at a time, to the last one."""
    verdict = Verdict()
    known = set(PlanVersion.objects.values_list("plan_id", flat=True).distinct())
    known |= set(PlanRecord.objects.values_list("record_id", flat=True).distinct())
    plan_ids = sorted(known)
    for start in range(0, len(plan_ids), BATCH):
        for kept in _kept(plan_ids[start : start + BATCH]):
            verdict.plans += bool(kept.texts[VERSION])
            verdict.versions += len(kept.texts[VERSION])
            verdict.signatures += len(kept.signatures)
            verdict.breaks += breaks_of(kept, KINDS)
    return verdict


def told(one: Break) -> str:
    """Say a break in words, for the operator."""
    return f"Plan{str(one).removeprefix('Record')}"


def _kept(plan_ids: Sequence[int]) -> list[Kept]:
    places = {plan.pk: (plan.placement_id, plan.course_key, plan.usage_key) for plan in Plan.objects.filter(pk__in=plan_ids)}
    found = {one: Kept(one, places.get(one), {VERSION: []}) for one in plan_ids}
    for version in PlanVersion.objects.filter(plan_id__in=plan_ids).order_by("plan_id", "number"):
        found[version.plan_id].texts[VERSION].append(version)
    signed = PlanSignature.objects.filter(version__plan_id__in=plan_ids).select_related("version").defer("version__canonical")
    for signature in signed.order_by("version__plan_id", "version__number", "pk"):
        found[signature.version.plan_id].signatures.append(signature)
    for line in PlanRecord.objects.filter(record_id__in=plan_ids).order_by("record_id", "position"):
        found[line.record_id].lines.append(line)
    return list(found.values())
