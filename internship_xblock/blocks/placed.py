"""For blocks that live in a placement (plan, log): which one, the way to another, how to begin one, how to join one."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from xblock.fields import Integer, Scope, String

from ..openedx.platform import get_platform
from ..tools.actor import Actor
from ..tools.placements import api as placements
from ..tools.placements.api import PlacementView
from ..tools.reviews.resetting import take_back_points
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

    @action()
    def start_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        role, kind = data.get("role", ""), self.placement_kind
        return self.choose(actor, placements.start(actor, course_key=actor.course_key, role=role, kind=kind))  # type: ignore[no-any-return]

    @action()
    def join_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        view = placements.join(actor, course_key=actor.course_key, code=data.get("code", ""), kind=self.placement_kind)
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

    def clear_student_state(
        self: Any, *, user_id: str, course_id: str, item_id: str, requesting_user_id: str = "", **_more: Any
    ) -> None:
        """Keep our points equal to the grade that "Delete learner state" in the LMS takes away. `user_id`: the anonymous id.

        The LMS leaves the grade to a block that has this method, and deletes the learner's row right after it.
        """
        take_back_points(usage_key=item_id, anonymous_id=user_id)
        if self.has_score:
            get_platform().set_grade(
                course_key=course_id, usage_key=item_id, anonymous_id=user_id, earned=0.0, possible=self.max_score(),
                is_deleted=True,
            )  # fmt: skip


def number(data: MultiValueDict[str, str], name: str) -> int:
    """A whole number from a form's hidden field; BadRequest for anything else."""
    return whole_number(data.get(name, ""))
