"""What conversations are called, and how they stand, in sentences."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ....core.language import formats
from ...placements.api import PlacementView
from ..api import ConversationView, Step


def title_of(view: ConversationView) -> str:
    """Return what the plan calls a conversation, else what it is."""
    return view.words or _("Conversation")


def state_of(view: ConversationView, today: date) -> str:
    """Return how a conversation stands; "" for one that is to come, and of which nobody has written."""
    if view.told_at is not None:
        words = {"name": view.told_by or _("somebody who has left"), "day": formats.day(view.told_at)}
        return _("Written down by %(name)s, on %(day)s") % words
    if view.is_written:
        return _("Begun, the others are not told yet")
    if view.proposal is not None:
        return _("Another time is being found") if view.slot is not None else _("A time is being found")
    if view.is_dropped:
        return _("The time was withdrawn")
    return _("Nothing written down yet") if view.has_come(today) else ""


def name_of(placement: PlacementView, uid: str) -> str:
    """Return the name of a party, "" for nobody in particular."""
    party = next((one for one in placement.parties if one.uid == uid), None)
    if party is not None:
        return party.name or party.role_label
    return _("somebody who has left") if uid else ""


def whose(placement: PlacementView, step: Step) -> str:
    """Return who does a step by when: "Emil Eira, by Fri 27 Nov"."""
    who = name_of(placement, step.who)
    if step.by is None:
        return who
    day = formats.day(step.by)
    return _("%(name)s, by %(day)s") % {"name": who, "day": day} if who else _("by %(day)s") % {"day": day}


def place_of(view: ConversationView) -> str:
    """Return what the id of a conversation on its page ends with."""
    return place_named(view.checkpoint, view.day.isoformat())


def place_named(checkpoint: str, day: str) -> str:
    """Return the same of one that a form names."""
    return f"c-{checkpoint}-{day.replace('-', '')}"
