"""Reading the thread of a placement. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from ....core.actor import Actor
from ....core.guests import stays
from ....records import comments
from ....records.comments import Comment
from ..entering import require
from ..links.expiry import INVITATION_DAYS
from ..models import Party
from ..values import PlacementView
from .models import ThreadMessage

PAGE = 10  # messages that are read at once
OPEN_AFTER = timedelta(days=INVITATION_DAYS)  # after the last day: as long as personal links open the placement


@dataclass(frozen=True)
class Thread:
    """A page of a thread, the oldest of its messages first.

    Attributes:
        older: How many messages came before these.
        closed_on: The last day of the placement, where it is so long ago that nobody writes any more.
    """

    placement: PlacementView
    messages: Sequence[Comment]
    older: int = 0
    closed_on: date | None = None

    @property
    def next_older(self) -> int:
        """How many messages the page before this one has."""
        return min(self.older, PAGE)


def thread(actor: Actor, *, placement: int | PlacementView, before: int = 0) -> Thread:
    """Return the newest messages of a placement; those before the message `before`, where one is named.

    Two queries and the placement's for its number: what was said, and until when the placement was planned. It marks nothing as
    read: `mark_thread_read` does, when somebody has it before their eyes.
    """
    view = require(actor, "placement.thread", placement)
    rows = ThreadMessage.objects.filter(placement_id=view.id)
    page = comments.read_page(actor, rows, PAGE, before)
    return Thread(view, page.comments, page.older, closed_on(view))


def mark_thread_read(actor: Actor, *, placement_id: int, upto: int) -> None:
    """Note that this person was shown the thread up to a message. Never back, and never past the newest. Two queries.

    Of whoever has no seat (who opened the placement for others) nothing is noted: they are told of no message either.
    """
    view = require(actor, "placement.read_thread", placement_id)
    if view.newest is not None:
        note_read(actor, view, min(upto, view.newest.id))


def note_read(actor: Actor, view: PlacementView, upto: int) -> None:
    """Move the mark at the actor's seat forward. One query."""
    seats = [party.seat_id for party in view.parties if party.seat_id is not None and party.is_of(actor)]
    Party.objects.filter(pk__in=seats, read_upto__lt=upto).update(read_upto=upto)


def closed_on(view: PlacementView) -> date | None:
    """Return the last day of a placement that ended so long ago that its thread is only read; None for all others. One query.

    After the last day there is still much to say: the certificate, a lost key, thanks. So it stays open as long as links do.
    """
    planned = stays([view.id]).get(view.id)
    last = view.timing.last_day(planned[1] if planned is not None else None)
    return last if last is not None and timezone.localdate() > last + OPEN_AFTER else None
