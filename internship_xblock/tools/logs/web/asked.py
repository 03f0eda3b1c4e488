"""What a log asks of somebody who joins its placement: to read what was shared, and answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.guests import Asked, Joining
from ..readers.where import usage_keys
from .urls import PAGES


def asked(joining: Joining) -> list[Asked]:
    """Return the way to the placement's log, if it has one whose block is there. One query."""
    key = PAGES.found(joining.course_key, list(dict.fromkeys([joining.usage_key, *usage_keys(joining.placement_id)])))
    if not key:
        return []
    sentence = _("Read the log of %(name)s") % {"name": joining.student} if joining.student else _("Read your log")
    return [Asked(sentence, PAGES.address(joining.course_key, key, joining.placement_id), 5, key == joining.usage_key)]
