"""Where a screen stands: in a block of a course, or on a page of ours. A screen knows no more of it than is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ..core.actor import Actor
from .jinja import render
from .texts import TEXTS

AROUND = ("block", "plan", "placement")  # what macros know besides, where a screen says it


class Memory(Protocol):
    """Which placement one person has open in one activity, from one visit to the next.

    `is_named`: the address of a page says which, and no other is shown in its place. `chosen_at` is None where nobody chose it.
    """

    is_named: bool

    @property
    def placement_id(self) -> int | None: ...

    @property
    def chosen_at(self) -> datetime | None: ...

    def keep(self, placement_id: int, chosen_at: datetime | None = None) -> None:
        """Keep this placement open; with `chosen_at` as one that the person chose then."""


class Addresses(dict[str, str]):
    """The addresses of actions by their names. KeyError for the name of no action.

    Each is looked up when it is first asked for: a screen shows few of many.
    """

    def __init__(self, names: Collection[str], address_of: Callable[[str], str]) -> None:
        super().__init__()
        self.names = names
        self.address_of = address_of

    def __missing__(self, name: str) -> str:
        if name not in self.names:
            raise KeyError(name)
        self[name] = self.address_of(name)
        return self[name]


def html_id_of(usage_id: str, prefix: str = "ix") -> str:
    """Return what begins every id in the HTML of an activity, so that several can share a page.

    It is the same in its block and on its page: what this computer keeps of a draft is found from both (copies.js).
    """
    return prefix + hashlib.sha256(usage_id.encode()).hexdigest()[:8]


def keeper_of(actor: Actor) -> str:
    """Return for whom a page is made, as the draft keeper names the copies of what this person types; "" for nobody.

    A guest is known by their seat: of two who use one computer neither finds the other's words.
    """
    return f"seat-{actor.seat_id}" if actor.is_guest else str(actor.user_id or "")


@dataclass
class Surface:
    """What a screen may know of where it stands, and its one way to HTML.

    `usage_id` is the key of the block whose activity this is, as text; `urls` the addresses of its actions. `in_studio_editor`
    is set while an answer is for Studio's editor.
    """

    actor: Actor
    usage_id: str
    html_id: str
    urls: Addresses
    memory: Memory
    in_studio_editor: bool = False

    @property
    def course_key(self) -> str:
        return self.actor.course_key

    def html(self, template: str, **context: Any) -> str:
        """Render a template of ours, which always knows `html_id`, `actor`, and the `urls` of the actions."""
        around = {"html_id": self.html_id, "actor": self.actor, "urls": self.urls}
        around |= {name: context.pop(name) for name in AROUND if name in context}
        return render(template, around, **context)

    def shell(self, body: str) -> str:
        """Return a whole screen: what our script starts, with its words, around `body`."""
        known = {"texts": TEXTS, "in_studio_editor": self.in_studio_editor}
        return self.html("ui/block.html", body=body, keeper=keeper_of(self.actor), **known)

    # What an action leaves in the memory of a surface. Only a block's is stored.

    def save(self) -> None:
        """Store what an action changed, before it is answered: a refusal by the platform is told in words."""

    def forget(self) -> None:
        """Drop what a refused action changed."""

    def begin_again(self) -> None:
        """Forget what a first attempt changed. Busy where it cannot be undone."""
