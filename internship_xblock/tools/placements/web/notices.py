"""What the placements tool tells people of: who has come in, who has not, and that a personal link was opened elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor, Identity
from ....core.events import Happened
from ....core.notices import NoticeKind, Recipient, Said
from ....openedx.platform import get_platform
from .. import api as placements
from ..api import PlacementView

EVERYBODY = gettext_lazy("Everybody in the placement")
WHO_INVITE = gettext_lazy("Whoever opened the placement, and the university supervisor")


def everybody(event: Happened) -> Sequence[Recipient]:
    """Everybody who has taken a seat in the event's placement; nobody where it has none. One query."""
    return placements.to_tell(event.ids["placement_id"]) if "placement_id" in event.ids else []


def doer_in(view: PlacementView, event: Happened) -> str:
    """The name under which whoever did it sits in the placement, in words where there is none."""
    return view.name_of(Identity(event.user_id, event.seat_id)) or _("Somebody")


def start_of(course_key: str) -> str:
    """Where somebody sees all that is theirs: Today where the site has it, else the course."""
    try:
        return reverse("internship_xblock:today")
    except NoReverseMatch:
        return get_platform().course_url(course_key)


def _who_invites(event: Happened) -> Sequence[Recipient]:
    return placements.who_invites(event.ids["placement_id"])


def _whose_link(event: Happened) -> Sequence[Recipient]:
    return placements.seat_of(event.ids["placement_id"], event.ids["seat_of_link"])


def _joined(reader: Actor, event: Happened) -> Said | None:
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    party = next((one for one in view.parties if one.seat_id == event.ids.get("seat_of_link")), None)
    if party is None or not party.has_joined:
        return None
    words = {"name": party.name or _("Somebody"), "role": party.role_label}
    return Said(_("%(name)s (%(role)s) has joined the placement") % words, _("Open the placement"), start_of(reader.course_key))


def _declined(reader: Actor, event: Happened) -> Said | None:
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    party = next((one for one in view.parties if one.seat_id == event.ids.get("seat_of_link")), None)
    if party is None or party.has_joined:
        return None
    words = {"name": party.name or party.role_label}
    return Said(_("%(name)s has declined the invitation") % words, _("See the reason"), start_of(reader.course_key))


def _asked_again(reader: Actor, event: Happened) -> Said | None:
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    party = next((one for one in view.parties if one.seat_id == event.ids.get("seat_of_link")), None)
    if party is None:
        return None
    words = {"name": party.name or party.role_label}
    return Said(_("%(name)s asks for a new personal link") % words, _("Send a new link"), start_of(reader.course_key))


def _new_browser(reader: Actor, event: Happened) -> Said | None:
    placements.get(reader, placement_id=event.ids["placement_id"])
    return Said(
        _("Your personal link was opened in a new browser. If that was not you, tell whoever invited you"),
        _("Open the placement"), start_of(reader.course_key),
    )  # fmt: skip


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
)  # fmt: skip
