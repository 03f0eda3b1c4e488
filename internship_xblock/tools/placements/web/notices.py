"""What the placements tool tells people of: who has come in, who has not, and that a personal link was opened elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor, Identity
from ....core.events import Happened
from ....core.language import formats
from ....core.notices import NoticeKind, Recipient, Said
from ....core.permissions import Role
from .. import api as placements
from ..api import Made, PartyRow, Pause, PlacementView
from .where import THREAD, page_of_placement

EVERYBODY = gettext_lazy("Everybody in the placement")
WHO_INVITE = gettext_lazy("Whoever opened the placement, and the university supervisor")


def everybody(event: Happened) -> Sequence[Recipient]:
    """Everybody who has taken a seat in the event's placement; nobody where it has none. One query."""
    return placements.to_tell(event.ids["placement_id"]) if "placement_id" in event.ids else []


def doer_in(view: PlacementView, event: Happened) -> str:
    """The name under which whoever did it sits in the placement, in words where there is none."""
    return view.name_of(Identity(event.user_id, event.seat_id)) or _("Somebody")


def _who_invites(event: Happened) -> Sequence[Recipient]:
    return placements.who_invites(event.ids["placement_id"])


def _whose_link(event: Happened) -> Sequence[Recipient]:
    return placements.seat_of(event.ids["placement_id"], event.ids["seat_of_link"])


def _party(reader: Actor, event: Happened) -> PartyRow | None:
    """The party whose link it is, as the placement is now. Raises NotFound or NotAllowed for whoever may not know of it."""
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    return next((one for one in view.parties if one.seat_id == event.ids["seat_of_link"]), None)


def _said(sentence: str, action: str) -> Said:
    return Said(sentence, action, reverse("internship_xblock:today"))


def _joined(reader: Actor, event: Happened) -> Said | None:
    party = _party(reader, event)
    if party is None or not party.has_joined:
        return None
    words = {"name": party.name or _("Somebody"), "role": party.role_label}
    return _said(_("%(name)s (%(role)s) has joined the placement") % words, _("Open the placement"))


def _declined(reader: Actor, event: Happened) -> Said | None:
    party = _party(reader, event)
    if party is None or party.has_joined:
        return None
    words = {"name": party.name or party.role_label}
    return _said(_("%(name)s has declined the invitation") % words, _("See the reason"))


def _asked_again(reader: Actor, event: Happened) -> Said | None:
    party = _party(reader, event)
    if party is None:
        return None
    words = {"name": party.name or party.role_label}
    return _said(_("%(name)s asks for a new personal link") % words, _("Send a new link"))


def _new_browser(reader: Actor, event: Happened) -> Said | None:
    if _party(reader, event) is None:
        return None
    said = _("Your personal link was opened in a new browser. If that was not you, tell whoever invited you")
    return _said(said, _("Open the placement"))


def _changed(reader: Actor, event: Happened) -> Said | None:
    """What was changed, never why; None where other days hold by now. A query more than the placement's."""
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    made = placements.made(view.id, event.ids["number"])
    if made is None or not made.still_holds(view.timing):
        return None
    words = {"name": doer_in(view, event)}
    if event.verb == "placement.end":
        said = _("%(name)s ended the placement early: the last day is %(day)s") % {**words, "day": formats.day(made.last)}
    elif event.verb == "placement.reopen":
        said = _("%(name)s took the early end back: the placement continues as planned") % words
    elif event.verb == "placement.resume":
        said = _resumed(made, words)
    else:
        days = placements.pause_in_words(Pause(made.first, made.last)) if made.first is not None else ""
        said = _("%(name)s paused the placement: %(days)s") % {**words, "days": days}
    return Said(said, _("Open the placement"), page_of_placement(view))


