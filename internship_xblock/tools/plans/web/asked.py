"""What a plan asks of somebody who joins its placement: to read it, and to sign it once there is a version."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.guests import Asked, Joining
from ..drafts.where import usage_keys
from .urls import PAGES


def asked(joining: Joining) -> list[Asked]:
    """Return the way to the placement's plan, if it has one whose block is there. One query."""
    known = usage_keys(joining.placement_id)
    key = PAGES.found(joining.course_key, list(dict.fromkeys([joining.usage_key, *known])))
    if not key:
        return []
    address = PAGES.address(joining.course_key, key, joining.placement_id)
    return [Asked(_sentence(joining.student, known.get(key, False)), address, 10, key == joining.usage_key)]


def _sentence(student: str, is_submitted: bool) -> str:
    if not student:
        return _("Read and sign your plan") if is_submitted else _("Read your plan")
    known = {"name": student}
    return _("Read and sign the plan for %(name)s") % known if is_submitted else _("Read the plan for %(name)s") % known
