"""What Today shows: todos in groups, the days that come, placements by how they stand. Values for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ....core.today import QUIET, Agenda, NextDate, State, Way
from ...placements.api import PartyRow, PlacementView
from ...placements.web.overview.pages import PAGES

DATES_SHOWN = 4
FLAT = 6  # so many placements stand each with its state; more are grouped by it


@dataclass(frozen=True)
class Line:
    """A placement with its states."""

    view: PlacementView
    states: Sequence[State]
    ways: Sequence[Way] = ()

    @property
    def address(self) -> str:
        """The address of the placement's own page."""
        return PAGES.address(self.view.course_key, "", self.view.id)

    @property
    def title(self) -> str:
        return self.view.title_for_reader

    @property
    def person(self) -> PartyRow | None:
        """Whose name the title is; None where it is a host's, or nobody's."""
        party = self.view.title_party
        return party if party is not None and self.title == self.view.title else None

    @property
    def host(self) -> str:
        """The host, where the title says something else."""
        return "" if self.title == self.view.host else self.view.host


@dataclass(frozen=True)
class Standing:
    """Placements that stand alike. `is_stuck`: nothing moves in them until somebody asks."""

    title: str
    tone: str
    lines: Sequence[Line]
    is_stuck: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the names stand there at once: few, and of those whom somebody should ask."""
        return self.is_stuck and len(self.lines) <= FLAT


@dataclass
class Screen(Agenda):
    """Today as somebody sees it. `count` is how many placements there are, of which `views` were looked at."""

    views: Sequence[PlacementView]
    count: int = 0
    course_key: str = ""
    search: str = ""
    role: str = ""
    roles: Sequence[str] = ()  # in which the reader sits somewhere
    staffed: Sequence[str] = ()  # courses of which they are staff, and whose queues were looked at
    unlooked: Sequence[str] = ()  # courses of which they are staff, and whose queues were not looked at

    @property
    def dates(self) -> Sequence[NextDate]:
        return self.part.dates[:DATES_SHOWN]

    @property
    def more_dates(self) -> Sequence[NextDate]:
        return self.part.dates[DATES_SHOWN:]

    @cached_property
    def lines(self) -> list[Line]:
        said: dict[int, list[State]] = {}
        for state in self.part.states:
            said.setdefault(state.placement_id, []).append(state)
        ways: dict[int, list[Way]] = {}
        for way in self.part.ways:
            ways.setdefault(way.placement_id, []).append(way)
        return [Line(view, said.get(view.id, []), ways.get(view.id, [])) for view in self.views]

    @property
    def has_roles(self) -> bool:
        """Whether one may want to see what one is asked in one role: somebody who is several things, in many placements."""
        return bool(self.role) or (len(self.roles) > 1 and not self.is_flat)

    @property
    def is_flat(self) -> bool:
        return len(self.lines) <= FLAT

    @cached_property
    def standings(self) -> list[Standing]:
        """The placements by how they stand: those where nothing moves, then by how the plan stands, the largest group first."""
        found: dict[tuple[bool, str, str], list[Line]] = {}
        for line in self.lines:
            grouped = [one for one in line.states if one.group]
            state = next((one for one in grouped if one.is_stuck), grouped[0] if grouped else None)
            key = (state.is_stuck, state.group, state.tone) if state is not None else (False, _("No plan yet"), QUIET)
            found.setdefault(key, []).append(line)
        in_order = sorted(found.items(), key=lambda one: (not one[0][0], -len(one[1])))
        return [Standing(title, tone, lines, is_stuck) for (is_stuck, title, tone), lines in in_order]

    @property
    def unread(self) -> int:
        """How many placements were not looked at."""
        return max(0, self.count - len(self.views))
