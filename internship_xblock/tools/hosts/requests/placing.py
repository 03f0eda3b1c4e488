"""Make placements of the places that a host offers. A verb of this tool's api."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.errors import Invalid
from ...coordination.api import PlanPlace
from ...placements import api as placements
from ...placements.api import PartyRow
from ...plans import api as plans
from ..models import OfferedMentor, OfferedPlace, PlaceRequest
from ..storage import require_request


@dataclass(frozen=True)
class Placed:
    """The placements of a request, in the order of its places. `is_new`: they were made just now."""

    placement_ids: tuple[int, ...]
    is_new: bool


def make_placements(actor: Actor, *, request_id: int, place: PlanPlace | None) -> Placed:
    """Make an empty placement of each place that a host offers, once, however often and by however many it is asked for.

    Each has the mentor who was named for it, as far as there are any, and the period where the course has a plan that takes
    it (`place`). Nobody owns them. Ten queries or so for each.

    Raises Invalid where nothing is offered.
    """
    with transaction.atomic():
        row = require_request(actor, "host.make_placements", request_id)
        if row.made_at is not None:
            ids = OfferedPlace.objects.select_for_update().filter(request=row).order_by("number")
            return Placed(tuple(ids.values_list("placement_id", flat=True)), False)
        if row.revoked_at is not None or not row.offered:
            raise Invalid(_("The host offers no places, so there are no placements to create."))
        mentors = {one.position: one for one in OfferedMentor.objects.select_for_update().filter(request=row)}
        made = [_made(actor, row, number, mentors.get(number), place) for number in range(1, row.offered + 1)]
        PlaceRequest.objects.filter(pk=row.pk).update(made_at=timezone.now())
        events.happened(actor, "host.make_placements", "", request_id=row.pk)
    return Placed(tuple(made), True)


def _made(actor: Actor, row: PlaceRequest, number: int, mentor: OfferedMentor | None, place: PlanPlace | None) -> int:
    party = PartyRow(
        uid=placements.new_uid(), role="mentor", organisation=row.host.name, name=mentor.name if mentor else "",
        email=mentor.email if mentor else "",
    )  # fmt: skip
    view = placements.set_up(actor, course_key=row.course_key, rows=[party])
    if place is not None:
        plans.set_days(
            actor, placement_id=view.id, usage_key=place.usage_key, periods=[(row.first_day, row.last_day)],
            layout=place.layout,
        )  # fmt: skip
    OfferedPlace.objects.create(request=row, number=number, placement_id=view.id)
    return view.id
