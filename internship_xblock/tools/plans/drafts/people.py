"""The people whom a plan names beside its parties: contacts, and who looks at the evidence. A verb of this tool's api."""

from __future__ import annotations

from typing import Any

from ....core import permissions
from ....core.actor import Actor
from ....core.language.personal_names import names_in
from ....records.schema import rows_of, values_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import PlanSection
from ..schema.layout import EVERY

_NAMING = {
    name: tuple(field.name for field in section.fields if field.names_people)
    for name, section in EVERY.items()
    if name != "parties" and any(field.names_people for field in section.fields)
}
_LATEST = 5  # plans of a placement that are looked through


def people(actor: Actor, *, placement: int | PlacementView) -> tuple[str, ...]:
    """Return the names in a placement's plans, as far as somebody may open these; of others none. One query.

    What is not written as a name ("the mentor") is none.
    """
    place = placements.require(actor, "placement.open", placement)
    if actor.masquerading or not permissions.is_allowed("plan.open", place.roles):
        return ()
    stored = PlanSection.objects.filter(plan__placement_id=place.id, name__in=_NAMING).order_by("-plan_id")
    found: dict[str, None] = {}
    for name, data in stored.values_list("name", "data")[: _LATEST * len(_NAMING)]:
        for row in _answers(data):
            for answer in _NAMING[name]:
                found.update(dict.fromkeys(names_in(str(row.get(answer) or ""))))
    return tuple(found)


def _answers(data: Any) -> list[dict[str, Any]]:
    return [*rows_of(data), values_of(data)] if isinstance(data, dict) else []
