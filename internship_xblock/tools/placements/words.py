"""What placements and their people are called. One kind of placement is a student at a host, the other a new employee there."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...core.permissions import Role

Words = str | Promise
Choices = tuple[tuple[str, Words], ...]

PLACEMENT, ONBOARDING = "placement", "onboarding"

ROLES: Choices = (
    (Role.STUDENT.value, _("Student")),
    (Role.MENTOR.value, _("Mentor")),
    (Role.SUPERVISOR.value, _("University supervisor")),
    (Role.LEADER.value, _("Leader at the host")),
    (Role.OTHER.value, _("Other")),
)
# The same places at the table when the tools serve the host's own staff; no university is needed then.
ONBOARDING_ROLES: Choices = (
    (Role.STUDENT.value, _("New employee")),
    (Role.MENTOR.value, _("Mentor")),
    (Role.LEADER.value, _("Leader")),
    (Role.SUPERVISOR.value, _("HR or training contact")),
    (Role.OTHER.value, _("Other")),
)


def roles_of(kind: str) -> Choices:
    """The roles of this kind of placement, in the order in which they are offered."""
    return ONBOARDING_ROLES if kind == ONBOARDING else ROLES


def role_words(role: str, kind: str = PLACEMENT) -> Words:
    """Return what a role is called, in the language that is on when it is shown."""
    return dict(roles_of(kind)).get(role, role)


def role_label(role: str, kind: str = PLACEMENT) -> str:
    return str(role_words(role, kind))
