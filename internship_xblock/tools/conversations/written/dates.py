"""The next steps of many placements: for reminders, which go through all placements. No verb: nobody asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..models import ConversationSection
from ..schema import STEPS, Step, steps_of
from .storage import section_view

_STORED = ConversationSection.objects.filter(name=STEPS.name, conversation__told_at__isnull=False).order_by("pk")


@dataclass(frozen=True)
class DatedStep:
    """A next step that is to be done by a day, and the conversation in which it was agreed."""

    conversation_id: int
    step: Step


def due_steps(placement_ids: Collection[int]) -> Mapping[int, list[DatedStep]]:
    """Return the steps of these placements that somebody is to do by a day and has not done, of what was told. One query."""
    lines = _STORED.filter(conversation__placement_id__in=list(placement_ids)).values_list(
        "conversation__placement_id", "conversation_id", "data"
    )
    found: dict[int, list[DatedStep]] = {}
    for placement_id, conversation_id, data in lines:
        for step in steps_of(section_view(STEPS.name, data, 0, "", None)):
            if step.who and step.by is not None and not step.is_done:
                found.setdefault(placement_id, []).append(DatedStep(conversation_id, step))
    return found
