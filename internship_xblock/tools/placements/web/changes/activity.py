"""Something has changed: the dates are moved, the placement is paused, goes on or ends early. Said before it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .....core import moving
from .....core.actor import Actor
from .....core.errors import Invalid, NotFound
from .....core.moving import Move, Moves, Wanted
from .....records.reading import as_date
from .....ui.action import Data, action
from .....ui.refusals import at_fields
from ... import api as placements
from ...api import PlacementView
from ..links.inviting import InvitingActivity
from ..placed import number


class ChangingActivity(InvitingActivity):
    """An activity from which a placement is changed while it runs."""

    def changed(self, actor: Actor, said: str) -> str:
        """Return the whole screen after a change, which `said` tells of."""
        raise NotImplementedError

    @action("GET")
    def changing(self, actor: Actor, data: Data) -> str:
        """What can be changed, by this person, and what was."""
        view = self.the_placement(actor, data)
        return self.html(
            "placements/changing.html", placement=view, timing=view.timing, may_change=self._may(actor, view, "pause"),
            may_ask=self._may(actor, view, "ask_for_change") and not self._may(actor, view, "pause"),
            may_move=bool(_movers(actor, view)), changes=placements.changes(actor, placement=view),
            today=timezone.localdate(), pause=view.timing.next_pause(timezone.localdate()),
        )  # fmt: skip

    @action("GET")
    def look_at_move(self, actor: Actor, data: Data) -> str:
        """What moving the dates would do: nothing is stored."""
        view = self.the_placement(actor, data)
        with at_fields("move"):
            wanted = _wanted(data)
            found = [move for one in _movers(actor, view) if (move := one.look(actor, view, wanted)) is not None]
        if not found:
            raise Invalid(_("No dates are planned yet. They come from the plan."))
        return self.html("placements/moving.html", placement=view, moves=found, wanted=wanted)

    @action()
    def move_dates(self, actor: Actor, data: Data) -> str:
        view, wanted = self.the_placement(actor, data), _wanted(data)
        shown = data.getlist("shown")
        done: list[Move] = []
        for one, known in zip(_movers(actor, view), shown, strict=False):
            move = one.move(actor, view, wanted, known)
            done += [move] if move is not None else []
        if not done:
            raise NotFound()
        return self.changed(actor, _("The dates are moved in the draft of the plan. Read it, then submit the next version."))

    @action()
    def pause(self, actor: Actor, data: Data) -> str:
        with at_fields("pause"):
            placements.pause(
                actor,
                **_known(data),
                first=typed_day(data, "first"),
                last=typed_day(data, "last"),
                reason=data.get("reason", ""),
            )
        return self.changed(actor, _("The pause is saved, and everybody in the placement is told."))

    @action()
    def resume(self, actor: Actor, data: Data) -> str:
        with at_fields("resume"):
            placements.resume(actor, **_known(data), on=typed_day(data, "on"), reason=data.get("reason", ""))
        return self.changed(actor, _("The placement resumes, and everybody in it is told."))

    @action()
    def end_early(self, actor: Actor, data: Data) -> str:
        with at_fields("end"):
            placements.end_early(actor, **_known(data), last=typed_day(data, "last"), reason=data.get("reason", ""))
        return self.changed(actor, _("The last day is saved, and everybody in the placement is told."))

    @action()
    def reopen(self, actor: Actor, data: Data) -> str:
        with at_fields("reopen"):
            placements.reopen(actor, **_known(data), reason=data.get("reason", ""))
        return self.changed(actor, _("The placement continues after all, and everybody in it is told."))

    @action()
    def ask_for_change(self, actor: Actor, data: Data) -> str:
        with at_fields("ask"):
            placements.ask_for_change(actor, **_known(data), reason=data.get("reason", ""))
        return self.changed(actor, _("Your request has been sent to those who decide."))

    @action()
    def keep_as_it_is(self, actor: Actor, data: Data) -> str:
        with at_fields("keep"):
            placements.keep_as_it_is(actor, **_known(data), reason=data.get("reason", ""))
        return self.changed(actor, _("Your answer is saved, and everybody in the placement is told."))


def _movers(actor: Actor, view: PlacementView) -> list[Moves]:
    return [one for one in moving.moves() if one.may(actor, view)]


def _known(data: Data) -> dict[str, Any]:
    """Which placement, and the number of the change that was seen."""
    return {"placement_id": number(data, "placement"), "known": number(data, "known")}


def typed_day(data: Data, name: str) -> date | None:
    """Read a day as a browser sends it; None for none."""
    typed = data.get(name, "").strip()
    day = as_date(typed)
    if typed and day is None:
        raise Invalid(fields={name: [_("This is not a day. Choose one in the calendar.")]})
    return day


def _wanted(data: Data) -> Wanted:
    weeks: int | None = None
    typed = data.get("weeks", "").strip().replace("\N{MINUS SIGN}", "-")
    if typed:
        try:
            weeks = int(typed) if len(typed) < 6 else 0
        except ValueError:
            weeks = 0  # refused by whoever moves, in words
    return Wanted(weeks, typed_day(data, "first"), typed_day(data, "last"))
