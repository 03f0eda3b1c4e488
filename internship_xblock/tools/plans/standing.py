"""What this tool knows of how placements stand: how far the newest plan of each is. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from ...core import standing
from ...core.standing import Known, day_of, site_today
from ...records import signatures as records
from ...records.signatures import Marks
from ..placements.api import PlacementView
from ..reviews import api as reviews
from .drafts.last_days import first_and_last_days
from .models import Plan, PlanVersion
from .schema import frozen_text
from .versions import ledger, signatures

KIND = "plan"
_BEGUN = Plan.objects.order_by("pk").values_list("placement_id", "pk", "created")
_LAST = PlanVersion.objects.filter(ledger.IS_LAST).values_list("pk", "plan_id", "frozen_at", "canonical")
_REVIEWED = {reviews.APPROVED: standing.APPROVED, reviews.RETURNED: standing.RETURNED}


def standings(placements: Collection[PlacementView]) -> Known:
    """Return how far the newest plan of each placement is, and its first day and last. Five queries at most.

    Where a placement was ended early, the last day is that one, and afterwards nobody's signature is awaited.
    """
    today = site_today()
    ids = [place.id for place in placements]
    begun = {placement_id: (plan_id, day_of(created)) for placement_id, plan_id, created in _BEGUN.filter(placement_id__in=ids)}
    planned = first_and_last_days(ids)
    found = {place.id: _days(place, planned.get(place.id), today) for place in placements}
    submitted = _submitted([plan_id for plan_id, _since in begun.values()])
    for pk, (plan_id, since) in begun.items():
        drafted = {"plan": standing.DRAFT, "plan_since": since}
        found[pk] |= submitted.get(plan_id, drafted)
    for place in placements:
        if place.timing.has_ended(today) and found[place.id].get("plan") == standing.UNSIGNED:
            found[place.id] |= {"plan": standing.SUBMITTED, "unsigned": ()}
    return found


def _days(place: PlacementView, planned: tuple[date | None, date | None] | None, today: date) -> dict[str, Any]:
    """The first day and the last, as far as either is known, and when to look again at what ends."""
    first, last = planned or (None, None)
    end = place.timing.last_day(last)
    first = min(first, end) if first is not None and end is not None else first  # ended before it had begun
    said: dict[str, Any] = {} if end is None and first is None else {"first_day": first, "last_day": end}
    again = place.timing.look_again_on(today)
    return said if again is None else {**said, "look_again_on": again}


def _submitted(plan_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """How far the last version of each of these plans is, of those that have one. Three queries at most."""
    last = {plan_id: (pk, day_of(at), text) for pk, plan_id, at, text in _LAST.filter(plan_id__in=list(plan_ids))}
    marks = signatures.marks_of_versions([pk for pk, _since, _text in last.values()])
    status = reviews.statuses(kind=KIND, subject_ids=list(last))
    return {
        plan_id: _how_far(status.get(plan_id, ""), since, _unsigned(text, marks.get(pk, {})))
        for plan_id, (pk, since, text) in last.items()
    }


def _how_far(status: str, since: date, unsigned: tuple[str, ...]) -> dict[str, Any]:
    how = _REVIEWED.get(status, standing.SUBMITTED)
    if unsigned and how != standing.RETURNED:  # what was returned is signed when it has been mended
        how = standing.UNSIGNED
    return {"plan": how, "plan_since": since, "unsigned": unsigned if how == standing.UNSIGNED else ()}


def _unsigned(text: str, signed: Marks) -> tuple[str, ...]:
    """The parties who must sign a version and have not, in its order."""
    document = frozen_text.read(text)
    signers = signatures.signers_of(document)
    lines = records.lines(document.get("parties", []), signed, signers)
    return tuple(line.party_uid for line in lines if line.must and not line.signed_at)
