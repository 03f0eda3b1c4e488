"""Forgetting a person: names that the states of their placements repeat. No verb: only the operator's retirement run asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Q

from ...core.language.text import squeezed
from ...core.permissions import Role
from ...core.tools import Leaving
from ..placements import api as placements
from ..placements.api import PlacementView
from .importing.models import KnownPlacement, PlacementSheet
from .models import PlacementState, PlacementWord, Reminded


def forget(person: Leaving) -> None:
    """Erase the names beside the person's placements, and have their states made anew from what is left.

    The sheets that name the person or their placements go, whoever sent them. So does the id by which the register knows a
    placement of theirs as a student: it may be their student's number.
    """
    here = list(person.placement_ids)
    PlacementWord.objects.filter(placement__in=here).delete()
    PlacementState.objects.filter(pk__in=here).update(host="", host_key="", supervisor="", stale=F("stale") + 1)
    Reminded.objects.filter(party_id__in=list(person.seat_ids)).delete()
    views = list(placements.everybody(here).values())
    _forget_sheets(person, views)
    known = [view.id for view in views if _is_student(person, view)]
    KnownPlacement.objects.filter(placement__in=[*known, *person.left_alone]).delete()


def _is_student(person: Leaving, view: PlacementView) -> bool:
    return any(party.role == Role.STUDENT and party.seat_id in person.seat_ids for party in view.parties)


def _forget_sheets(person: Leaving, views: Collection[PlacementView]) -> None:
    """Delete the sheets that the person sent, and those of their courses in which they or their placements stand.

    One query for what the placements are known by, one for the sheets, which are of a day.
    """
    sent = Q(author_id=person.user_id) if person.user_id is not None else Q(pk__in=[])
    PlacementSheet.objects.filter(sent | Q(author_seat__in=list(person.seat_ids))).delete()
    own = [party for view in views for party in view.parties if party.seat_id in person.seat_ids]
    texts = {_folded(text) for party in own for text in (party.name, party.email)} | {_folded(name) for name in person.names}
    known = KnownPlacement.objects.filter(placement__in=list(person.placement_ids)).values_list("external_id", flat=True)
    ids = {_folded(one) for one in known}
    sheets = PlacementSheet.objects.filter(course_key__in={view.course_key for view in views}).order_by("pk")
    named = [pk for pk, rows in sheets.values_list("pk", "rows").iterator(chunk_size=10) if _names(rows, ids, texts - {""})]
    PlacementSheet.objects.filter(pk__in=named).delete()


def _names(rows: Collection[Mapping[str, Any]], ids: Collection[str], texts: Collection[str]) -> bool:
    """Whether somebody with one of these names or addresses stands in a sheet, or a placement with one of these ids."""
    return any(
        _folded(row["external_id"]) in ids
        or any(_folded(text) in texts for text in (*row["names"].values(), *row["addresses"].values()))
        for row in rows
    )


def _folded(text: str) -> str:
    return squeezed(text).casefold()
