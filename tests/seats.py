"""Guests: people who act from a seat in a placement by a personal link, and have no account."""

from __future__ import annotations

from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements.api import new_uid
from internship_xblock.tools.placements.models import Party


def take_by_link(placement_id: int, uid: str) -> Actor:
    """Let a guest take a place that the placement names."""
    seat = Party.objects.select_related("placement").get(placement_id=placement_id, uid=uid)
    Party.objects.filter(pk=seat.pk).update(is_by_link=True, joined_at=timezone.now())
    return Actor.guest(seat_id=seat.pk, name=seat.name, course_key=seat.placement.course_key)


def guest_of(placement_id: int, role: str, name: str = "Gunn") -> Actor:
    """Name a guest in a placement and let them take their place."""
    seat = Party.objects.create(placement_id=placement_id, uid=new_uid(), role=role, name=name, position=99)
    return take_by_link(placement_id, seat.uid)