def _resumed(made: Made, words: Mapping[str, str]) -> str:
    """That it goes on, on which day it will, or that it will not be paused at all."""
    if made.first is None or made.first <= timezone.localdate():
        return _("%(name)s resumed the placement") % words
    if made.timing.pause_on(made.first - timedelta(days=1)) is None:
        return _("%(name)s took a pause of the placement back") % words
    said = _("%(name)s chose the day on which the placement resumes: %(day)s")
    return said % {**words, "day": formats.day_and_year(made.first)}


def _asked_for_change(reader: Actor, event: Happened) -> Said | None:
    """That somebody asks; None where they were answered, or the placement was changed, since."""
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    if view.timing.number != event.ids["number"]:
        return None
    words = {"name": doer_in(view, event)}
    return Said(_("%(name)s asks for a change") % words, _("Read and decide"), page_of_placement(view))


def _kept(reader: Actor, event: Happened) -> Said | None:
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    said = _("%(name)s has answered the request for a change") % {"name": doer_in(view, event)}
    return Said(said, _("Open the placement"), page_of_placement(view))


def _to_tell_of_message(event: Happened) -> Sequence[Recipient]:
    return placements.to_tell_of_message(event.ids["placement_id"])


def _wrote(reader: Actor, event: Happened) -> Said | None:
    """Who wrote last, of however many messages the reader has not been shown; None where they were shown all."""
    view = placements.require(reader, "placement.thread", event.ids["placement_id"])
    if view.unread is None:
        return None
    said = _("%(name)s wrote in the placement") % {"name": view.unread.by or _("Somebody who has left")}
    return Said(said, _("Read and answer"), page_of_placement(view, THREAD))


def _who_changes(event: Happened) -> Sequence[Recipient]:
    """Those who may pause and end a placement: its supervisors, mentors and owner."""
    found = [
        *placements.who_invites(event.ids["placement_id"]),
        *placements.to_tell(event.ids["placement_id"], (Role.MENTOR,)),
    ]
    return list(dict.fromkeys(found))


KINDS = (
    NoticeKind(
        key="placement.joined", verbs=("placement.join", "placement.accept"), told=everybody, say=_joined, to=EVERYBODY,
        label=gettext_lazy("Somebody accepts an invitation"),
    ),
    NoticeKind(
        key="placement.declined", verbs=("placement.decline",), told=_who_invites, say=_declined, to=WHO_INVITE,
        label=gettext_lazy("Somebody declines an invitation"),
    ),
    NoticeKind(
        key="placement.asked_again", verbs=("placement.ask_again",), told=_who_invites, say=_asked_again, to=WHO_INVITE,
        label=gettext_lazy("Somebody asks for a new personal link"),
    ),
    NoticeKind(
        key="placement.new_browser", verbs=("placement.new_browser",), told=_whose_link, say=_new_browser,
        to=gettext_lazy("Whose link it is"), tells_doer=True, concerns_signature=True,
        label=gettext_lazy("A personal link is opened in a new browser"),
    ),
    NoticeKind(
        key="placement.changed",
        verbs=("placement.pause", "placement.resume", "placement.end", "placement.reopen"),
        told=everybody, say=_changed, to=EVERYBODY, label=gettext_lazy("A placement is paused, resumed or ended early"),
    ),
    NoticeKind(
        key="placement.asked_for_change", verbs=("placement.ask_for_change",), told=_who_changes, say=_asked_for_change,
        to=gettext_lazy("The mentor, the university supervisor and whoever opened the placement"),
        label=gettext_lazy("A student asks for a change of the placement"),
    ),
    NoticeKind(
        key="placement.kept", verbs=("placement.keep_as_it_is",), told=everybody, say=_kept, to=EVERYBODY,
        label=gettext_lazy("Somebody answers a student who asked for a change"),
    ),
    NoticeKind(
        key="placement.message", verbs=("placement.write",), told=_to_tell_of_message, say=_wrote, is_once=True,
        to=gettext_lazy("Everybody in the placement, once until they have read it"),
        label=gettext_lazy("Somebody writes a message in the placement"),
    ),
)  # fmt: skip
