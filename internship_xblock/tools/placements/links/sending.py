"""Send the letters with personal links: one at once while somebody waits for the answer, many by and by.

Who asks for a letter stores a row (`InvitationLetter`) in the transaction in which the link is made. Whoever sends it claims
the row, makes a code for this attempt, stores its hash, and only then asks the mail server: a code is in memory and in the
letter, and nowhere else. Where a link stands is given (`address`): this file knows no pages.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from ....core import events, outbox
from ....core.errors import mishap
from ....core.guests import Joining, asked
from ....core.outbox import State
from ....core.permissions import Role
from ....openedx.letters import NotSent
from . import delivery, letters
from .codes import CODE
from .models import Invitation, InvitationLetter, LetterCode
from .seeing import is_open, view_of
from .values import Letter

BATCH = 50  # rows looked at together
SILENT_LIMIT = 3  # letters in a row to which the mail server said nothing at all; then the others wait for the next sweep
LOST_AFTER = timedelta(days=1)  # a letter of which nobody has heard for so long counts as lost, should nothing send any more
Address = Callable[[str], str]  # where a code leads
log = logging.getLogger(__name__)


@dataclass
class LettersSent:
    """What became of a sweep, in numbers of letters. `is_silent`: the mail server did not answer, so it was ended."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0
    is_silent: bool = False


def store(link_id: int, now: datetime) -> None:
    """Have the letter of a link sent by whoever sweeps next. In the transaction in which the link is made."""
    InvitationLetter.objects.create(invitation_id=link_id, due_at=now)
    Invitation.objects.filter(pk=link_id).update(lost_from=now + LOST_AFTER)
    transaction.on_commit(lambda: events.deliver(events.LettersWait(course_key="", usage_key="")))


def send_after_commit(written: Letter, now: datetime) -> None:
    """Send a letter that was written already as soon as the transaction at hand is committed: somebody waits for it.

    It is ours from the beginning, so no sweep takes it, unless this process dies; where the server does not take it, it waits
    for a sweep as all others.
    """
    mine = {"state": State.SENDING, "claim": outbox.new_claim(), "claimed_at": now, "attempts": 1, "due_at": now, "reason": ""}
    row, _made = InvitationLetter.objects.update_or_create(invitation_id=written.invitation_id, defaults=mine)
    Invitation.objects.filter(pk=written.invitation_id).update(lost_from=now + LOST_AFTER)
    transaction.on_commit(partial(_hand_over, row, written))


def send_waiting(address: Address, *, seconds: float, now: datetime | None = None) -> LettersSent:
    """Send the letters that wait, for so many seconds at most, and a letter's time-out more.

    A mail server that says nothing ends it: the others keep their turn. At most 20 queries a letter.
    """
    end, tally = time.monotonic() + seconds, LettersSent()
    for given_up in outbox.release_stale(InvitationLetter, now or timezone.now()):
        _lost(given_up, now or timezone.now())
    silent = 0
    while time.monotonic() < end and delivery.can_send():
        moment = now or timezone.now()
        rows = list(InvitationLetter.objects.filter(state=State.WAITING, due_at__lte=moment).order_by("due_at", "pk")[:BATCH])
        if not rows:
            break
        for row in rows:
            if time.monotonic() >= end:
                return tally
            was_silent = _send(row, address, tally, moment)
            silent = silent + 1 if was_silent else 0
            if silent == SILENT_LIMIT:
                tally.is_silent = True
                return tally
    return tally


def are_due(now: datetime) -> bool:
    """Return whether a letter could be sent now. One query."""
    return InvitationLetter.objects.filter(state=State.WAITING, due_at__lte=now).exists()


def _send(row: InvitationLetter, address: Address, tally: LettersSent, now: datetime) -> bool:
    """Claim a letter and send it, unless it is not wanted any more. Return whether the mail server said nothing at all."""
    mine = outbox.claim([row])
    if not mine:
        return False
    link = Invitation.objects.select_related("party__placement").filter(pk=row.pk).first()
    if link is None:  # it was deleted this moment
        return False
    if reason := _why_not(link, now):
        outbox.skipped(mine, reason)
        tally.skipped += 1
        return False
    code = CODE.new()
    made = LetterCode.objects.create(invitation=link, code_hash=CODE.hashed(code))
    try:
        written = _written(link, address(code) or code)
    except Exception as error:  # a mistake in what one letter says keeps nobody else's
        mishap(error, f"the letter of invitation {link.pk}")
        made.delete()
        _failed(mine[0], NotSent("mishap"), now)
        tally.failed += 1
        return False
    refusal = _hand_over(mine[0], written, now)
    if refusal is None:
        tally.sent += 1
        return False
    tally.failed += 1
    if refusal.is_final:  # nobody has it
        made.delete()
    return refusal.is_silent


def _why_not(link: Invitation, now: datetime) -> str:
    """Why a letter is not sent any more, "" where it is."""
    party = link.party
    if party.user_id is not None or (party.is_by_link and link.accepted_at is None):
        return "joined"
    return "" if is_open(link, now) else "ended"


def _written(link: Invitation, address: str) -> Letter:
    """Return the letter as it is at this moment. Eight queries and what the tools need to say what is asked."""
    view = view_of(link, "open")
    known: dict[str, Any] = {}
    with letters.in_words_of(link.language, ""):
        student = "" if link.party.role == Role.STUDENT else view.title
        wanted = asked(Joining(view.course_key, view.placement_id, student, link.usage_key))
        if wanted:
            known = {"asked": wanted[0].sentence, "minutes": wanted[0].minutes}
    return letters.invitation(view, address, link.address, link.pk, **known)


def _hand_over(row: InvitationLetter, written: Letter, now: datetime | None = None) -> NotSent | None:
    """Give a claimed letter to the mail server, and note its answer, after it and never before. Return why it was not taken."""
    try:
        delivery.hand_over(written)
    except NotSent as error:
        _failed(row, error, now or timezone.now())
        return error
    outbox.sent([row])
    Invitation.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    return None


def _failed(row: InvitationLetter, error: NotSent, now: datetime) -> None:
    """Note that a letter was not taken. The log has its number and the kind of error, never whom it is for."""
    log.warning("internship_xblock: the letter of invitation %s was not sent: %s", row.pk, error.kind)
    for over in outbox.failed([row], error.kind, error.is_final, now):
        _lost(over, now)


def _lost(row: InvitationLetter, now: datetime) -> None:
    """Say that a letter is given up: whoever looks after the placement is to see it at once."""
    links = Invitation.objects.filter(pk=row.pk)
    links.update(lost_from=now)
    for placement_id, seat_id, course_key in links.values_list(
        "party__placement_id", "party_id", "party__placement__course_key"
    ):
        events.changed(course_key, placement_id)
        events.publish(
            events.MailLost(course_key=course_key, usage_key="", kind="placement.invite", ids={"seat_of_link": seat_id})
        )
