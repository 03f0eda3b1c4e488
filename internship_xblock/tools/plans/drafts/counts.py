"""How many plans a change of an author's settings concerns. Part of the plans api."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from ....core import permissions
from ....core.actor import Actor
from ...reviews import api as reviews
from ..models import Plan, PlanSignature, PlanVersion
from ..versions import ledger, signatures

_SIGNED = PlanSignature.objects.filter(version_id=OuterRef("pk"))


@dataclass(frozen=True)
class PlanCount:
    """The plans of one block that somebody began: `agreed` are those approved, or signed by all who must."""

    agreed: int
    others: int


def count_plans(actor: Actor, *, course_key: str, usage_key: str) -> PlanCount:
    """Return how many plans of a block are agreed in their last version, and how many are not.

    Four queries.
    """
    permissions.require(actor, "plan.count", permissions.course_roles(actor, course_key))
    begun = Plan.objects.filter(course_key=course_key, usage_key=usage_key)
    agreed = reviews.approved(actor, course_key=course_key, usage_key=usage_key, kind="plan")
    last = PlanVersion.objects.filter(plan__in=begun).exclude(plan_id__in=agreed).filter(ledger.IS_LAST, Exists(_SIGNED))
    signed: dict[int, dict[str, PlanSignature]] = {}
    for mark in PlanSignature.objects.filter(version__in=last):
        signed.setdefault(mark.version_id, {})[mark.party_uid] = mark
    for version in last.iterator(chunk_size=100):
        if signatures.is_agreed(json.loads(version.canonical), signed.get(version.pk, {})):
            agreed.add(version.plan_id)
    every = set(begun.values_list("pk", flat=True))
    return PlanCount(agreed=len(every & agreed), others=len(every - agreed))
