"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .models import Plan, PlanCertificate, PlanSection, PlanSignature, PlanVersion

GONE = "…"


def forget_user(
    user_id: int, *, placement_ids: Sequence[int] = (), names: Sequence[str] = (), left_alone: Sequence[int] = ()
) -> None:
    """Erase the person's names from the drafts of their placements, and the plans that were theirs alone.

    What the parties wrote together stays the others'. A frozen version and its signatures stay as they were agreed, as the
    hash says, and so does a certificate, which is the student's; only the accounts behind them, and who froze or issued
    them, are forgotten.
    """
    Plan.objects.filter(placement_id__in=list(left_alone)).delete()
    PlanSignature.objects.filter(user_id=user_id).update(user=None)
    PlanVersion.objects.filter(frozen_by_user_id=user_id).update(frozen_by_user=None, frozen_by="")
    PlanCertificate.objects.filter(issued_by_user_id=user_id).update(issued_by_user=None, issued_by="")
    PlanSection.objects.filter(changed_by_user_id=user_id).update(changed_by_user=None, changed_by="")
    if names:
        for section in PlanSection.objects.filter(plan__placement_id__in=list(placement_ids)).iterator(chunk_size=100):
            without = _without(section.data, names)
            if without != section.data:
                PlanSection.objects.filter(pk=section.pk).update(data=without)


def _without(value: Any, names: Sequence[str]) -> Any:
    """The same JSON with the names taken out of every text."""
    if isinstance(value, dict):
        return {key: _without(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, names) for inner in value]
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, GONE)
    return value
