"""In which blocks a placement has a plan: for whoever is led there, before they have a part in it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from ..models import Plan, PlanVersion

_PLANS = Plan.objects.order_by("-pk").annotate(is_submitted=Exists(PlanVersion.objects.filter(plan_id=OuterRef("pk"))))


def usage_keys(placement_id: int) -> dict[str, bool]:
    """The keys of the blocks, the newest plan first, and whether a version was submitted there. One query."""
    return dict(_PLANS.filter(placement_id=placement_id).values_list("usage_key", "is_submitted"))
