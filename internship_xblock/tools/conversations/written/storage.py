"""How what is written of conversations is read and kept. For this tool's verbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ....core.actor import Identity
from ....core.errors import BadRequest, Invalid, NotFound
from ....records.drafts import SectionView
from ....records.reading import as_date
from ....records.schema import FIRST_YEAR, LAST_YEAR
from ...placements.api import PlacementView
from ...plans import api as plans
from ..models import Conversation, ConversationSection
from ..schema import BY_NAME
from .values import ConversationView

# In every line a conversation, and one of its sections.
_CONVERSATION = ("pk", "checkpoint", "day", "is_extra", "told_at", "told_by_name")
_SECTION = ("name", "data", "revision", "author_name", "changed_at", "author_id", "author_seat_id")
COLUMNS = (*_CONVERSATION, *(f"sections__{name}" for name in _SECTION))
_LINES = Conversation.objects.order_by("day", "pk").values_list(*COLUMNS)


def of_placement(placement_id: int) -> list[ConversationView]:
    """Return what somebody has begun to write in a placement, the earliest day first. One query."""
    return views_of(_LINES.filter(placement_id=placement_id))


def views_of(lines: Iterable[tuple[Any, ...]]) -> list[ConversationView]:
    found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for line in lines:
        found.setdefault(line[: len(_CONVERSATION)], []).append(line[len(_CONVERSATION) :])
    return [_view(*conversation, stored=stored) for conversation, stored in found.items()]


def _view(
    pk: int, checkpoint: str, day: date, is_extra: bool, told_at: Any, told_by: str, *, stored: Iterable[tuple[Any, ...]]
) -> ConversationView:
    view = ConversationView(checkpoint, day, id=pk, is_extra=is_extra, told_at=told_at, told_by=told_by)
    sections, last = dict(view.sections), None
    for name, data, revision, changed_by, changed_at, author_id, seat_id in stored:
        if name in sections:
            sections[name] = section_view(name, data, revision, changed_by, changed_at)
            if last is None or (changed_at and changed_at > last[0]):
                last = (changed_at, Identity(author_id, seat_id))
    return replace(view, sections=sections, writer=last[1] if last else view.writer)


def section_view(name: str, data: Any, revision: int, changed_by: str, changed_at: Any) -> SectionView:
    known = data if isinstance(data, dict) else {}
    return SectionView(BY_NAME[name], known, revision, changed_by, changed_at, is_stored=True)


def sections_of(conversation_id: int, lock: bool = False) -> Mapping[str, SectionView]:
    """The sections of a conversation by their names. One query."""
    found = {name: SectionView(section, {}) for name, section in BY_NAME.items()}
    rows = ConversationSection.objects.select_for_update() if lock else ConversationSection.objects.all()
    for row in rows.filter(conversation_id=conversation_id, name__in=list(BY_NAME)):
        found[row.name] = section_view(row.name, row.data, row.revision, row.author_name, row.changed_at)
    return found


def locked(placement: PlacementView, checkpoint: str, day: str, *, make: bool = False) -> Conversation:
    """Return a conversation of a placement, which nobody else changes until the transaction ends. NotFound where there is none.

    `make`: where nobody has written of it yet it is begun, as long as the plan names it.
    """
    which = {"placement_id": placement.id, "checkpoint": checkpoint, "day": parsed(day)}
    if make and not Conversation.objects.filter(**which).exists() and _is_planned(placement, checkpoint, which["day"]):
        try:
            with transaction.atomic():
                Conversation.objects.create(**which, course_key=placement.course_key)
        except IntegrityError:  # somebody else did, a moment ago
            pass
    found = Conversation.objects.select_for_update().filter(**which).first()
    if found is None:
        raise NotFound(_("This conversation cannot be found: it was moved or removed. What you wrote is still here to copy."))
    return found


def now_of(row: Conversation) -> ConversationView:
    """Return what stands this moment in a conversation that is locked. One query."""
    return ConversationView(row.checkpoint, row.day, id=row.pk, sections=sections_of(row.pk, lock=True))


def parsed(day: str) -> date:
    """Return a day as our pages name it; BadRequest for what is none."""
    found = as_date(day)
    if found is None:
        raise BadRequest()
    return found


def typed_day(day: str) -> date:
    """Return a day that somebody typed; Invalid at `day` for what is none that people talk on."""
    found = as_date(day.strip())
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(fields={"day": [_("Choose the day of the conversation.")]})
    return found


def _is_planned(placement: PlacementView, checkpoint: str, day: Any) -> bool:
    """Return whether the plan names it, though it does not take place: who had the page open when it was paused goes on."""
    dates = plans.dates_of([placement.id], as_planned=True).get(placement.id)
    return dates is not None and any(one.uid == checkpoint and day in one.days for one in dates.checkpoints)
