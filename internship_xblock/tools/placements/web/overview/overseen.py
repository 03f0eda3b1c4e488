"""What is known of a placement to who looks at it without a part in it: how it stands, as the list of all placements has it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....core import permissions, standing
from .....core.actor import Actor
from .....core.errors import Words
from .....core.permissions import Role
from .....core.today import GOOD, MIND, QUIET, Part, Period, State
from ...api import PlacementView

_PLANS: Mapping[str, tuple[Words, str]] = {
    standing.DRAFT: (gettext_lazy("Draft"), MIND),
    standing.UNSIGNED: (gettext_lazy("Not signed by all"), MIND),
    standing.SUBMITTED: (gettext_lazy("Waiting for an answer"), QUIET),
    standing.RETURNED: (gettext_lazy("Changes requested"), MIND),
    standing.APPROVED: (gettext_lazy("Approved"), GOOD),
}


def is_overseen(actor: Actor, view: PlacementView) -> bool:
    """Return whether the actor is told nothing by the plan itself: course staff without a seat, or who look as a learner."""
    return actor.masquerading or view.roles <= permissions.ANYWHERE | {Role.INSTRUCTOR}


def overseen(view: PlacementView) -> Part:
    """Return the days of a placement and how far its plan is; nothing of what its people wrote. Some queries a tool."""
    known = standing.standings([view])[view.id]
    first, last = known.first_day or known.last_day, known.last_day or known.first_day
    return Part(
        periods=[Period(first=first, last=last)] if first is not None and last is not None else (),
        states=[
            State(placement_id=view.id, title=_("Plan"), words=str(words), tone=tone)
            for words, tone in [_PLANS.get(known.plan, ("", QUIET))]
            if words
        ],
    )
