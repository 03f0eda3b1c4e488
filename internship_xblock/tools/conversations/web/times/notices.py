"""What people are told of times: that some are proposed, one is chosen or moved, all is withdrawn; and that one is near.

A letter says who, what kind of thing and when; neither the place nor the link, nor who can.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date as Date
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....core.actor import Actor
from .....core.events import Happened
from .....core.notices import Due, NoticeKind, Place, Recipient, ReminderKind, Said
from .....core.times import ChosenTime
from .....ui.surface import html_id_of
from ....placements import api as placements
from ....placements.api import PlacementView
from ....placements.web.notices import doer_in, everybody
from ... import api as conversations
from ...api import ConversationView
from .. import words
from ..activity import PAGES
from .today import PLACE

BEFORE = (3, 1)  # days
WHO_MEET = gettext_lazy("Whoever is to be there")


def _seen(reader: Actor, event: Happened) -> tuple[PlacementView, ConversationView] | None:
    """The conversation as it is now; None where its times changed again since. Raises NotFound for who may not know of it."""
    placement = placements.get(reader, placement_id=event.ids["placement_id"])
    view = conversations.conversation(reader, placement=placement.id, conversation_id=event.ids["conversation_id"])
    return (placement, view) if view.times_revision == event.ids["times"] and not view.is_told else None


def _address(event: Happened, view: ConversationView, place: str = PLACE) -> str:
    page = PAGES.address(event.course_key, "", event.ids["placement_id"])
    return f"{page}#{html_id_of(PAGES.name)}-{words.place_of(view)}{place}"


def _is_for(reader: Actor, placement: PlacementView, asked: Sequence[str]) -> bool:
    return any(party.is_of(reader) for party in conversations.to_be_there(placement, asked))


def _proposed(reader: Actor, event: Happened) -> Said | None:
    found = _seen(reader, event)
    if found is None or found[1].proposal is None or not _is_for(reader, found[0], found[1].proposal.asked):
        return None
    placement, view = found
    proposal = found[1].proposal
    known = {"name": doer_in(placement, event), "times": conversations.times_in_words(len(proposal.slots))}
    said = _("%(name)s proposes %(times)s for a conversation") % known
    return Said(said, _("Say when you can"), _address(event, view))


def _chosen(reader: Actor, event: Happened) -> Said | None:
    found = _seen(reader, event)
    agreed = found[1].held_at if found is not None else None
    if found is None or agreed is None or not _is_for(reader, found[0], agreed.attending):
        return None
    placement, view = found
    known = {"name": doer_in(placement, event), "when": conversations.with_zone(agreed.slot)}
    said = _("%(name)s chose the time of a conversation: %(when)s")
    if event.ids["is_move"]:
        said = _("%(name)s moved a conversation to another time: %(when)s")
    return Said(said % known, _("Open the conversation"), _address(event, view))


def _withdrawn(reader: Actor, event: Happened) -> Said | None:
    found = _seen(reader, event)
    if found is None:
        return None
    placement, view = found
    known = {"name": doer_in(placement, event)}
    said = _("%(name)s has withdrawn the times that were proposed for a conversation")
    if not event.ids["is_proposal"]:
        said = _("%(name)s has withdrawn the time of a conversation")
    return Said(said % known, _("Open the conversation"), _address(event, view))


def _of_proposal(event: Happened) -> Sequence[Recipient]:
    return everybody(event) if event.ids["is_proposal"] else []


def _of_time(event: Happened) -> Sequence[Recipient]:
    return [] if event.ids["is_proposal"] else everybody(event)


# -- the time is near ------------------------------------------------------------------------------------------------------


def _find(places: Sequence[Place]) -> Sequence[Due]:
    known = conversations.chosen_times([place.id for place in places])
    views = placements.everybody([pk for pk, times in known.items() if times])
    return [
        due
        for place in places
        if place.id in views
        for time in known.get(place.id, ())
        if not time.is_off and views[place.id].timing.takes_place(time.slot.day_there)
        for due in _due_of(place, views[place.id], time)
    ]


def _due_of(place: Place, view: PlacementView, time: ChosenTime) -> Sequence[Due]:
    near, day = (place.today, place.today + timedelta(days=1)), time.slot.day_there
    people = [party for party in conversations.to_be_there(view, time.attending) if party.has_joined]
    begins = time.slot.starts_at.isoformat()
    return [
        Due(
            key=f"{place.id}|{time.conversation_id}|{begins}|{before}", on=day - timedelta(days=before),
            recipient=Recipient(place.id, *party.identity), usage_key="",
            ids={"placement_id": place.id, "conversation_id": time.conversation_id, "begins": begins},
        )
        for before in BEFORE
        if day - timedelta(days=before) in near
        for party in people
    ]  # fmt: skip


def _look(placement_ids: Collection[int]) -> Mapping[int, Any]:
    return conversations.chosen_times(placement_ids)


def _remind(reader: Actor, event: Happened, times: Sequence[ChosenTime], today: Date) -> Said | None:
    """One that was moved or withdrawn, or has begun, is not said, nor any in a pause or after the end."""
    begins = datetime.fromisoformat(event.ids["begins"])
    same = (one for one in times if one.conversation_id == event.ids["conversation_id"] and one.slot.starts_at == begins)
    found = next((one for one in same if not one.is_off), None)
    if found is None or found.slot.has_begun(timezone.now()):
        return None
    placement = placements.get(reader, placement_id=event.ids["placement_id"])
    if not _is_for(reader, placement, found.attending) or not placement.timing.takes_place(found.slot.day_there):
        return None
    view = conversations.conversation(reader, placement=placement.id, conversation_id=found.conversation_id)
    known = {"when": conversations.with_zone(found.slot)}
    day = found.slot.day
    if day == today:
        said = _("Today there is a conversation: %(when)s") % known
    elif day == today + timedelta(days=1):
        said = _("Tomorrow there is a conversation: %(when)s") % known
    else:
        said = _("A conversation is coming up: %(when)s") % known
    return Said(said, _("Prepare for it"), _address(event, view, ""))


KINDS = (
    NoticeKind(
        key="conversation.times_proposed", verbs=("conversation.propose_times",), told=everybody, say=_proposed, to=WHO_MEET,
        about="conversation_id", label=gettext_lazy("Times are proposed for a conversation"),
    ),
    NoticeKind(
        key="conversation.time_chosen", verbs=("conversation.choose_time",), told=everybody, say=_chosen, to=WHO_MEET,
        about="conversation_id", label=gettext_lazy("The time of a conversation is chosen, or moved"),
    ),
    NoticeKind(
        key="conversation.times_withdrawn", verbs=("conversation.withdraw_times",), told=_of_proposal, say=_withdrawn,
        about="conversation_id", corrects="conversation.times_proposed", to=gettext_lazy("Those who were told of them"),
        label=gettext_lazy("Proposed times are withdrawn"),
    ),
    NoticeKind(
        key="conversation.time_withdrawn", verbs=("conversation.withdraw_times",), told=_of_time, say=_withdrawn,
        about="conversation_id", corrects="conversation.time_chosen", to=gettext_lazy("Those who were told of it"),
        label=gettext_lazy("The time of a conversation is withdrawn"),
    ),
    ReminderKind(
        key="conversation.time", find=_find, look=_look, say=_remind, to=WHO_MEET,
        label=gettext_lazy("The time of a conversation is in three days, or tomorrow"),
    ),
)  # fmt: skip
