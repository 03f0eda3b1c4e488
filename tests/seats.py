"""Guests: people who act from a seat in a placement by a personal link, and have no account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.openedx.letters import NotSent
from internship_xblock.tools.placements.api import Letter, LettersSent, new_uid, send_waiting
from internship_xblock.tools.placements.links.codes import KEY
from internship_xblock.tools.placements.links.models import Invitation, LinkSession
from internship_xblock.tools.placements.models import Party
from internship_xblock.ui.pages.actors import COOKIE


def take_by_link(placement_id: int, uid: str) -> Actor:
    """Let a guest take a place that the placement names."""
    seat = Party.objects.select_related("placement").get(placement_id=placement_id, uid=uid)
    Party.objects.filter(pk=seat.pk).update(is_by_link=True, joined_at=timezone.now())
    return Actor.guest(seat_id=seat.pk, name=seat.name, course_key=seat.placement.course_key)


def guest_of(placement_id: int, role: str, name: str = "Gunn") -> Actor:
    """Name a guest in a placement and let them take their place."""
    seat = Party.objects.create(placement_id=placement_id, uid=new_uid(), role=role, name=name, position=99)
    return take_by_link(placement_id, seat.uid)


def open_in(client: Client, actor: Actor, **session: Any) -> LinkSession:
    """Open a guest's personal link in a browser, as accepting it does. `session`: other values of its row, or of its link's."""
    key = client.cookies[COOKIE].value if COOKIE in client.cookies else KEY.new()
    client.cookies[COOKIE] = key
    now = timezone.now()
    known = {name: session.pop(name) for name in ("expires", "revoked_at", "language", "zone", "address") if name in session}
    link = Invitation.objects.create(
        party_id=actor.seat_id, code_hash=KEY.hashed(KEY.new()), accepted_at=now,
        **{"expires": now + timedelta(days=60), **known},
    )  # fmt: skip
    return LinkSession.objects.create(invitation=link, key_hash=KEY.hashed(key), **{"opened_at": now, **session})


REFUSAL = NotSent("SMTPRecipientsRefused", is_final=True)
LINK = "https://lms.example.org/internship/join/#"


class Post:
    """A way to send mail, which keeps what it was given; it raises `error` where `takes` is not so."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.takes = True
        self.error: Exception = REFUSAL

    def can_send(self) -> bool:
        return True

    def send(self, letter: Letter) -> None:
        if not self.takes:
            raise self.error
        self.sent.append(letter)

    @property
    def digits(self) -> str:
        """The code of the last letter."""
        return "".join(letter for letter in self.sent[-1].subject if letter.isdigit())

    def code_to(self, address: str) -> str:
        """The code in the last letter to an address."""
        body = next(letter.body for letter in reversed(self.sent) if letter.to == address)
        return body.partition(LINK)[2].split()[0]


def send_letters(now: datetime | None = None) -> LettersSent:
    """Send the letters that wait, as a sweep does."""
    return send_waiting(lambda code: LINK + code, seconds=60, now=now)


POST = Post()
