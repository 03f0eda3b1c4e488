"""What is said of plans to who looks at a placement without a part in it: its days, and how far the plan is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import standing
from ....core.errors import Words
from ....core.today import GOOD, MIND, QUIET, Part, Period, State
from ...placements.api import PlacementView
from ..standing import standings

_STATES: Mapping[str, tuple[Words, str]] = {
    standing.DRAFT: (gettext_lazy("Draft"), MIND),
    standing.UNSIGNED: (gettext_lazy("Not signed by all"), MIND),
    standing.SUBMITTED: (gettext_lazy("Waiting for an answer"), QUIET),
    standing.RETURNED: (gettext_lazy("Changes requested"), MIND),
    standing.APPROVED: (gettext_lazy("Approved"), GOOD),
}


def part(views: Sequence[PlacementView]) -> Part:
    """Return what the list of all placements says of them, too; nothing of what their people wrote. Five queries at most."""
    known = {placement_id: standing.Standing(**said) for placement_id, said in standings(views).items()}
    return Part(
        periods=[period for placement_id, said in known.items() for period in _stay(placement_id, said)],
        states=[state for placement_id, said in known.items() for state in _state(placement_id, said)],
    )


def _stay(placement_id: int, said: standing.Standing) -> Iterator[Period]:
    first, last = said.first_day or said.last_day, said.last_day or said.first_day
    if first is not None and last is not None:
        yield Period(first=first, last=last, placement_id=placement_id)


def _state(placement_id: int, said: standing.Standing) -> Iterator[State]:
    if said.plan in _STATES:
        words, tone = _STATES[said.plan]
        yield State(placement_id=placement_id, title=_("Plan"), words=str(words), tone=tone)
