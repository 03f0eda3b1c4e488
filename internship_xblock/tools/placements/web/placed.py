"""For blocks that live in a placement (plan, log): which one, the way to another, how to begin one, how to join one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from xblock.fields import DateTime, Scope, String

from ....core.actor import Actor
from ....core.errors import Invalid
from ....core.text import whole_number
from ....ui.block import action
from .. import api as placements
from ..api import PlacementView


class PlacedMixin:
    """Mixed into an InternshipBlock. `self.the_placement(actor, data)` is the placement at hand.

    The block has `owner_role`, whom to suggest for a new placement.
    """

    @property
    def placement_kind(self) -> str:
        """The kind of placement this block lives in: a block in staff mode has ONBOARDING."""
        return placements.PLACEMENT

    placement_id = String(
        scope=Scope.user_state, default="", help="The placement this learner had open here last, as its number."
    )

    chosen_at = DateTime(scope=Scope.user_state, default=None, help="When this learner chose that one.")

    def open_placement(self: Any, actor: Actor) -> PlacementView | None:
        """The placement open here: the last one, unless the learner has come into another since (by a link)."""
        last = int(self.placement_id) if self.placement_id.isascii() and self.placement_id.isdigit() else None
        return placements.opened(actor, course_key=actor.course_key, kind=self.placement_kind, last=last, since=self.chosen_at)

    def choose(self: Any, actor: Actor, view: PlacementView) -> str:
        """Open a placement here, now and next time."""
        self.keep_open(view.id)
        return self.show(actor)

    def keep_open(self: Any, placement_id: int) -> None:
        self.placement_id, self.chosen_at = str(placement_id), timezone.now()

    def the_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> PlacementView:
        """The placement that a form names."""
        return placements.get(actor, placement_id=number(data, "placement"))

    @action("GET")
    def begin(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """What opening a new placement would mean, and the button that does it: somebody may have opened one already."""
        roles = dict(placements.roles_of(self.placement_kind))
        role = data.get("role", "")
        if role not in roles:
            raise Invalid(fields={"role": [_("Choose who you are in this placement.")]})
        return self.html("placements/begin.html", role=role, role_label=roles[role])

    @action("GET")
    def first_screen(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """Back to where a new placement was offered."""
        return self.show(actor)

    @action()
    def start_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        role, kind = data.get("role", ""), self.placement_kind
        return self.choose(actor, placements.start(actor, course_key=actor.course_key, role=role, kind=kind))

    @action()
    def join_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        view = placements.join(actor, course_key=actor.course_key, code=data.get("code", ""), kind=self.placement_kind)
        return self.choose(actor, view)

    @action("GET")
    def other_placements(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """The learner's placements, and the ways to one more: asked for seldom, and who mentors many has a long list.

        A page of them; with `find` those that `search` finds, with `after` the next page of either.
        """
        search, after = data.get("search", ""), data.get("after", "")
        page = placements.mine(actor, course_key=actor.course_key, kind=self.placement_kind, search=search, after=after)
        more = page.count - len(page.rows)
        context = {
            "page": page, "more": more, "next": min(more, placements.PAGE_SIZE), "current": number(data, "placement"),
            "has_focus": bool(after), "others_form": f"#{self.html_id}-others-find",
        }  # fmt: skip
        if after or "find" in data:
            return self.html("placements/macros/ways.html#placement_rows" if after else "placements/found.html", **context)
        roles = placements.roles_of(self.placement_kind)
        return self.html("placements/others.html", roles=roles, suggested_role=self.owner_role, **context)

    @action()
    def choose_placement(self: Any, actor: Actor, data: MultiValueDict[str, str]) -> str:
        return self.choose(actor, self.the_placement(actor, data))


def number(data: MultiValueDict[str, str], name: str) -> int:
    """A whole number from a form's hidden field; BadRequest for anything else."""
    return whole_number(data.get(name, ""))
