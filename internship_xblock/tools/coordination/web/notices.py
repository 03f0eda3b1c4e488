"""What coordinators have people reminded of. It is said only while it is true."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import standing
from ....core.actor import Actor
from ....core.events import Happened
from ....core.notices import NoticeKind, Recipient, Said
from ....core.standing import standings
from ...placements import api as placements

TO = gettext_lazy("Whom the course team chose")


def _told(event: Happened) -> Sequence[Recipient]:
    return placements.seat_of(event.ids["placement_id"], event.ids["for_seat"])


def _told_to_sign(event: Happened) -> Sequence[Recipient]:
    return _told(event) if "signing" in event.ids else []


def _told_to_write(event: Happened) -> Sequence[Recipient]:
    return _told(event) if "writing" in event.ids else []


def _sign(reader: Actor, event: Happened) -> Said | None:
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    stands = standings([view])[view.id]
    own = {party.uid for party in view.parties if party.is_of(reader)}
    if stands.plan != standing.UNSIGNED or own.isdisjoint(stands.unsigned):
        return None
    return _said(_("The course team reminds you: a plan waits for your signature"), _("Read and sign"))


def _write(reader: Actor, event: Happened) -> Said | None:
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    stands, today = standings([view])[view.id], timezone.localdate()
    if stands.silent_on is None or stands.silent_until is None or not stands.silent_on <= today <= stands.silent_until:
        return None
    return _said(_("The course team reminds you: a few sentences in your log are enough"), _("Write an entry"))


def _said(sentence: str, action: str) -> Said:
    return Said(sentence, action, reverse("internship_xblock:today"))


KINDS = (
    NoticeKind(
        key="coordination.sign", verbs=("coordination.remind",), told=_told_to_sign, say=_sign, to=TO, concerns_signature=True,
        label=gettext_lazy("The course team reminds somebody to sign"),
    ),
    NoticeKind(
        key="coordination.write", verbs=("coordination.remind",), told=_told_to_write, say=_write, to=TO,
        label=gettext_lazy("The course team reminds a student of the log"),
    ),
)  # fmt: skip
