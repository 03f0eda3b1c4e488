"""A tool's screens and actions as a plain class, which stands in a block or on a page without knowing which."""

from __future__ import annotations

from typing import Any

from ..core.actor import Actor
from ..core.errors import NotFound
from .surface import Addresses, Surface


class Activity:
    """What one person sees and does in one activity of a course: `show(actor)` and the methods marked as actions.

    `settings` are its author's, as a frozen dataclass that `InternshipBlock.author_settings` makes; templates know them as
    `block`. One is made for each request.
    """

    def __init__(self, surface: Surface, settings: Any) -> None:
        self.surface = surface
        self.settings = settings

    @property
    def actor(self) -> Actor:
        return self.surface.actor

    @property
    def course_key(self) -> str:
        return self.surface.course_key

    @property
    def usage_id(self) -> str:
        return self.surface.usage_id

    @property
    def html_id(self) -> str:
        return self.surface.html_id

    @property
    def urls(self) -> Addresses:
        return self.surface.urls

    def html(self, template: str, **context: Any) -> str:
        """Render a template of ours, which knows the author's settings besides what every surface tells."""
        return self.surface.html(template, **{"block": self.settings, **context})

    def enter(self, actor: Actor) -> None:
        """Raise NotFound or NotAllowed where this person has no business on the page of this activity.

        Asked before anything on a page is shown or done: in a block the platform has let the person in. An activity that does
        not say has no page.
        """
        raise NotFound()

    def show(self, actor: Actor) -> str:
        raise NotImplementedError
