"""A placement's own screen: read as a document, with its people invited from it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from .....core import permissions
from .....core.actor import Actor
from .....core.closing import closing_of
from .....core.permissions import ANYWHERE, Role
from .....core.today import joined, said_by_all, said_to_overseers
from ... import api as placements
from ...api import PlacementView
from ..checklist.activity import shown
from ..thread.activity import ThreadActivity
from .picture import picture_of
from .screen import Screen
from .seats import seats_of


class PlacementActivity(ThreadActivity):
    """What somebody sees of a placement as a whole. Its parts are the tools'; here they are one page."""

    def show(self, actor: Actor) -> str:
        view = self.open_placement(actor)
        return self._begin(actor) if view is None else self._whole(actor, view)

    def _begin(self, actor: Actor) -> str:
        purpose = _(
            "Here student, host and university find each other: who is in the placement, when it is, how it stands, and what "
            "comes next. Whoever begins it invites the others by a personal link."
        )
        return self.start_panel(actor, purpose, _("Begin the placement"))

    def changed(self, actor: Actor, said: str) -> str:
        self._entered = None  # as it is now
        view = self.open_placement(actor)
        return self.show(actor) if view is None else self._whole(actor, view, said)

    def next_refreshed(self, actor: Actor, view: PlacementView) -> str:
        screen = Screen(said_by_all(actor, [view]), view, [])
        return self.html("placements/next_refreshed.html", screen=screen)

    def _whole(self, actor: Actor, view: PlacementView, said: str = "") -> str:
        seats = seats_of(view, placements.invitations(actor, placement=view))
        checks = placements.checklist(actor, placement=view, lines=self.lines_of(view))
        part = said_by_all(actor, [view])
        if _is_overseen(actor, view):
            part = joined([part, said_to_overseers([view])])
        screen = Screen(part, view, seats, closing_of(actor, view), checks)
        return self.html(
            "placements/overview.html", screen=screen, placement=view,
            picture=picture_of(screen.stay, translation.get_language_bidi()), is_page=self.surface.memory.is_named,
            checks=shown(actor, view, checks), said=said, has_thread=bool(placements.usable(actor, "placement.thread", [view])),
            may_change=not actor.masquerading,
            may_invite=not actor.masquerading and permissions.is_allowed("placement.invite", view.roles),
        )  # fmt: skip


def _is_overseen(actor: Actor, view: PlacementView) -> bool:
    """Return whether the actor is told nothing by the plan itself: course staff without a seat, or who look as a learner."""
    return actor.masquerading or view.roles <= ANYWHERE | {Role.INSTRUCTOR}
