"""Forgetting what somebody earned: the platform's retirement (GDPR, article 17). No api verb: only the platform asks for it."""

from __future__ import annotations

from ...core.tools import Leaving
from .models import Training


def forget(person: Leaving) -> None:
    """Erase what an account has earned, in every course. A guest has earned nothing."""
    if person.user_id is not None:
        Training.objects.filter(person_id=person.user_id).delete()
