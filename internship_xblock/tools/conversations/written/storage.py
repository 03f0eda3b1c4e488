"""How what is written of conversations is read and kept. For this tool's verbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ....core.actor import Identity
from ....core.errors import BadRequest, Invalid, NotFound
from ....core.times import Slot
from ....records.drafts import SectionView
from ....records.reading import as_date
from ....records.schema import FIRST_YEAR, LAST_YEAR
from ...placements.api import PlacementView, new_uid
from ...plans import api as plans
from ..models import Conversation, ConversationSection
from ..schema import BY_NAME
from ..times.values import Agreed, Answer, Proposal
from .values import ConversationView

EXTRAS_LIMIT = 100  # conversations of a placement that nobody had planned
# In every line a conversation with its time, one of its sections, and what one person says of the times that are proposed.
_CONVERSATION = ("pk", "checkpoint", "day", "is_extra", "told_at", "told_by_name", "times_revision")
_AGREED = (
    "starts_at", "minutes", "zone", "place", "link", "attending", "changed_at", "author_id", "author_seat_id", "chosen_by_name",
    "is_off",
)  # fmt: skip
_PROPOSAL = (
    "times", "minutes", "zone", "place", "link", "asked", "proposed_at", "author_id", "author_seat_id", "author_name",
)  # fmt: skip
_SECTION = ("name", "data", "revision", "author_name", "changed_at", "author_id", "author_seat_id")
_ANSWER = ("pk", "author_id", "author_seat_id", "author_name", "answers", "revision", "answered_at")
_PARTS = {"agreed": _AGREED, "proposal": _PROPOSAL, "sections": _SECTION, "proposal__answers": _ANSWER}
COLUMNS = (*_CONVERSATION, *(f"{part}__{name}" for part, names in _PARTS.items() for name in names))
_LINES = Conversation.objects.order_by("day", "pk").values_list(*COLUMNS)


def of_placement(placement_id: int) -> list[ConversationView]:
    """Return what somebody has begun to write in a placement, the earliest day first. One query."""
    return views_of(_LINES.filter(placement_id=placement_id))


def views_of(lines: Iterable[tuple[Any, ...]]) -> list[ConversationView]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for line in lines:
        found.setdefault(line[0], []).append(line)
    return [_view(stored) for stored in found.values()]


def _view(lines: Sequence[tuple[Any, ...]]) -> ConversationView:
    """One conversation, of all the lines in which it stands."""
    split = [_split(line) for line in lines]
    (pk, checkpoint, day, is_extra, told_at, told_by, times_revision), parts = split[0]
    answers = {part["proposal__answers"][0]: part["proposal__answers"][1:] for _whole, part in split}
    view = ConversationView(
        checkpoint, day, id=pk, is_extra=is_extra, told_at=told_at, told_by=told_by, times_revision=times_revision,
        agreed=_agreed(*parts["agreed"]) if parts["agreed"][0] is not None else None,
        proposal=_proposal(answers, *parts["proposal"]) if parts["proposal"][0] is not None else None,
    )  # fmt: skip
    sections, last = dict(view.sections), None
    for name, data, revision, changed_by, changed_at, author_id, seat_id in (part["sections"] for _whole, part in split):
        if name in sections:
            sections[name] = section_view(name, data, revision, changed_by, changed_at)
            if last is None or (changed_at and changed_at > last[0]):
                last = (changed_at, Identity(author_id, seat_id))
    return replace(view, sections=sections, writer=last[1] if last else view.writer)


def _split(line: tuple[Any, ...]) -> tuple[tuple[Any, ...], dict[str, tuple[Any, ...]]]:
    at, parts = len(_CONVERSATION), {}
    for part, names in _PARTS.items():
        parts[part] = line[at : at + len(names)]
        at += len(names)
    return line[: len(_CONVERSATION)], parts


def _agreed(
    starts_at: datetime, minutes: int, zone: str, place: str, link: str, attending: Any, changed_at: datetime,
    author_id: int | None, seat_id: int | None, chosen_by: str, is_off: bool,
) -> Agreed:  # fmt: skip
    who = Identity(author_id, seat_id)
    return Agreed(Slot(starts_at, minutes, zone), place, link, tuple(attending), changed_at, who, chosen_by, is_off)


def _proposal(
    answers: Mapping[Any, tuple[Any, ...]], times: Any, minutes: int, zone: str, place: str, link: str, asked: Any,
    proposed_at: datetime, author_id: int | None, seat_id: int | None, name: str,
) -> Proposal:  # fmt: skip
    slots = [Slot(datetime.fromisoformat(at), minutes, zone) for at in times]
    said = [
        Answer(Identity(author, seat), said_by, ticks, revision, at)
        for pk, (author, seat, said_by, ticks, revision, at) in sorted(answers.items(), key=lambda one: one[0] or 0)
        if pk is not None
    ]
    return Proposal(tuple(slots), place, link, tuple(asked), proposed_at, Identity(author_id, seat_id), name, tuple(said))


def proposal_of(row: Conversation) -> Proposal | None:
    """Return the times that are proposed for a conversation that is locked, None for none. One query."""
    view = _timed(row)
    return view.proposal if view is not None else None


def agreed_of(row: Conversation) -> Agreed | None:
    """Return the time that was chosen for a conversation that is locked, None for none. One query."""
    view = _timed(row)
    return view.agreed if view is not None else None


def is_timed(row: Conversation) -> bool:
    """Return whether a time is proposed or chosen for a conversation that is locked. One query."""
    view = _timed(row)
    return view is not None and (view.proposal is not None or view.slot is not None)


def _timed(row: Conversation) -> ConversationView | None:
    """As it stands this moment: a plain read is as old as the transaction."""
    return next(iter(views_of(_LINES.select_for_update().filter(pk=row.pk))), None)


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


def begin_extra(placement: PlacementView, day: date) -> Conversation:
    """Make a conversation that nobody had planned, in a placement that is locked. Invalid where there are too many."""
    if Conversation.objects.filter(placement_id=placement.id, is_extra=True).count() >= EXTRAS_LIMIT:
        raise Invalid(_("There is room for %(count)d conversations that nobody had planned.") % {"count": EXTRAS_LIMIT})
    return Conversation.objects.create(
        placement_id=placement.id, checkpoint=new_uid(), day=day, is_extra=True, course_key=placement.course_key
    )


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
