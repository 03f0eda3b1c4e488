"""Forgetting a person: where a host's coordinators, or the host itself, named them. No verb: only retirement asks."""

from __future__ import annotations

from collections.abc import Collection

from ...core.courses import org_of
from ...core.language.text import squeezed
from ...core.tools import Leaving
from ..placements import api as placements
from .models import Host, OfferedMentor, PlaceRequest


def forget(person: Leaving) -> None:
    """Erase the person as the contact of hosts, and as a mentor whom a host named, by the names and addresses they had.

    In the organisations of their placements. Three queries, and a statement for each table in which they stand.
    """
    views = list(placements.everybody(list(person.placement_ids)).values())
    own = [party for view in views for party in view.parties if party.seat_id in person.seat_ids]
    texts = {_folded(text) for party in own for text in (party.name, party.email)} | {_folded(name) for name in person.names}
    texts -= {""}
    if not texts:
        return
    orgs = {org_of(view.course_key) for view in views}
    _forget_contacts(orgs, texts)
    _forget_mentors(orgs, texts)


def _forget_contacts(orgs: Collection[str], texts: Collection[str]) -> None:
    hosts = Host.objects.filter(org__in=orgs).exclude(contact_name="", contact_email="")
    named = [pk for pk, *said in hosts.values_list("pk", "contact_name", "contact_email") if _is_named(said, texts)]
    Host.objects.filter(pk__in=named).update(contact_name="", contact_email="", contact_phone="")
    asked = PlaceRequest.objects.filter(host__org__in=orgs).exclude(to_name="", to_address="")
    sent = [pk for pk, *said in asked.values_list("pk", "to_name", "to_address") if _is_named(said, texts)]
    PlaceRequest.objects.filter(pk__in=sent).update(to_name="", to_address="")


def _forget_mentors(orgs: Collection[str], texts: Collection[str]) -> None:
    mentors = OfferedMentor.objects.filter(request__host__org__in=orgs)
    named = [pk for pk, *said in mentors.values_list("pk", "name", "email") if _is_named(said, texts)]
    OfferedMentor.objects.filter(pk__in=named).delete()


def _is_named(said: Collection[str], texts: Collection[str]) -> bool:
    return any(_folded(one) in texts for one in said)


def _folded(text: str) -> str:
    return squeezed(text).casefold()
