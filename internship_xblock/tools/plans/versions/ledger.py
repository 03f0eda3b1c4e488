"""The ledger of plans: versions that were submitted, and the signatures under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, JSONField, Max, OuterRef, Subquery, When

from ....records.ledger import VERSION, Ledger
from ..models import Plan, PlanRecord, PlanVersion


def _place(plan_id: int) -> Mapping[str, Any] | None:
    return Plan.objects.filter(pk=plan_id).values("placement_id", "course_key", "usage_key").first()


LEDGER = Ledger(PlanRecord, _place)
_LAST = (
    PlanRecord.objects.filter(record_id=OuterRef("plan_id"), kind=VERSION)
    .order_by().values("record_id").annotate(last=Max("number")).values("last")
)  # fmt: skip
VERSIONS = PlanVersion.objects.annotate(is_recorded=LEDGER.is_recorded(PlanVersion), last_recorded=Subquery(_LAST))
IS_LAST = ~Exists(PlanVersion.objects.filter(plan_id=OuterRef("plan_id"), number__gt=OuterRef("number")))
PEOPLE_OF_LAST = Case(When(IS_LAST, then="people"), default=None, output_field=JSONField())
