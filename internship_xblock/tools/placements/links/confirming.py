"""Confirming by a code in a mail whose a browser is; leaving it. Verbs of this tool's api."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import limits, permissions
from ....core.actor import Actor
from ....core.errors import Invalid, NotAllowed, NotFound, SavedButRefused
from ....core.guests import GuestSeat
from ..models import Placement
from . import delivery, letters
from .codes import KEY, are_digits, digits_mac, new_digits
from .models import LinkSession
from .opening import tell
from .sessions import FIRST, is_alive, own_address, seat_of

CODE_LIFE = timedelta(minutes=10)
TRIES = 5
CODES_A_SESSION = limits.Limit("session", 3, 600)
CODES_AN_ADDRESS = limits.Limit("address", 20, 86_400)


@dataclass(frozen=True)
class Confirming:
    """Where a browser stands: `sent_to` is the address on file as it may be shown, "" where no code can be sent."""

    seat: GuestSeat
    sent_to: str
    usage_key: str
    is_confirmed: bool
    waits: bool  # it opens nothing before that
    is_sent: bool  # a code is on its way that still counts


def confirming(actor: Actor, *, key: str, placement_id: int) -> Confirming:
    """How far a browser has confirmed whose it is, for one placement. NotFound where it has no link there. Two queries."""
    permissions.require(actor, "placement.confirm", permissions.course_roles(actor, actor.course_key))
    now, row = timezone.now(), session_of(key, placement_id)
    address = own_address(row.invitation.party_id) if delivery.can_send() else ""
    return Confirming(
        seat_of(row, now), _masked(address) if address else "", row.invitation.usage_key, row.confirmed_at is not None,
        row.opened_at is None, _counts(row, now),
    )  # fmt: skip


def _counts(row: LinkSession, now: datetime) -> bool:
    """Whether a code was sent for a session that can still be typed."""
    return bool(row.code_mac) and row.code_until is not None and row.code_until > now and row.code_tries < TRIES


def send_code(actor: Actor, *, key: str, placement_id: int) -> None:
    """Send six digits to the address by which the seat was taken, in the language of the link.

    An earlier code ends. Invalid where none can be sent, or too many were.
    """
    permissions.require(actor, "placement.confirm", permissions.course_roles(actor, actor.course_key))
    with transaction.atomic():
        row = session_of(key, placement_id, lock=True)
        link, digits = row.invitation, new_digits()
        address = own_address(link.party_id) if delivery.can_send() else ""
        if not address:
            raise Invalid(_("No code can be sent: there is no address for this link, or this site sends no mail."))
        is_too_often = [
            limits.is_too_often(CODES_A_SESSION, str(row.pk)),
            limits.is_too_often(CODES_AN_ADDRESS, address.casefold()),
        ]
        if any(is_too_often):
            raise Invalid(_("Several codes were sent already. Use the last one, or wait ten minutes and ask for another."))
        row.code_mac, row.code_until, row.code_tries = digits_mac(row.pk, digits), timezone.now() + CODE_LIFE, 0
        row.save(update_fields=["code_mac", "code_until", "code_tries"])
        delivery.send(letters.code(digits, address, link.language, link.zone, link.pk))


def confirm(actor: Actor, *, key: str, placement_id: int, digits: str) -> GuestSeat:
    """Confirm a browser by the digits that were sent. From then on it is open, and what is signed there is confirmed.

    SavedButRefused for wrong digits, which are counted: after TRIES of them, or CODE_LIFE, a new code must be asked for.
    """
    permissions.require(actor, "placement.confirm", permissions.course_roles(actor, actor.course_key))
    now = timezone.now()
    with transaction.atomic():
        row = session_of(key, placement_id, lock=True)
        is_over = not _counts(row, now)
        is_right = not is_over and are_digits(row.pk, row.code_mac, digits)
        if is_right:
            _open(row, now)
        elif not is_over:
            LinkSession.objects.filter(pk=row.pk).update(code_tries=F("code_tries") + 1)
    if not is_right:
        wrong = _("These are not the six digits of the last mail. Check them, or ask for a new code.")
        over = _("This code does not count any more. Ask for a new one.")
        said = over if is_over or row.code_tries + 1 >= TRIES else wrong
        raise SavedButRefused(said, fields={"digits": [said]})
    return seat_of(row, now)


def _open(row: LinkSession, now: datetime) -> None:
    """Open a session that was confirmed; another seat of the placement is closed in this browser."""
    is_new = row.opened_at is None
    row.opened_at, row.confirmed_at, row.code_mac = row.opened_at or now, now, ""
    row.save(update_fields=["opened_at", "confirmed_at", "code_mac"])
    party = row.invitation.party
    here = LinkSession.objects.filter(key_hash=row.key_hash, invitation__party__placement_id=party.placement_id, ended_at=None)
    here.exclude(invitation__party=party).update(ended_at=now)
    here.filter(opened_at__isnull=False).update(confirmed_at=now)  # the browser is confirmed, by whichever link of the seat
    if is_new:
        tell("placement.new_browser", row.invitation)


def require_confirmed(actor: Actor) -> None:
    """Raise NotAllowed for a guest in whose browser no code was typed though one could be sent. A query for such a guest."""
    if needs_code(actor):
        raise NotAllowed(_("Confirm first that it is you: we send a code to your address. Nothing was signed."))


def needs_code(actor: Actor) -> bool:
    """Return whether a guest is to confirm a code before they sign. A query for a guest who has not, where mail can be sent."""
    if not actor.is_guest or actor.is_confirmed or not delivery.can_send():
        return False
    return bool(own_address(actor.seat_id or 0))


def leave(actor: Actor, *, key: str) -> list[int]:
    """Forget a browser: every link that was opened in it is closed there. The ids of the seats that were open."""
    permissions.require(actor, "placement.leave", permissions.course_roles(actor, actor.course_key))
    if not KEY.is_one(key):
        return []
    rows = LinkSession.objects.filter(key_hash=KEY.hashed(key))
    seats = sorted(set(rows.values_list("invitation__party_id", flat=True)))
    rows.filter(ended_at=None).update(ended_at=timezone.now(), code_mac="")
    return seats


def session_of(key: str, placement_id: int, lock: bool = False) -> LinkSession:
    """Return the session of a browser in a placement, whose link lives. NotFound where there is none.

    `lock`: with the placement, which comes first, and as it stands this moment.
    """
    if not KEY.is_one(key):
        raise NotFound()
    if lock:
        list(Placement.objects.select_for_update().filter(pk=placement_id).values_list("pk"))
    rows = LinkSession.objects.select_related("invitation__party__placement").filter(
        key_hash=KEY.hashed(key), ended_at=None, invitation__party__placement_id=placement_id,
        invitation__party__is_by_link=True, invitation__party__user=None,
    ).annotate(**FIRST)  # fmt: skip
    found = (rows.select_for_update() if lock else rows).order_by("-pk").first()
    if found is None or not is_alive(found.invitation, timezone.now()):
        raise NotFound()
    return found


def _masked(address: str) -> str:
    """An address as who holds the link may see it: they know their own, and nobody else learns it."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
