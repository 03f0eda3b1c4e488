"""How placements stand, for the staff of their course: what each tool knows of them, as days and keys.

A tool names in its `tool.py` a function (`Tool.standings`) of placements, as nobody in particular sees them, that returns by
their ids what it knows of each: some of the fields of a `Standing`. What ages is said as a day from which, or until which, it
is so, so that it stays true while nothing happens. What somebody wrote is in none of it. Who keeps it: tools/coordination.

`Tool.counts` is for what a coordinator is told as a number alone: a function of an actor, who is staff of their course.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from .actor import Actor
from .tools import every

# How far the plan of a placement is, in this order. UNSIGNED: it was submitted, and somebody who must has not signed it.
NOT_STARTED, DRAFT, UNSIGNED, SUBMITTED, RETURNED, APPROVED = (
    "none", "draft", "unsigned", "submitted", "returned", "approved",
)  # fmt: skip
UNTRAINED = date(1900, 1, 1)  # the last day of training of who has had none


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one placement stands.

    `begun_on` is when it was made. `invited_since`: somebody has a link to a seat and has not taken it. `mail_since`: mail did
    not reach somebody. `plan` since `plan_since`; `unsigned` are the uids of those who must sign it and have not. The log is
    silent from `silent_on` to `silent_until`, unless somebody writes. `trained_until` is the last day on which all its mentors
    are trained, UNTRAINED where one never was, None where none is named. `look_again_on`: the day from which it may be
    otherwise.
    """

    begun_on: date | None = None
    invited_since: date | None = None
    mail_since: date | None = None
    plan: str = NOT_STARTED
    plan_since: date | None = None
    unsigned: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    silent_on: date | None = None
    silent_until: date | None = None
    trained_until: date | None = None
    look_again_on: date | None = None


Known = Mapping[int, Mapping[str, Any]]  # by the placement: some fields of its standing
_FIRST = ("look_again_on", "mail_since")
_FIELDS = frozenset(one.name for one in fields(Standing))


def standings(placements: Collection[Any]) -> dict[int, Standing]:
    """Return how these placements stand, which are PlacementViews. Some queries a tool, of however many."""
    known: dict[int, dict[str, Any]] = {place.id: {} for place in placements}
    for tool in every():
        if tool.standings and placements:
            found: Known = tool.load(tool.standings)(placements)
            for placement_id, said in found.items():
                _add(known[placement_id], said)
    return {placement_id: Standing(**said) for placement_id, said in known.items()}


def _add(known: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Take up what one more tool says. Of the days on which to look again, or since which mail is lost, the first counts."""
    if unknown := said.keys() - _FIELDS:
        raise KeyError(f"a standing has no {', '.join(sorted(unknown))}")
    days = {name: [one[name] for one in (known, said) if one.get(name)] for name in _FIRST}
    known.update(said)
    known.update({name: min(found) for name, found in days.items() if found})


def day_of(moment: datetime) -> date:
    """Return the day of a moment by the site's clock, whoever asks: what is kept is the same for all."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def site_today() -> date:
    """Return today by the site's clock, as `day_of` says the day of a moment."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


@dataclass(frozen=True)
class Count:
    """How many of something there are in a course: a sentence without its full stop, to stand in a list or in a row.

    `address` is where to see them, "" for nowhere.
    """

    number: int
    sentence: str
    address: str = ""


def counts(actor: Actor) -> Sequence[Count]:
    """Return what the tools count for the staff of the actor's course, without what there is none of."""
    found: list[Count] = []
    for tool in every():
        if tool.counts:
            found += tool.load(tool.counts)(actor)
    return [one for one in found if one.number]
