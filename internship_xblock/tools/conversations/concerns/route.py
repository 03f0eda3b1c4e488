"""Whom to turn to when something is not right, and to whom of them it can be said here. A verb of this tool's api."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils import translation
from django.utils.translation import pgettext_lazy

from ....core.actor import Actor
from ....core.errors import Words
from ....core.language import personal_names
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PartyRow, PlacementView
from ...plans import api as plans
from .values import Contact, Route

# With what words a plan means them, where it says whom to turn to: the beginnings of words, parted by commas.
_CALLED: Mapping[str, Words] = {
    Role.MENTOR: pgettext_lazy("beginnings of words, parted by commas", "mentor"),
    Role.SUPERVISOR: pgettext_lazy("beginnings of words, parted by commas", "supervisor,university"),
    Role.LEADER: pgettext_lazy("beginnings of words, parted by commas", "leader,manager"),
}


def route(actor: Actor, *, placement: int | PlacementView) -> Route:
    """Return what the plan says of whom to turn to, with the people it means. One query and the placement's.

    A concern can be sent to those whom the plan names, to the university's supervisor, and to whoever looks after the placement
    without being student, mentor or leader in it; as far as they have come in.
    """
    entered = placements.require(actor, "concern.route", placement)
    planned = plans.preparation(actor, placement=entered, with_comments=False)
    return _route(entered, planned.escalation, planned.university)


def _route(view: PlacementView, escalation: str, university: str) -> Route:
    others = tuple(party for party in view.parties if not party.is_of(view.seen_by) and (party.name or party.has_joined))
    named = set(_named(others, f"{escalation}\n{university}"))
    contacts = [
        Contact(party, party.uid in named) for party in others if party.uid in named or _is_turned_to(party, view.owner_id)
    ]
    contacts.sort(key=lambda one: not one.is_named)
    recipients = tuple(one.party for one in contacts if one.party.has_joined)
    return Route(escalation, university, tuple(contacts), recipients, tuple(party for party in others if party.name))


def _is_turned_to(party: PartyRow, owner_id: int | None) -> bool:
    """Whether somebody is turned to though the plan does not name them: the supervisor, or who coordinates the placement."""
    if party.role == Role.SUPERVISOR:
        return True
    return party.role == Role.OTHER and party.user_id is not None and party.user_id == owner_id


def _named(parties: Iterable[PartyRow], text: str) -> Iterable[str]:
    """The uids of those whom a text names, by their whole name or by what they are in the placement."""
    words = tuple(re.findall(r"\w+", text.casefold()))
    for party in parties:
        is_meant = any(word.startswith(called) for word in words for called in _called(party.role))
        if is_meant or (party.name and personal_names.without(text, [party.name]) != text):
            yield party.uid


def _called(role: str) -> list[str]:
    """How people write of somebody in a role, in English and in the language of the page."""
    said = _CALLED.get(role)
    if said is None:
        return []
    with translation.override("en"):
        english = str(said)
    return [word.strip().casefold() for word in f"{english},{said}".split(",") if word.strip()]
