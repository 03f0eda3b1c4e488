"""What a tool says of itself, for all that must know every tool. `registry.py` lists the tools; this file knows none.

A tool is described by plain values and by the addresses of its code, so that the description can be read before Django is
ready: settings and permissions need it then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from .permissions import Role


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A folder of `tools/`. Addresses are relative to it: "web.block:PlanBlock" is PlanBlock in its web/block.py."""

    name: str
    verbs: Mapping[str, frozenset[Role]]  # the rows of the permission table
    read_only: frozenset[str] = frozenset()  # verbs that staff who look as somebody else may use
    private: frozenset[str] = frozenset()  # verbs for what not even they may read
    by_link: frozenset[str] = frozenset()  # verbs that a guest may use too: who acts by a link, in the role of their seat
    blocks: Mapping[str, str] = field(default_factory=dict)  # the class of each XBlock, by its tag
    models: tuple[str, ...] = ("models",)  # the modules that hold its tables
    pages: str = ""  # the module with its `urlpatterns`
    forget: str = ""  # what erases a person: a function of a `Leaving`
    today: str = ""  # what it says on Today: a function of an actor and their placements (core/today.py)
    today_after: str = ""  # what it makes of what all others say there: a function of an actor, placements and a Part
    overseen: str = ""  # what it says of placements to who looks at them without a part in them: a function of them
    today_own: str = ""  # what waits for a person outside any placement: a function of an actor
    queue: str = ""  # what waits for the staff of a course: a function of an actor, who is staff of the actor's course
    submissions: Mapping[str, str] = field(default_factory=dict)  # how each kind of submission is read
    moving: str = ""  # how the days of a placement are moved: an object, see core/moving.py
    closing: str = ""  # how far the end of a placement is: a function of an actor and a placement, see core/closing.py
    closings: str = ""  # the same of several of an actor's placements at once
    papers: str = ""  # what was issued about a person, as files: a function of an actor, see core/own_data.py
    notices: str = ""  # what it can tell people of: the list of its kinds (core/notices.py)
    guests: str = ""  # who came by a personal link in a browser: a function of its key, see core/guests.py
    stays: str = ""  # first and last days of placements: a function of their ids, see core/guests.py
    times: str = ""  # the clock times that were chosen for conversations: a function of placements' ids, see core/times.py
    asked: str = ""  # what is asked of who joins a placement, and where: a function, see core/guests.py
    standings: str = ""  # what it knows of how placements stand: a function of them, see core/standing.py
    counts: str = ""  # what it counts for the staff of a course: a function of an actor, see core/standing.py

    @property
    def package(self) -> str:
        return f"internship_xblock.tools.{self.name}"

    def load(self, path: str) -> Any:
        """Return the module, or what is called so in it, at a path of this tool."""
        module, _, name = path.partition(":")
        found = import_module(f"{self.package}.{module}")
        return getattr(found, name) if name else found


@dataclass(frozen=True)
class Leaving:
    """A person who is forgotten, by their account (with the seats it took) or by a seat: guests have no account.

    `placement_ids` are their placements, `names` those they have there, `left_alone` the placements that were theirs alone.
    """

    user_id: int | None = None
    seat_ids: Sequence[int] = ()
    placement_ids: Sequence[int] = ()
    names: Sequence[str] = ()
    left_alone: Sequence[int] = ()
    party_uids: Mapping[int, Sequence[str]] = field(default_factory=dict)  # by the placement: what frozen texts call them


_tools: list[Tool] = []


def register(tools: Sequence[Tool]) -> None:
    """Make these the tools of the product. Called once, by `registry.py`."""
    _tools[:] = tools


def every() -> Sequence[Tool]:
    """Return the tools, each after those it stands on."""
    return tuple(_tools)


def submission_kind(kind: str) -> Any:
    """Return what the tool that knows a kind of submission says of it (reviews/subject.py). KeyError where none does."""
    for tool in _tools:
        if kind in tool.submissions:
            return tool.load(tool.submissions[kind])
    raise KeyError(kind)
