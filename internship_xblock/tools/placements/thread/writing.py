"""Writing in the thread of a placement, and taking back what nobody has answered. Verbs of this tool's api."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import Invalid, NotFound
from ....core.language import formats
from ....core.permissions import Role
from ....records import comments
from ....records.comments import Comment
from ..entering import require_locked
from ..values import PlacementView
from .models import ThreadMessage
from .reading import closed_on, note_read

MESSAGES_LIMIT = 5_000  # of one placement
AGAIN = timedelta(hours=1)  # in which the same words, with none after them, are the same message
_HERE = ("", "", "")  # the placement as a whole


def write_message(actor: Actor, *, placement_id: int, text: str) -> Comment:
    """Write to everybody in a placement, and mark what stands above it as read. Nine queries at most, and those of who is told.

    Who sends the same words once more, as nobody has written since (the answer was lost, the button pressed in two windows),
    gets the message that is there. Raises Invalid, at `text`, for no words or too many, and where the placement ended long ago.
    """
    with transaction.atomic():
        view = require_locked(actor, "placement.write", placement_id)
        words = comments.checked(text)
        _require_open(view)
        sent = _sent_before(actor, view, words)
        if sent is not None:
            return sent
        full = _(
            "There are %(count)d messages here, the highest number possible. Withdraw one of your own that nobody has answered."
        )
        said = comments.add(actor, ThreadMessage, view.id, _HERE, words, full, MESSAGES_LIMIT)
        note_read(actor, view, said.id)
        events.happened(actor, "placement.write", "", placement_id=view.id, message_id=said.id)
    return said


def withdraw_message(actor: Actor, *, placement_id: int, message_id: int) -> None:
    """Take one's own message back, while nobody has written after it; Invalid otherwise. At most four queries."""
    with transaction.atomic():
        view = require_locked(actor, "placement.thread", placement_id)  # nobody answers meanwhile
        here = ThreadMessage.objects.filter(placement_id=view.id)
        found = here.select_for_update().filter(pk=message_id).first()
        if found is None:
            raise NotFound(_("This message is gone already."))
        is_author = {Role.AUTHOR} if found.is_by(actor) else frozenset()
        permissions.require(actor, "placement.withdraw_message", view.roles | is_author)
        comments.withdraw(actor, here.filter(pk__gte=found.pk), found)


def _require_open(view: PlacementView) -> None:
    last = closed_on(view)
    if last is not None:
        raise Invalid(closed_words(last))


def closed_words(last: date) -> str:
    """Say that nobody writes any more. `last` is the last day of the placement."""
    said = _("The placement ended on %(day)s, so nobody writes here any more. Everything can still be read.")
    return said % {"day": formats.day_and_year(last)}


def _sent_before(actor: Actor, view: PlacementView, words: str) -> Comment | None:
    """The newest message, where it says just this, by the actor, and was written a moment ago."""
    rows = ThreadMessage.objects.select_for_update()  # what was committed while the placement's lock was waited for, too
    newest = rows.filter(placement_id=view.id).order_by("-pk").first()
    if newest is None or newest.text != words or not newest.is_by(actor) or newest.at < timezone.now() - AGAIN:
        return None
    return comments.read(actor, rows.filter(pk=newest.pk))[0]
