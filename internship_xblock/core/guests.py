"""Who came into a browser by a personal link, and what awaits them: asked of the tools, known by none above them.

A tool says in its `tool.py` what it can answer: `guests` (the tool that keeps the links), `stays` and `asked` (a tool in which
placements are planned or written about).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .actor import Actor
from .errors import Words
from .tools import every


@dataclass(frozen=True)
class GuestSeat:
    """A seat that was opened in a browser by a personal link. `is_live`: the link and the seat are still this person's.

    `role_label` is what they are there, in words that wait for a language; `language` is the link's, "" for the browser's own.
    `is_outranked`: the account that is signed in has a part in the placement itself.
    """

    actor: Actor
    placement_id: int
    role_label: Words = ""
    language: str = ""
    is_live: bool = True
    is_outranked: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked of somebody who joins a placement: a whole sentence, where it is done, and about how long it takes."""

    sentence: str
    address: str
    minutes: int
    is_where_invited: bool = False


Stays = Mapping[int, tuple[date, date]]  # by the placement: the first day of its first period, the last of its last


def seats_by(key: str, user_id: int | None = None) -> Sequence[GuestSeat]:
    """Return the seats that were opened in the browser with this key, the last one first. One query; none without a key.

    `user_id` is the account that is signed in there.
    """
    if not key:
        return ()
    found: list[GuestSeat] = []
    for tool in every():
        if tool.guests:
            found += tool.load(tool.guests)(key, user_id)
    return found


def stays(placement_ids: Collection[int]) -> Stays:
    """Return when these placements begin and end, as far as somebody planned it. One query a tool that knows."""
    found: dict[int, tuple[date, date]] = {}
    for tool in every():
        if tool.stays and placement_ids:
            found = {**tool.load(tool.stays)(placement_ids), **found}
    return found


@dataclass(frozen=True)
class Joining:
    """A placement as somebody is about to join it. `student`: whose it is, in words, "" for their own.

    `usage_key` is the block from which they were invited, "" where that is not known: what is done there comes first.
    """

    course_key: str
    placement_id: int
    student: str
    usage_key: str = ""


def asked(joining: Joining) -> Sequence[Asked]:
    """Return what is asked of who takes a seat in a placement, the first thing first. Some queries a tool."""
    found: list[Asked] = []
    for tool in every():
        if tool.asked:
            found += tool.load(tool.asked)(joining)
    return sorted(found, key=lambda one: not one.is_where_invited)
