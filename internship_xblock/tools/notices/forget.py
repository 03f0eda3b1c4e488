"""Forgetting a person: what they were told goes, and how they wanted it. What others were told of them names nobody."""

from __future__ import annotations

from django.db.models import Q

from ...core.tools import Leaving
from .models import DailyMail, Notice, NoticeChoice


def forget(person: Leaving) -> None:
    """Delete what was for this person, and untie them from what was for others. Four statements."""
    seats = list(person.seat_ids)
    theirs = Q(reader_seat__in=seats)
    done = Q(doer_seat__in=seats)
    if person.user_id is not None:
        theirs |= Q(reader_id=person.user_id)
        done |= Q(doer_id=person.user_id)
    for table in (Notice, NoticeChoice, DailyMail):
        table.objects.filter(theirs).delete()
    Notice.objects.filter(done).update(doer=None, doer_seat=None)
