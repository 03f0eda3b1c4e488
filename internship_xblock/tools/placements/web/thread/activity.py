"""The thread on the placement's page: it comes when the page is scrolled there, and is noted as read when it is seen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....ui.action import Data, action
from .....ui.refusals import at_fields
from ... import api as placements
from ...api import PlacementView, Thread
from ..checklist.activity import ChecklistActivity
from ..placed import number


class ThreadActivity(ChecklistActivity):
    """An activity with the thread of its placement."""

    def next_refreshed(self, actor: Actor, view: PlacementView) -> str:
        """Return the piece of the page that says what comes next, as it is now."""
        raise NotImplementedError

    @action("GET")
    def thread(self, actor: Actor, data: Data) -> str:
        """The newest messages and the form; with `after` those that came before that one. Nothing is noted as read."""
        view = self.the_placement(actor, data)
        before = number(data, "after") if "after" in data else 0
        found = placements.thread(actor, placement=view, before=before)
        if before:
            return self.html("placements/macros/thread.html#message_lines", thread=found, placement=view, has_focus=True)
        return self._part(found)

    @action()
    def write_message(self, actor: Actor, data: Data) -> str:
        with at_fields("thread"):
            placements.write_message(actor, placement_id=number(data, "placement"), text=data.get("text", ""))
        view = self.the_placement(actor, data)
        found = placements.thread(actor, placement=view)
        sent = _("Sent. Everybody in this placement can read it.")
        return self._part(found, sent) + self.next_refreshed(actor, view)

    @action()
    def withdraw_message(self, actor: Actor, data: Data) -> str:
        """Take one's own message back; what somebody is typing meanwhile stays."""
        placements.withdraw_message(actor, placement_id=number(data, "placement"), message_id=number(data, "message"))
        view = self.the_placement(actor, data)
        found = placements.thread(actor, placement=view)
        noted = _("Withdrawn. Nobody had written after it.")
        return self.html("placements/macros/thread.html#message_list", thread=found, placement=view, noted=noted)

    @action()
    def read_thread(self, actor: Actor, data: Data) -> str:
        """Note that the newest message is before somebody's eyes. Sent by the page itself, so that no GET changes anything."""
        placements.mark_thread_read(actor, placement_id=number(data, "placement"), upto=number(data, "upto"))
        return ""

    def _part(self, found: Thread, sent: str = "") -> str:
        closed = placements.closed_words(found.closed_on) if found.closed_on is not None else ""
        return self.html(
            "placements/thread.html", thread=found, placement=found.placement, sent=sent, closed=closed,
            readers=readers_in_words(found.placement),
        )  # fmt: skip


def readers_in_words(view: PlacementView) -> str:
    """Say who reads what is written in a placement: those who are in it, by their names, and nobody else."""
    names = [party.name or party.role_label for party in view.parties if party.has_joined]
    if view.owner_id is not None and view.owner_id not in {party.user_id for party in view.parties}:
        names.append(_("whoever opened the placement"))
    said = _(
        "Everybody in this placement reads this: %(names)s. Whoever joins later can read all of it; the course team cannot."
    )
    return said % {"names": ", ".join(names)}
