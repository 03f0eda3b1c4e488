"""What stands in a placement (plan, log): which one, the way to another, how to begin one, how to join one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from xblock.fields import DateTime, Integer, Scope, String

from ....core.actor import Actor
from ....core.errors import Invalid, NotFound
from ....core.language.text import whole_number
from ....ui.action import Data, action
from ....ui.activity import Activity
from .. import api as placements
from ..api import PlacementView


class PlacedBlock:
    """Mixed into an InternshipBlock whose activity is a PlacedActivity: where a learner's choice is kept."""

    placement_id = String(
        scope=Scope.user_state, default="", help="The placement this learner had open here last, as its number."
    )
    chosen_at = DateTime(scope=Scope.user_state, default=None, help="When this learner chose that one.")
    link_days = Integer(
        scope=Scope.settings, default=placements.INVITATION_DAYS,
        help="Days that personal links made here work after the last period; at most 60.",
    )  # fmt: skip

    def memory(self) -> BlockMemory:
        return BlockMemory(self)


class BlockMemory:
    """The memory of a block: two fields of one learner's state."""

    is_named = False

    def __init__(self, block: PlacedBlock) -> None:
        self.block = block

    @property
    def placement_id(self) -> int | None:
        known = str(self.block.placement_id)
        return int(known) if known.isascii() and known.isdigit() else None

    @property
    def chosen_at(self) -> datetime | None:
        chosen: datetime | None = self.block.chosen_at
        return chosen

    def keep(self, placement_id: int, chosen_at: datetime | None = None) -> None:
        self.block.placement_id = str(placement_id)
        if chosen_at is not None:
            self.block.chosen_at = chosen_at


class PlacedActivity(Activity):
    """An activity in a placement. Its settings say `placement_kind`, and `owner_role`, whom to suggest for a new placement."""

    _entered: PlacementView | None = None  # the placement of the page, as it was on coming in

    @property
    def placement_kind(self) -> str:
        """The kind of placement this stands in: in staff mode ONBOARDING; "" for any, on a page of one."""
        return str(self.settings.placement_kind)

    def open_placement(self, actor: Actor) -> PlacementView | None:
        """Return the placement open here: the last one, unless the learner has come into another since (by a link).

        On a page it is the one of the address; NotFound where that is not this person's, or of another kind.
        """
        memory, entered = self.surface.memory, self._entered
        if entered is not None and entered.id == memory.placement_id:
            return entered
        if not memory.is_named:
            return placements.opened(
                actor, course_key=actor.course_key, kind=self.placement_kind, last=memory.placement_id, since=memory.chosen_at
            )
        view = placements.get(actor, placement_id=memory.placement_id or 0)
        if self.placement_kind not in ("", view.kind):
            raise NotFound()
        return view

    def enter(self, actor: Actor) -> None:
        """Raise NotFound where the placement of the page is not this person's. What is shown next has it without asking."""
        self._entered = self.open_placement(actor)

    def choose(self, actor: Actor, view: PlacementView) -> str:
        """Open a placement here, now and next time."""
        self.keep_open(view.id)
        return self.show(actor)

    def keep_open(self, placement_id: int) -> None:
        self.surface.memory.keep(placement_id, timezone.now())

    def the_placement(self, actor: Actor, data: Data) -> PlacementView:
        """Return the placement that a form names."""
        return placements.get(actor, placement_id=number(data, "placement"))

    def start_panel(self, actor: Actor, purpose: str, label: str) -> str:
        """The first screen of somebody who has no placement here: what it is for, how to begin one, how to join one."""
        return self.html(
            "placements/macros/start.html#start_panel", purpose=purpose, roles=placements.roles_of(self.placement_kind),
            suggested_role=self.settings.owner_role, start_label=label, actor=actor,
        )  # fmt: skip

    @action("GET")
    def begin(self, actor: Actor, data: Data) -> str:
        """What opening a new placement would mean, and the button that does it: somebody may have opened one already."""
        roles = dict(placements.roles_of(self.placement_kind))
        role = data.get("role", "")
        if role not in roles:
            raise Invalid(fields={"role": [_("Choose who you are in this placement.")]})
        return self.html("placements/begin.html", role=role, role_label=roles[role])

    @action("GET")
    def first_screen(self, actor: Actor, data: Data) -> str:
        """Back to where a new placement was offered."""
        return self.show(actor)

    @action()
    def start_placement(self, actor: Actor, data: Data) -> str:
        role, kind = data.get("role", ""), self.placement_kind
        return self.choose(actor, placements.start(actor, course_key=actor.course_key, role=role, kind=kind))

    @action()
    def join_placement(self, actor: Actor, data: Data) -> str:
        view = placements.join(actor, course_key=actor.course_key, code=data.get("code", ""), kind=self.placement_kind)
        return self.choose(actor, view)

    @action("GET")
    def other_placements(self, actor: Actor, data: Data) -> str:
        """The learner's placements, and the ways to one more: asked for seldom, and who mentors many has a long list.

        A page of them; with `find` those that `search` finds, with `after` the next page of either.
        """
        search, after = data.get("search", ""), data.get("after", "")
        page = placements.mine(actor, course_key=actor.course_key, kind=self.placement_kind, search=search, after=after)
        more = page.count - len(page.rows)
        context: dict[str, Any] = {
            "page": page, "more": more, "next": min(more, placements.PAGE_SIZE), "current": number(data, "placement"),
            "has_focus": bool(after), "others_form": f"#{self.html_id}-others-find",
        }  # fmt: skip
        if after or "find" in data:
            return self.html("placements/macros/ways.html#placement_rows" if after else "placements/found.html", **context)
        roles = placements.roles_of(self.placement_kind)
        return self.html("placements/others.html", roles=roles, suggested_role=self.settings.owner_role, **context)

    @action()
    def choose_placement(self, actor: Actor, data: Data) -> str:
        return self.choose(actor, self.the_placement(actor, data))


def number(data: Data, name: str) -> int:
    """Read a whole number from a form's hidden field; BadRequest for anything else."""
    return whole_number(data.get(name, ""))
