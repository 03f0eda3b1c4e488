"""Forgetting a person: their calendar is nobody's any more."""

from __future__ import annotations

from django.db.models import Q

from ...core.tools import Leaving
from .models import CalendarFeed


def forget(person: Leaving) -> None:
    """Delete the addresses of an account, and those of its seats. One statement."""
    theirs = Q(seat__in=list(person.seat_ids))
    if person.user_id is not None:
        theirs |= Q(user_id=person.user_id)
    CalendarFeed.objects.filter(theirs).delete()
