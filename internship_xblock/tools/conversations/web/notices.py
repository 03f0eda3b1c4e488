"""What conversations tell people of. Of a concern a mail says only that something waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.events import Happened
from ....core.language import formats
from ....core.notices import Due, NoticeKind, Place, Recipient, ReminderKind, Said
from ....ui.surface import html_id_of
from ...placements import api as placements
from ...placements.web.notices import EVERYBODY, doer_in, everybody
from .. import api as conversations
from ..api import ConversationView, DatedStep
from . import words
from .activity import PAGES
from .times.notices import KINDS as TIMES

WHOSE = gettext_lazy("Whoever is to do it")
WHO_KNOW = gettext_lazy("Whoever raised it and those whom they told; the mail says only that something waits")


def _view(reader: Actor, event: Happened) -> ConversationView:
    """The conversation, as it is now. Raises NotFound or NotAllowed for whoever may not know of it."""
    return conversations.conversation(reader, placement=event.ids["placement_id"], conversation_id=event.ids["conversation_id"])


def _address(event: Happened, view: ConversationView | None = None) -> str:
    page = PAGES.address(event.course_key, "", event.ids["placement_id"])
    return f"{page}#{html_id_of(PAGES.name)}-{words.place_of(view)}" if view is not None else page


def _said(reader: Actor, event: Happened, sentence: str, action: str) -> Said:
    """Say with who did it, and of which day, what happened to a conversation."""
    view = _view(reader, event)
    placement = placements.get(reader, placement_id=event.ids["placement_id"])
    known = {"name": doer_in(placement, event), "day": formats.day(view.held)}
    return Said(sentence % known, action, _address(event, view))


def _told(reader: Actor, event: Happened) -> Said | None:
    return _said(reader, event, _("%(name)s wrote down the conversation on %(day)s"), _("Read it"))


def _changed(reader: Actor, event: Happened) -> Said | None:
    return _said(reader, event, _("%(name)s changed what is written of the conversation on %(day)s"), _("See what changed"))


# -- next steps ------------------------------------------------------------------------------------------------------------


def _find(places: Sequence[Place]) -> Sequence[Due]:
    known = conversations.due_steps([place.id for place in places])
    views = placements.everybody(known)
    found = []
    for place in places:
        if place.id not in views or not views[place.id].timing.takes_place(place.today):
            continue
        seats = {party.uid: party for party in views[place.id].parties}
        for dated in known.get(place.id, ()):
            party, step = seats.get(dated.step.who), dated.step
            if party is None or not party.has_joined or step.by not in (place.today, place.today + timedelta(days=1)):
                continue
            found.append(
                Due(
                    key=f"{place.id}|{dated.conversation_id}|{step.uid}|{step.who}|{step.by.isoformat()}", on=step.by,
                    recipient=Recipient(place.id, *party.identity), usage_key="",
                    ids={
                        "placement_id": place.id, "conversation_id": dated.conversation_id, "step": step.uid, "who": step.who,
                        "day": step.by.isoformat(),
                    },
                )
            )  # fmt: skip
    return found


def _look(placement_ids: Collection[int]) -> Mapping[int, Any]:
    return conversations.due_steps(placement_ids)


def _remind(reader: Actor, event: Happened, steps: Sequence[DatedStep], today: date) -> Said | None:
    """One that is done, was given to somebody else or has another day is not said, nor any in a pause or after the end."""
    ids = event.ids
    found = [
        one
        for one in steps
        if (one.conversation_id, one.step.uid, one.step.who) == (ids["conversation_id"], ids["step"], ids["who"])
    ]
    if not found or found[0].step.by != date.fromisoformat(ids["day"]) or found[0].step.by < today:
        return None
    if not placements.get(reader, placement_id=ids["placement_id"]).timing.takes_place(today):
        return None
    said = _("Today is the day of your next step") if found[0].step.by == today else _("Your next step is due soon")
    return Said(said, _("Open the conversation"), _address(event, _view(reader, event)))


# -- concerns --------------------------------------------------------------------------------------------------------------


def _who_know(event: Happened) -> Sequence[Recipient]:
    if "for_seat" in event.ids:
        return placements.seat_of(event.ids["placement_id"], event.ids["for_seat"])
    return conversations.to_tell(event.ids["concern_id"])


def _waits(reader: Actor, event: Happened) -> Said | None:
    """That something waits; neither its kind nor its address says what."""
    found = conversations.concern(reader, placement=event.ids["placement_id"], concern_id=event.ids["concern_id"])
    if not found.is_open:
        return None
    return Said(_("Something is waiting for you to read"), _("Open Today"), reverse("internship_xblock:today"))


KINDS = (
    *TIMES,
    NoticeKind(
        key="conversation.told", verbs=("conversation.tell",), told=everybody, say=_told, to=EVERYBODY,
        label=gettext_lazy("A conversation is written down"),
    ),
    NoticeKind(
        key="conversation.changed", verbs=("conversation.change",), told=everybody, say=_changed, to=EVERYBODY,
        label=gettext_lazy("What is written of a conversation is changed"),
    ),
    ReminderKind(
        key="conversation.step", find=_find, look=_look, say=_remind, to=WHOSE,
        label=gettext_lazy("The day of a next step has come"),
    ),
    NoticeKind(
        key="concern.waits", verbs=("concern.raise", "concern.answer", "concern.show"), told=_who_know, say=_waits, to=WHO_KNOW,
        concerns_signature=True, is_confided=True,
        label=gettext_lazy("Somebody raises a concern, answers one, or shows one to somebody else"),
    ),
)  # fmt: skip
