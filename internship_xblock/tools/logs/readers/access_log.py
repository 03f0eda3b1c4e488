"""The access log of an entry: for its owner, and nobody else. A verb of this tool's api."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import EntryReading
from ..values import ReadingView
from . import rights
from .find import get_readable_entry


def who_saw(actor: Actor, *, usage_key: str, entry_id: int) -> tuple[ReadingView, ...]:
    """Who was shown an entry of the actor's own, in which role, first and last, and how often. The latest first.

    Four queries.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id)
    permissions.require(actor, "log.who_saw", rights.roles_for(actor, placement, entry))
    rows = EntryReading.objects.filter(entry_id=entry.pk).exclude(role=Role.AUTHOR).order_by("-last_at", "pk")
    return tuple(
        ReadingView(row.author_name, _role_words(row.role, placement), row.first_at, row.last_at, row.times) for row in rows
    )


def _role_words(role: str, placement: PlacementView) -> str:
    if role == Role.INSTRUCTOR:
        return _("Reviewer")
    if role in (Role.OWNER, Role.PERSON):
        return _("In this placement")
    return placements.role_label(role, placement.kind)
