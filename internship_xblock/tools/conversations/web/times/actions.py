"""What people do to find a time, on the page of a placement's conversations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....ui.action import Data, action
from .....ui.activity import Activity
from .....ui.refusals import in_form_of
from ....placements.api import PlacementView
from ....placements.web.placed import number
from ... import api as conversations
from ...api import ConversationView
from .. import words
from . import screen

TICK = "tick-"  # the names of what is ticked begin so


class TimesActivity(Activity):
    """Proposing times, saying when one can, choosing and withdrawing. A subclass says what the page shows afterwards."""

    @property
    def placement(self) -> PlacementView:
        raise NotImplementedError

    def listed(self, actor: Actor, checkpoint: str = "", day: str = "", said: str = "") -> str:
        """All conversations, one of them open."""
        raise NotImplementedError

    def drawn(self, actor: Actor, data: Data, said: str = "") -> str:
        """The conversation that a form is about."""
        raise NotImplementedError

    def found(self, actor: Actor, data: Data) -> ConversationView:
        """The same as a value; NotFound where it is gone."""
        raise NotImplementedError

    @action("GET")
    def show_times_form(self, actor: Actor, data: Data) -> str:
        """The form for proposing times, once somebody wants to: for one conversation, or for another."""
        view = self.found(actor, data) if data.get("checkpoint") else None
        return self.html(
            "conversations/times_form.html", placement=self.placement, form=screen.proposing(self.placement, view)
        )  # fmt: skip

    @action()
    def propose_times(self, actor: Actor, data: Data) -> str:
        which = _which(data)
        typed = [(data.get(f"day{at}", ""), data.get(f"clock{at}", "")) for at in range(1, conversations.TIMES_LIMIT + 1)]
        with in_form_of(f"{screen.place_of(**which)}-times"):  # several forms are on the page
            checkpoint, day = conversations.propose_times(
                actor, placement_id=self.placement.id, **which, revision=number(data, "revision"), times=typed,
                minutes=number(data, "minutes"), zone=data.get("zone", ""), place=data.get("place", ""),
                link=data.get("link", ""), asked=data.getlist("asked"),
            )  # fmt: skip
        return self.listed(actor, checkpoint, day, _("The times are proposed. The others are asked to say when they can."))

    @action()
    def answer_times(self, actor: Actor, data: Data) -> str:
        ticks = {name.removeprefix(TICK): data.get(name, "") for name in data if name.startswith(TICK) and data.get(name)}
        with in_form_of(f"{words.place_named(**_which(data))}-answer"):
            conversations.answer_times(
                actor, placement_id=self.placement.id, **_which(data), revision=number(data, "revision"), ticks=ticks
            )
        return self.drawn(actor, data, _("Saved. You can change it until a time is chosen."))

    @action()
    def choose_time(self, actor: Actor, data: Data) -> str:
        which = _which(data)
        conversations.choose_time(
            actor, placement_id=self.placement.id, **which, revision=number(data, "revision"), key=data.get("time", "")
        )
        return self.listed(actor, **which, said=_("The time is chosen. The others are told."))

    @action()
    def withdraw_times(self, actor: Actor, data: Data) -> str:
        which = _which(data)
        conversations.withdraw_times(actor, placement_id=self.placement.id, **which, revision=number(data, "revision"))
        return self.listed(actor, **which, said=_("It is withdrawn. Those who had been told are told."))


def _which(data: Data) -> dict[str, str]:
    return {"checkpoint": data.get("checkpoint", ""), "day": data.get("day", "")}
