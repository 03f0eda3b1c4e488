"""The day of an entry against the periods of the plan."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid
from ...placements.api import PlacementView
from ...plans import api as plans
from ..models import Entry
from ..rules import Span, is_outside


def spans_of(frame: plans.Frame) -> list[Span]:
    """The periods of the plan that have both their days."""
    return [Span(one.label, one.start, one.end, one.hours) for one in frame.periods if one.start and one.end]


def require_reason(actor: Actor, placement: PlacementView, entry: Entry) -> None:
    """Refuse to show others an entry of a day outside every period that does not say why. One query, none where it does."""
    if entry.date_reason.strip() or not is_outside(entry.date, spans_of(plans.frame(actor, placement=placement))):
        return
    raise Invalid(_("The day of this entry is outside every period of the plan. Open it to change it, or say why."))
