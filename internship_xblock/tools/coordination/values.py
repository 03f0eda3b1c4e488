"""What the coordination api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ...core import standing
from ...core.permissions import Role
from ..placements.api import PartyRow, PlacementView
from .listing import Choice


@dataclass(frozen=True, kw_only=True)
class Line:
    """A placement in the list. `unsigned` are the names of those who must sign its plan and have not, or their roles.

    What is not so is None; the days are those of a `Standing` (core/standing.py).
    """

    view: PlacementView
    host: str  # as it is kept: what a list is filtered by
    supervised_by: str
    invited_since: date | None
    mail_since: date | None
    plan: str
    plan_since: date | None
    unsigned: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    silent_since: date | None
    trained_until: date | None

    @property
    def id(self) -> int:
        return self.view.id

    def party(self, role: str) -> PartyRow | None:
        """The first in a role, one who steps in only where there is no other, one who has left after both; None for nobody."""
        named = [one for one in self.view.parties if one.role == role and one.name]
        return min(named, key=lambda one: (one.has_left, one.is_substitute), default=None)

    @property
    def student(self) -> PartyRow | None:
        return self.party(Role.STUDENT)

    @property
    def mentor(self) -> PartyRow | None:
        return self.party(Role.MENTOR)

    @property
    def supervisor(self) -> PartyRow | None:
        return self.party(Role.SUPERVISOR)

    @property
    def awaited(self) -> list[PartyRow]:
        """Those who are named and have not come in."""
        return [one for one in self.view.parties if one.name and not one.has_joined and not one.has_left]

    @property
    def is_untrained(self) -> bool:
        """Whether a mentor named in it is not trained today."""
        return self.trained_until is not None and self.trained_until < timezone.localdate()

    @property
    def is_unsigned(self) -> bool:
        return self.plan == standing.UNSIGNED


@dataclass(frozen=True)
class PlacementList:
    """One page of the list. `states` says how many there are of each, at most COUNT_LIMIT and one more, as far as that is
    counted (Selection.counts). `is_behind`: more has happened than was looked at. `knows_training`: some mentor of the course
    was trained.
    """

    choice: Choice
    lines: Sequence[Line]
    after: str
    before: str
    states: Mapping[str, int]
    is_behind: bool = False
    knows_training: bool = False
