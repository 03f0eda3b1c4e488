"""The clock times that people chose for conversations, for tools that know their days and not the tool that has the times.

A tool that lets people choose says in its `tool.py` what was chosen (`Tool.times`, a function of the numbers of placements).
Whoever speaks of a planned day asks here whether people meet at a time of their own instead.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from .language import formats
from .tools import every


@dataclass(frozen=True)
class Slot:
    """A stretch of time: when it begins, for how many minutes, and the time zone in which it was proposed."""

    starts_at: datetime
    minutes: int
    zone: str

    @property
    def key(self) -> str:
        """What it is called in a form: when it begins, in UTC, to the minute."""
        return f"{self.starts_at.astimezone(UTC):%Y%m%d%H%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        """The day on which it begins, by the clock that is on."""
        return timezone.localtime(self.starts_at).date()

    @property
    def day_there(self) -> date:
        """The day on which it begins, where it was proposed."""
        return self.starts_at.astimezone(zoneinfo.ZoneInfo(self.zone)).date()

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When it begins and ends, by the clock where it was proposed."""
        here = zoneinfo.ZoneInfo(self.zone)
        return self.starts_at.astimezone(here), self.ends_at.astimezone(here)

    def shown_in(self, zone: str) -> str:
        """ "Thu 26 Nov, 10:00–10:45", by the clock of a time zone."""
        here = zoneinfo.ZoneInfo(zone)
        first, last = self.starts_at.astimezone(here), self.ends_at.astimezone(here)
        return f"{formats.day(first.date())}, {first:%H:%M}–{last:%H:%M}"

    @property
    def there(self) -> str:
        """The same by the clock where it was proposed, with the name of the zone."""
        return f"{self.shown_in(self.zone)} {self.zone}"

    @property
    def is_elsewhere(self) -> bool:
        """Whether the clock where it was proposed shows another time than the one that is on."""
        return self.shown_in(self.zone) != self.shown_in(timezone.get_current_timezone_name())

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now


@dataclass(frozen=True)
class ChosenTime:
    """When a conversation is held. `key` and `day` are those of the planned day that it stands for, as in `Meeting`.

    Attributes:
        attending: The uids of the parties who are to be there; empty for everybody.
        sequence: Grows with each change of the time, and when it is withdrawn.
        is_off: It was chosen once, and withdrawn: `slot` is when it would have been.
        is_extra: No plan names the day.
    """

    placement_id: int
    conversation_id: int
    key: str
    day: date
    slot: Slot
    place: str
    link: str
    attending: Sequence[str]
    sequence: int
    changed_at: datetime
    is_off: bool = False
    is_extra: bool = False

    def is_for(self, uids: Collection[str]) -> bool:
        """Return whether one of these parties is to be there."""
        return not self.attending or not set(self.attending).isdisjoint(uids)


def chosen_times(placement_ids: Collection[int]) -> Mapping[int, Sequence[ChosenTime]]:
    """Return the times that were chosen in these placements, also those that were withdrawn since. One query."""
    found: dict[int, list[ChosenTime]] = {}
    for tool in every():
        if tool.times and placement_ids:
            for pk, times in tool.load(tool.times)(placement_ids).items():
                found.setdefault(pk, []).extend(times)
    return found
