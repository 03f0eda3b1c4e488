"""For blocks that live in a placement (plan, log): which one, how to begin one, how to join one."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from xblock.fields import Scope, String

from ..tools.actor import Actor
from ..tools.errors import BadRequest, Invalid, NotFound
from ..tools.placements import api as placements
from ..tools.placements.api import PlacementView
from .base import action


class PlacedMixin:
    """Mixed into an InternshipBlock. `self.placement(actor, data)` is the placement at hand."""

    placement_id = String(
        scope=Scope.user_state, default="", help="The placement this learner had open here last, as its number."
    )

    def placement(self: Any, actor: Actor, data: MultiValueDict[str, str] | None = None) -> PlacementView | None:
        """The placement named in `data`, else the one open last, else the newest, else None."""
        if data and "placement" in data:
            return placements.get(actor, placement_id=number(data, "placement"))
        found = placements.mine(actor, course_key=actor.course_key)
        chosen = [view for view in found if str(view.id) == self.placement_id]
        return (chosen or found or [None])[0]

    def the_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> PlacementView:
        """As `placement`, where a form must have said which."""
        if "placement" not in data:
            raise BadRequest()
        found: PlacementView = self.placement(actor, data)
        if found.course_key != actor.course_key:
            raise NotFound()
        return found

    @action()
    def start_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        view = placements.start(actor, course_key=actor.course_key, role=data.get("role", ""))
        self.placement_id = str(view.id)
        return self.show(actor)  # type: ignore[no-any-return]

    @action()
    def join_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        code = data.get("code", "").strip()
        if not code:
            raise Invalid(fields={"code": [_("Paste the code from your invitation.")]})
        view = placements.join(actor, course_key=actor.course_key, code=code.rstrip("/").rsplit("/", 1)[-1])
        self.placement_id = str(view.id)
        return self.show(actor)  # type: ignore[no-any-return]

    @action()
    def choose_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        self.placement_id = str(self.the_placement(actor, data).id)
        return self.show(actor)  # type: ignore[no-any-return]


def number(data: MultiValueDict[str, str], name: str, default: int | None = None) -> int:
    """A whole number from a form's hidden field; BadRequest for anything else. Fits a database's integer."""
    text = data.get(name, "")
    if text == "" and default is not None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadRequest()
    return int(text)
