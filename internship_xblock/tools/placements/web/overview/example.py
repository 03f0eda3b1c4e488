"""A placement that never was, for authors who look at the block in Studio: nothing of it is stored."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.permissions import Role
from .....core.today import GOOD, QUIET, Meeting, Part, Period, State, Week
from ...values import PartyRow, PlacementView
from ...words import ONBOARDING, role_label
from .screen import Screen
from .seats import Seat

ROLES = (Role.STUDENT, Role.MENTOR, Role.SUPERVISOR)


def example(kind: str) -> Screen:
    """Return a placement of this kind in its second period, with its people called by their roles."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    parties = tuple(PartyRow(uid=role.value, role=role.value, name=role_label(role.value, kind), kind=kind) for role in ROLES)
    view = PlacementView(
        id=0, course_key="", kind=kind, revision=0, owner_id=None, changed_by="", changed_at=timezone.now(), parties=parties,
        roles=frozenset(), seen_by=Actor.stranger(),
    )  # fmt: skip
    seats = [Seat(party, _("joined"), GOOD) for party in parties]
    return Screen(_part(monday, is_onboarding=kind == ONBOARDING), view, seats)


def _part(monday: date, *, is_onboarding: bool) -> Part:
    spans = [(timedelta(weeks=week), timedelta(weeks=week, days=4)) for week in (-4, 0, 4)]
    if is_onboarding:
        spans = [(timedelta(weeks=-4), timedelta(weeks=9, days=-3))]
    periods = [Period(first=monday + first, last=monday + last) for first, last in spans]
    talks = ((-4, 0, _("At the start")), (0, 3, _("Halfway")), (4, 4, _("At the end")))
    return Part(
        periods=periods,
        meetings=[Meeting(day=monday + timedelta(weeks=week, days=day), words=words) for week, day, words in talks],
        weeks=[Week(monday=monday - timedelta(weeks=4), entries=3)],
        states=[
            State(placement_id=0, title=_("Plan"), words=_("Version %(number)d") % {"number": 1}, tone=GOOD),
            State(placement_id=0, title=_("Log"), words=_("Begun"), tone=QUIET),
        ],
    )
