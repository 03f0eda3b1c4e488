"""Answers of a student that only those read whom they chose. Verbs of this tool's api.

`Plan.separately` has the days on which they were agreed: that is all that the plan, and whatever is made of it, says of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.utils import timezone

from ...core.actor import Actor
from ...core.errors import BadRequest
from ...core.permissions import Role
from ...records import private as records
from ...records.private import PrivateView
from ..placements import api as placements
from ..placements.api import PlacementView
from .drafts import storage
from .drafts.last_days import last_days
from .models import Plan, PlanPrivateAnswer
from .schema.layout import USUAL, Layout
from .schema.private import PRIVATE, PRIVATE_BY_NAME


def read_private(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> list[PrivateView]:
    """Return the private answers of a plan that the actor may read: their own, and those for which they were chosen.

    A student finds there the questions, too, that they have not answered. Two queries and the placement's.
    """
    entered = placements.require(actor, "plan.read_private", placement)
    return _readable(actor, entered, usage_key)


def write_private(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    field: str,
    text: str,
    readers: Collection[str],
    is_agreed: bool,
    revision: int,
    layout: Layout = USUAL,
) -> list[PrivateView]:
    """Keep a private answer of the actor's own, for these readers (uids of parties); without a text, take it back.

    `is_agreed`: they agreed to the sentence that the question shows. Raises Invalid at `text`, `readers` or `agreed`, Stale
    where it was changed in another tab since `revision`. Saving what is stored already changes nothing. Nine queries at most.
    """
    place = placements.require_locked(actor, "plan.write_private", placement_id)
    spec = PRIVATE_BY_NAME.get(field)
    if spec is None:
        raise BadRequest()
    about = next(seat.uid for seat in place.parties if seat.is_of(actor))
    roles = {seat.uid: seat.role for seat in place.parties if seat.has_joined and not seat.is_by_link}
    words, chosen = records.check(spec, text, readers, roles, is_agreed)
    view = storage.load(place, usage_key, layout)
    plan_id = view.plan_id or storage.create(view, {}).pk
    if place.since and not revision:  # what somebody said who had this place before goes unread
        PlanPrivateAnswer.objects.filter(plan_id=plan_id, about=about, consented_at__lt=place.since).delete()
    same = PlanPrivateAnswer.objects.filter(plan_id=plan_id, about=about, field=field, text=words, readers=chosen)
    if not same.filter(_agreed_for(place, chosen)).exists():
        records.write(actor, PlanPrivateAnswer, plan_id, about, spec, words, chosen, revision)
        _note_day(plan_id, view.separately, field, is_agreed=bool(words))
    return _readable(actor, place, usage_key)


def _note_day(plan_id: int, noted: Mapping[str, str], field: str, *, is_agreed: bool) -> None:
    """Note in the plan that this was agreed today, or is not any more; what another student agreed stays."""
    if is_agreed:
        Plan.objects.filter(pk=plan_id).update(separately={**noted, field: timezone.localdate().isoformat()})
    elif not PlanPrivateAnswer.objects.filter(plan_id=plan_id, field=field).exists():
        Plan.objects.filter(pk=plan_id).update(separately={name: day for name, day in noted.items() if name != field})


def _agreed_for(place: PlacementView, chosen: Collection[str]) -> Q:
    """The condition that an answer was agreed when all these readers were in their places."""
    came = [seat.joined_at for seat in place.parties if seat.uid in chosen and seat.joined_at is not None]
    return Q(consented_at__gte=max(came)) if came else Q()


def _readable(actor: Actor, place: PlacementView, usage_key: str) -> list[PrivateView]:
    seats = {seat.uid: seat.role for seat in place.parties if seat.is_of(actor)}
    rows = PlanPrivateAnswer.objects.filter(_since(place), plan__placement_id=place.id, plan__usage_key=usage_key)
    last = last_days([place.id]).get(place.id)
    found = records.readable(rows, PRIVATE, seats, last)
    own = next((uid for uid, role in seats.items() if role == Role.STUDENT), None)
    if own is None:
        return found
    answered = {one.field.name for one in found if one.about == own}
    return [*found, *(PrivateView(one, own, is_mine=True) for one in PRIVATE if one.name not in answered)]


def _since(place: PlacementView) -> Q:
    """The condition that an answer was agreed while the actor had their place: whoever had it before is somebody else."""
    return Q(consented_at__gte=place.since) if place.since is not None else Q(pk__in=[])
