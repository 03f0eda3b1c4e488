"""What a screen can be asked to do: a method marked as an action, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.datastructures import MultiValueDict

from ..core.language.text import BODY_LIMIT

Data = MultiValueDict[str, str]
Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass
class Reply:
    """What an action answers: a piece of HTML for the page, and headers for the script (`HX-Trigger`)."""

    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """A method that a browser may call: `(self, actor, data) -> str | Reply`. `limit`: the bytes it takes in a request."""

    method: Callable[..., str | Reply]
    http_method: str
    limit: int

    @property
    def is_for_studio(self) -> bool:
        return self.method.__name__.startswith("studio_")


def action(http_method: str = "POST", limit: int = BODY_LIMIT) -> Callable[[Method], Method]:
    """Mark a method `(self, actor, data) -> str | Reply` of an activity or a block as an action.

    `data` holds the cleaned form fields. Whatever the method raises as a ToolError becomes a 4xx answer in words;
    everything happens in one transaction, so that nothing is half done, and may be begun twice (transactions.py). In a block
    it becomes a handler, on a page an address (answering.py). The name must not be `save`.
    """

    def mark(method: Method) -> Method:
        method.action = Action(method, http_method, limit)  # type: ignore[attr-defined]
        return method

    return mark


def actions_of(owner: type) -> Mapping[str, Action]:
    """Return the actions of a class by their names, inherited ones too."""
    found = ((name, getattr(getattr(owner, name, None), "action", None)) for name in dir(owner))
    return {name: one for name, one in found if isinstance(one, Action)}
