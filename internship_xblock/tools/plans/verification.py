"""Whether all that was submitted and signed is still there and says what it said: for the operator, not an api verb.

What is compared with what: records/verification.py. A plan's ledger has versions and the signatures under them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...records.ledger import VERSION
from ...records.verification import Break, Kept, Kind, Place, breaks_of, in_batches
from .models import Plan, PlanRecord, PlanSignature, PlanVersion
from .schema.layout import EVERY

KINDS = (Kind(VERSION, "submitted", tuple(EVERY.values())),)


@dataclass
class Verdict:
    """What was looked at, and all that is broken."""

    plans: int = 0
    versions: int = 0
    signatures: int = 0
    breaks: list[Break] = field(default_factory=list)


def verify_hash_chains() -> Verdict:
    """Compare all plans with the record, some at a time, to the last one."""
    verdict = Verdict()
    for some in in_batches(PlanVersion.objects.all(), PlanRecord.objects.all(), VERSION, _places):
        _add_signatures(some)
        for kept in some.values():
            verdict.plans += bool(kept.texts[VERSION])
            verdict.versions += len(kept.texts[VERSION])
            verdict.signatures += len(kept.signatures)
            verdict.breaks += breaks_of(kept, KINDS)
    return verdict


def told(one: Break) -> str:
    """Say a break in words, for the operator."""
    return one.told("Plan")


def _places(plan_ids: Sequence[int]) -> dict[int, Place]:
    return {plan.pk: (plan.placement_id, plan.course_key, plan.usage_key) for plan in Plan.objects.filter(pk__in=plan_ids)}


def _add_signatures(found: Mapping[int, Kept]) -> None:
    rows = PlanSignature.objects.filter(version__plan_id__in=list(found))
    rows = rows.select_related("version").defer("version__canonical")
    for signature in rows.order_by("version__plan_id", "version__number", "pk"):
        found[signature.version.plan_id].signatures.append(signature)
