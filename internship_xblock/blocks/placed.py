"""For blocks that live in a placement (plan, log): which one, the way to another, how to begin one, how to join one."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from xblock.fields import Integer, Scope, String

from ..tools.actor import Actor
from ..tools.errors import Invalid
from ..tools.placements import api as placements
from ..tools.placements.api import PlacementView
from ..tools.text import whole_number
from .base import action


class PlacedMixin:
    """Mixed into an InternshipBlock. `self.the_placement(actor, data)` is the placement at hand.

    The block has `owner_role`, whom to suggest for a new placement.
    """

    placement_kind = placements.PLACEMENT  # a block in staff mode has ONBOARDING

    placement_id = String(
        scope=Scope.user_state, default="", help="The placement this learner had open here last, as its number."
    )

    placements_known = Integer(
        scope=Scope.user_state, default=0, help="How many placements this learner had when choosing that one."
    )

    def placements_of(self: Any, actor: Actor) -> list[PlacementView]:
        """The learner's placements that this block can show."""
        return placements.mine(actor, course_key=actor.course_key, kind=self.placement_kind)

    def chosen(self: Any, found: list[PlacementView]) -> PlacementView | None:
        """Of the learner's placements the one open here last, unless they have come into another since (by a link)."""
        last = next((view for view in found if str(view.id) == self.placement_id), None)
        if last is None or len(found) > self.placements_known:
            return found[0] if found else None
        return last

    def choose(self: Any, actor: Actor, view: PlacementView) -> str:
        """Open a placement here, now and next time."""
        self.placement_id = str(view.id)
        self.placements_known = len(self.placements_of(actor))
        return self.show(actor)  # type: ignore[no-any-return]

    def the_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> PlacementView:
        """The placement that a form names."""
        return placements.get(actor, placement_id=number(data, "placement"))

    @action("GET")
    def begin(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """What opening a new placement would mean, and the button that does it: somebody may have opened one already."""
        roles = dict(placements.roles_of(self.placement_kind))
        if data.get("role") not in roles:
            raise Invalid(fields={"role": [_("Choose who you are in this placement.")]})
        return self.html("placements/begin.html", role=data["role"], role_label=roles[data["role"]])  # type: ignore[no-any-return]

    @action("GET")
    def first_screen(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """Back to where a new placement was offered."""
        return self.show(actor)  # type: ignore[no-any-return]

    @action()
    def start_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        role, kind = data.get("role", ""), self.placement_kind
        return self.choose(actor, placements.start(actor, course_key=actor.course_key, role=role, kind=kind))  # type: ignore[no-any-return]

    @action()
    def join_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        code = data.get("code", "").strip().rstrip("/").rsplit("/", 1)[-1]  # or the whole link it came in
        view = placements.join(actor, course_key=actor.course_key, code=code, kind=self.placement_kind)
        return self.choose(actor, view)  # type: ignore[no-any-return]

    @action("GET")
    def other_placements(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """The learner's placements, and the ways to one more: asked for seldom, and who mentors many has a long list."""
        return self.html(  # type: ignore[no-any-return]
            "placements/others.html",
            placements=self.placements_of(actor),
            roles=placements.roles_of(self.placement_kind),
            suggested_role=self.owner_role,
            current=number(data, "placement"),
        )

    @action()
    def choose_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        return self.choose(actor, self.the_placement(actor, data))  # type: ignore[no-any-return]


def number(data: MultiValueDict[str, str], name: str) -> int:
    """A whole number from a form's hidden field; BadRequest for anything else."""
    return whole_number(data.get(name, ""))
