"""What notices say on Today: whom mail does not reach, to those who look after who comes in."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from ....core.actor import Actor
from ....core.today import Part, Todo
from ....ui.pages.addresses import page_of
from ....ui.surface import html_id_of
from ...placements.api import PlacementView
from ...plans import api as plans
from .. import api as notices
from ..api import Undelivered

UNDELIVERED = "notice.undelivered"
_COUNTED = {
    UNDELIVERED: ngettext_lazy("Mail does not reach %(n)d person", "Mail does not reach %(n)d people", "n"),
}  # fmt: skip


def part(actor: Actor, views: Sequence[PlacementView]) -> Part:
    """Return whom in these placements mail does not reach. One query, and one more where there is somebody."""
    found = [] if actor.masquerading else notices.several_undelivered(actor, views=views)
    planned = plans.dates_of({one.view.id for one in found}) if found else {}
    return Part(todos=[_todo(one, planned.get(one.view.id)) for one in found], counted=_COUNTED)


def _todo(one: Undelivered, dates: plans.Dates | None) -> Todo:
    """It leads to where the address is corrected and a link is made; it only says so of a placement that has no plan yet,
    and of an account, whose address its owner corrects.
    """
    name = one.party.name or one.party.role_label
    where = ""
    if dates is not None and one.party.user_id is None:
        page = page_of("plan", one.view.course_key, dates.usage_key, one.view.id)
        where = f"{page}#{html_id_of(dates.usage_key)}-parties-invite"
    said = _("Mail does not reach %(name)s.") % {"name": name}
    return Todo(
        kind=UNDELIVERED, sentence=f"{said} {one.words}", address=where, action=_("Open the invitations") if where else "",
        since=one.since, who=name, role=one.party.role,
    )  # fmt: skip
