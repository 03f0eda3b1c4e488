"""Whose answers a submission holds: for notices. No verb."""

from __future__ import annotations

from .models import UnitRecord


def learner_of(record_id: int) -> int | None:
    """Return the account whose record of a unit this is; None where it is gone. One query."""
    return UnitRecord.objects.filter(pk=record_id).values_list("learner_id", flat=True).first()
