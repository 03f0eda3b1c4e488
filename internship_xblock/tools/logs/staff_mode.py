"""What a log says where a new employee writes it instead of a student: *staff mode* (docs/sources.md, New employees).

The same tool and the same circles. There is no course team in it: who teaches the course has no part in an employee's log,
neither to read nor to review, and nobody sees that there is an entry before its author shares it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ...core.errors import Words
from ...core.permissions import Role
from ..placements.api import ONBOARDING, role_label
from .models import Sharing

STAFF_SHARING: Mapping[str, Words] = {
    Sharing.PRIVATE: Sharing.PRIVATE.label,
    Sharing.MENTOR: Sharing.MENTOR.label,
    Sharing.SUPERVISOR: _("The mentor, and the HR or training contact"),
    Sharing.COHORT: _("Everybody in this onboarding"),
}


def has_course_team(kind: str) -> bool:
    """Whether the course's instructors are among the readers that a level names, and review what is shared with them."""
    return kind != ONBOARDING


def sharing_label(level: str, kind: str) -> str:
    return str(STAFF_SHARING[level] if kind == ONBOARDING else Sharing(level).label)


def speaker_label(role: str, kind: str) -> str:
    """In which role somebody speaks in the dialogue."""
    return str(_("Author")) if role == Role.AUTHOR else role_label(role, kind)
