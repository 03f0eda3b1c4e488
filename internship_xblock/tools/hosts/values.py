"""What the hosts api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from ..coordination.api import HostCounts, Line
from ..training.api import Trained
from .rules import AGREEMENT_DAYS, ANSWERED, OPEN, OVERDUE, TRAINING_DAYS, WAITING, Details, Mentor


@dataclass(frozen=True)
class Spelling:
    """One way in which placements name a host. `is_own`: it is the one by which it is kept."""

    key: str
    name: str
    is_own: bool = False


@dataclass(frozen=True)
class Note:
    """What somebody noted of a host, and when."""

    text: str
    author: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """Places that a host was asked for, with what it answered. `placement_ids`: what was made of it, in the order of places."""

    id: int
    host_id: int
    host: str
    course_key: str
    state: str
    first_day: date
    last_day: date
    places: int
    wishes: str
    answer_by: date
    author: str
    to_name: str
    to_address: str
    language: str
    zone: str
    created: datetime
    sent_at: datetime | None = None
    is_lost: bool = False
    has_link: bool = False
    revision: int = 0
    offered: int | None = None
    remark: str = ""
    mentors: tuple[Mentor, ...] = ()
    answered_at: datetime | None = None
    placement_ids: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has something to do: the host to answer, or a coordinator to make the placements."""
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        return self.state in (WAITING, OVERDUE)

    @property
    def can_be_made(self) -> bool:
        """Whether there are places of which placements can be made."""
        return self.state == ANSWERED


@dataclass(frozen=True)
class HostRow:
    """A host in the list: kept (`id`), or one that placements name and nobody keeps yet (0)."""

    id: int
    name: str
    key: str
    counts: HostCounts
    agreement_until: date | None = None
    open_requests: int = 0

    @property
    def agreement_ends_soon(self) -> bool:
        return is_soon(self.agreement_until, AGREEMENT_DAYS)


@dataclass(frozen=True)
class HostList:
    """A page of the list; `after` is the way to the next one, "" where there is none."""

    rows: Sequence[HostRow]
    after: str = ""
    is_behind: bool = False


@dataclass(frozen=True)
class HostMentor:
    """Somebody who mentors at a host, in its placements; `trained` None: not known to be."""

    name: str
    trained: Trained | None
    is_current: bool  # in a placement that has not ended

    @property
    def lapses_soon(self) -> bool:
        return self.trained is not None and is_soon(self.trained.until, TRAINING_DAYS)


@dataclass(frozen=True, kw_only=True)
class HostView:
    """All that a coordinator sees of a host."""

    id: int
    details: Details
    revision: int
    changed_by: str
    changed_at: datetime
    spellings: tuple[Spelling, ...]
    notes: tuple[Note, ...]
    requests: tuple[RequestView, ...]
    lines: Sequence[Line]
    mentors: Sequence[HostMentor]
    counts: HostCounts = field(default_factory=HostCounts)

    @property
    def name(self) -> str:
        return self.details.name

    @property
    def agreement_ends_soon(self) -> bool:
        return is_soon(self.details.agreement_until, AGREEMENT_DAYS)

    @property
    def by_year(self) -> Mapping[int | None, Sequence[Line]]:
        """Its placements by the year in which they begin, the last year first; None: without days."""
        found: dict[int | None, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.first_day.year if line.first_day else None, []).append(line)
        return found


def is_soon(day: date | None, days: int) -> bool:
    """Return whether a day has passed, or is at most so many away."""
    return day is not None and day <= timezone.localdate() + timedelta(days=days)
