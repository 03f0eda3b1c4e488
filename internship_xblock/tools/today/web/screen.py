"""What Today shows: todos in groups, the days that come, placements by how they stand. Values for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ....core.today import Group, NextDate, Part, State, Todo, grouped
from ...placements.api import PartyRow, PlacementView

DATES_SHOWN = 4
FLAT = 6  # so many placements stand each with its state; more are grouped by it
ALONE = 2  # todos of one kind that stand each for itself


@dataclass(frozen=True)
class Line:
    """A placement with its states."""

    view: PlacementView
    states: Sequence[State]

    @property
    def address(self) -> str:
        return next((state.address for state in self.states if state.address), "")

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
    """Placements that stand alike."""

    title: str
    tone: str
    lines: Sequence[Line]


@dataclass
class Screen:
    """Today as somebody sees it. `count` is how many placements there are, of which `views` were looked at."""

    part: Part
    views: Sequence[PlacementView]
    count: int = 0
    course_key: str = ""
    search: str = ""
    role: str = ""
    roles: Sequence[str] = ()  # in which the reader sits somewhere
    unlooked: Sequence[str] = ()  # courses of which they are staff, and whose queues were not looked at

    @cached_property
    def first(self) -> Todo | None:
        """The one thing: what somebody has waited for longest, that can be pressed."""
        return next((todo for todo in self.part.mine if todo.action), None)

    @cached_property
    def rest(self) -> list[Group]:
        """All else that is mine to do, without the first."""
        left = [todo for todo in self.part.mine if todo is not self.first]
        return grouped(left, self.part.counted, alone=ALONE)

    @cached_property
    def others(self) -> list[Group]:
        return grouped(self.part.others, self.part.counted, alone=ALONE)

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
        return [Line(view, said.get(view.id, [])) for view in self.views]

    @property
    def has_roles(self) -> bool:
        """Whether one may want to see what one is asked in one role: somebody who is several things, in many placements."""
        return bool(self.role) or (len(self.roles) > 1 and not self.is_flat)

    @property
    def is_flat(self) -> bool:
        return len(self.lines) <= FLAT

    @cached_property
    def standings(self) -> list[Standing]:
        """The placements by how their plan stands, the largest group first."""
        found: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            state = next((one for one in line.states if one.group), None)
            key = (state.group, state.tone) if state is not None else (_("No plan yet"), "quiet")
            found.setdefault(key, []).append(line)
        return sorted((Standing(*key, lines) for key, lines in found.items()), key=lambda one: -len(one.lines))

    @property
    def unread(self) -> int:
        """How many placements were not looked at."""
        return max(0, self.count - len(self.views))
