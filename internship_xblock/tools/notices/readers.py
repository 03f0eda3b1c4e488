"""Who reads a notice: as whom the tools are asked, and where, in which language and by which clock they are reached."""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.conf import settings
from django.utils.translation import get_supported_language_variant

from ...core.actor import Actor, Identity
from ...core.clock import is_zone
from ...core.language.addresses import mail_address
from ...openedx.letters import Contact
from ...openedx.platform import get_platform
from ..placements import api as placements
from ..placements.api import Chosen, PartyRow, PlacementView


@dataclass(frozen=True)
class Reader:
    """One person. `address` is "" where there is none that mail can be sent to; `is_gone`: nobody sits there any more."""

    identity: Identity
    name: str
    address: str
    language: str
    zone: str
    opted_out: frozenset[str] = frozenset()
    is_gone: bool = False
    is_confidant: bool = True  # whether it is known that the address is theirs: of a guest, as they came by it

    @property
    def clock(self) -> tzinfo:
        return zoneinfo.ZoneInfo(self.zone)

    def actor(self, course_key: str) -> Actor:
        """Return this person as whoever asks the tools, in a course. Never course staff: nothing is told to staff as such."""
        who = self.identity
        if who.user_id is None and who.seat_id is not None:
            return Actor.guest(seat_id=who.seat_id, name=self.name, course_key=course_key, is_confidant=self.is_confidant)
        return Actor(who.user_id, self.name, course_key, zone=self.zone)


def readers(who: Collection[Identity], views: Iterable[PlacementView]) -> dict[Identity, Reader]:
    """Return these people, with what the placements and the platform know of them. Four queries, of however many.

    A seat that its guest has joined to an account since is read by that account.
    """
    seats = {party.seat_id: party for view in views for party in view.parties}
    accounts = {one.user_id for one in who} | {seats[one.seat_id].user_id for one in who if one.seat_id in seats}
    contacts = get_platform().contacts([pk for pk in accounts if pk is not None])
    names = {party.user_id: party.name for party in seats.values() if party.user_id is not None}
    chosen = placements.chosen_for([one.seat_id for one in who if one.seat_id is not None])
    return {one: _reader(one, seats.get(one.seat_id), contacts, names, chosen) for one in who}


def _reader(
    one: Identity,
    seat: PartyRow | None,
    contacts: Mapping[int, Contact],
    names: Mapping[Any, str],
    chosen: Mapping[int, Chosen],
) -> Reader:
    user_id = one.user_id if one.user_id is not None else seat.user_id if seat is not None else None
    if user_id is not None:
        contact = contacts.get(user_id)
        if contact is None or not contact.is_active:
            return Reader(Identity(user_id), "", "", language(""), zone(""), is_gone=True)
        return Reader(
            Identity(user_id), names.get(user_id, ""), mail_address(contact.address), language(contact.language),
            zone(contact.zone), contact.opted_out,
        )  # fmt: skip
    if seat is None or not seat.is_by_link:
        return Reader(one, "", "", language(""), zone(""), is_gone=True)
    said = chosen.get(seat.seat_id or 0, Chosen())
    address = mail_address(said.address or seat.email)  # others can change what stands in the plan
    return Reader(one, seat.name, address, language(said.language), zone(said.zone), is_confidant=bool(said.address))


def zones_of(views: Collection[PlacementView]) -> dict[int, str]:
    """Return the time zone in which each placement lives: of the first of its people whose account says one, else the site's.

    At most three queries.
    """
    users = {party.user_id for view in views for party in view.parties if party.user_id is not None}
    contacts = get_platform().contacts(list(users))
    found = {}
    for view in views:
        said = (contacts[p.user_id].zone for p in view.parties if p.user_id is not None and p.user_id in contacts)
        found[view.id] = zone(next(filter(None, said), ""))
    return found


def language_of(who: Identity) -> str:
    """Return the language in which one person is written to, "" where nobody has said one. Three queries at most."""
    if who.user_id is not None:
        contact = get_platform().contacts([who.user_id]).get(who.user_id)
        said = contact.language if contact is not None else ""
    else:
        chosen = placements.chosen_for([who.seat_id] if who.seat_id is not None else [])
        said = chosen.get(who.seat_id or 0, Chosen()).language
    return language(said) if said else ""


def language(code: str) -> str:
    """Return a language that the site has, for what somebody's account or invitation says; the site's own for any other."""
    try:
        return get_supported_language_variant(code) if code else settings.LANGUAGE_CODE
    except LookupError:
        return settings.LANGUAGE_CODE


def zone(name: str) -> str:
    """Return the name of a time zone; the site's for what is none. INTERNSHIP_TIME_ZONE says it where TIME_ZONE is UTC."""
    if is_zone(name):
        return name
    return str(getattr(settings, "INTERNSHIP_TIME_ZONE", "") or settings.TIME_ZONE)


def views_of(placement_ids: Iterable[int | None]) -> dict[int, PlacementView]:
    """Return the placements of notices. One query at most."""
    return placements.everybody({pk for pk in placement_ids if pk is not None})
